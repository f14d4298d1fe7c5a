"""Runs one training job of Tributary and prints what it measures: tributary_job.py ROOT CONF WORK DATA."""

import json
import os
import re
import subprocess
import sys
import tempfile

from fashion import tell

ROWS = 60000
# epoch, loss, |gradient|, accuracy, samples/s, seconds since the beginning
LINE = re.compile(r"^\s*(\d+)\s+\S+\s+\S+\s+([\d.]+)\s+[\d,]+\s+([\d.]+)\s*$", re.MULTILINE)


def main(root, conf, work, data):
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(
            [os.path.join(root, "deploy", "bin", "tributary"), "train", conf,
             f"data.path={data}/train-images-idx3-ubyte.gz", f"data.idx.labels={data}/train-labels-idx1-ubyte.gz",
             f"data.holdout.path={data}/t10k-images-idx3-ubyte.gz",
             f"data.holdout.labels={data}/t10k-labels-idx1-ubyte.gz",
             f"output.model={directory}/model", "--json"],
            stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout, file=sys.stderr)
    result = json.loads(done.stdout.rstrip().splitlines()[-1])
    system = "Tributary, float32"
    if work == "W1":
        tell(system, work, "s a fit", [result["trainSeconds"]])
        tell(system, work, "test accuracy", [result["accuracy"]])
        return
    curve = [(float(seconds), float(accuracy)) for _, accuracy, seconds in LINE.findall(done.stdout)]
    tell(system, work, "samples/s", [ROWS * len(curve) / curve[-1][0]])
    for percent in (85, 87, 88):
        reached = [seconds for seconds, accuracy in curve if accuracy >= percent / 100]
        if reached:
            tell(system, work, f"s to {percent} %", reached[:1])
    tell(system, work, "best accuracy", [max(accuracy for _, accuracy in curve)])


if __name__ == "__main__":
    main(*sys.argv[1:])
