"""Makes one Markdown table of the lines that peers.sh collects: table.py LINES."""

import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys

MORE_IS_BETTER = {"samples/s", "test accuracy", "best accuracy", "share of the SGEMM peak"}


def measures(line):
    """(system, work, measure, values) of a line, be it a peer's or one of tributary bench."""
    if line.get("command") == "bench":
        for gradient in line.get("gradient", []):
            system = f"Tributary, {gradient['precision']}"
            yield system, gradient["work"], "s a gradient", gradient["seconds"]["values"]
            yield system, gradient["work"], "share of the SGEMM peak", [gradient["shareOfPeak"]]
        for read in line.get("read", []):
            measure = f"s from {read['format']} to blocks"
            yield "Tributary, float32", "W7", measure, read["readSeconds"]["values"]
            yield "Spark's scan, which sums every column", "W7", measure, read["scanSeconds"]["values"]
    else:
        yield line["system"], line["work"], line["measure"], line["values"]


def collected(path):
    table = {}
    with open(path) as file:
        for text in file:
            for system, work, measure, values in measures(json.loads(text)):
                table.setdefault((work, measure), {}).setdefault(system, []).extend(values)
    return table


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def rows(table):
    for (work, measure), systems in sorted(table.items()):
        medians = {system: statistics.median(values) for system, values in systems.items()}
        ours = [median for system, median in medians.items() if system.startswith("Tributary")]
        order = sorted(medians, key=medians.get, reverse=measure in MORE_IS_BETTER)
        for system in order:
            values, median = systems[system], medians[system]
            ratio = ""
            if ours and not system.startswith("Tributary") and "accuracy" not in measure:
                ratio = f"{ours[0] / median if measure in MORE_IS_BETTER else median / ours[0]:.2f}x"
            spread = f"{min(values):.3g} to {max(values):.3g}" if max(values) < 1000 else (
                f"{min(values):,.0f} to {max(values):,.0f}")
            yield work, measure, system, number(median), spread, str(len(values)), ratio


def processor():
    with open("/proc/cpuinfo") as file:
        found = re.search(r"model name\s*:\s*(.+)", file.read())
    return found.group(1) if found else platform.machine()


def java():
    home = os.environ.get("JAVA_HOME")
    command = os.path.join(home, "bin", "java") if home else "java"
    text = subprocess.run([command, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "([^"]+)"', text)
    return found.group(1) if found else "unknown"


def main(path):
    print(f"Measured on {datetime.date.today()}: {processor()}, {os.cpu_count()} cores, {platform.system()}"
          f" {platform.release()}, Java {java()}, Python {platform.python_version()}; load"
          f" {os.getloadavg()[2]:.1f} on average over the last quarter of an hour.\n")
    print("| work | measure | system | median | least to greatest | values | Tributary is ahead by |")
    print("|---|---|---|---:|---:|---:|---:|")
    for row in rows(collected(path)):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main(sys.argv[1])
