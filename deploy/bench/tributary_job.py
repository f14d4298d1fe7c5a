"""Runs one training job of Tributary and prints what it measures: tributary_job.py ROOT CONF WORK DATA."""

import itertools
import json
import os
import subprocess
import sys
import tempfile

from digits import ROWS
from fashion import tell, tell_curve
from letters import TRAIN, main as write_letters

FASHION_ROWS = 60000


def job(root, conf, *settings, on="deploy/bin/tributary"):
    """Runs a job of training and returns its line of JSON. Ends with the job's code if it fails.

    `on` is the program that runs it: the launcher, or deploy/bench/cluster.sh.
    """
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(
            [os.path.join(root, on), "train", conf, f"output.model={directory}/model", "--json", *settings],
            stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, file=sys.stderr)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout.rstrip().splitlines()[-1])


def train(root, conf, data, *settings, on="deploy/bin/tributary"):
    """Trains on Fashion-MNIST with its test images as the hold-out set; returns the line of JSON."""
    return job(
        root, conf,
        f"data.path={data}/train-images-idx3-ubyte.gz", f"data.idx.labels={data}/train-labels-idx1-ubyte.gz",
        f"data.holdout.path={data}/t10k-images-idx3-ubyte.gz",
        f"data.holdout.labels={data}/t10k-labels-idx1-ubyte.gz", *settings, on=on)


def curve_of(result):
    # Measuring the accuracy is not counted, as it is not for the peers.
    return [(epoch["roundSeconds"], epoch["score"]) for epoch in result["curve"]]


def main(root, conf, work, data):
    system = "Tributary, float32"
    if work == "W5":
        with tempfile.TemporaryDirectory() as directory:
            write_letters(directory)
            result = job(root, conf, f"data.path={directory}/train.csv", f"data.holdout.path={directory}/test.csv")
        tell_curve(system, work, curve_of(result), TRAIN, (95, 98))
    elif work == "W6":
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "digits.csv")
            with open(os.path.join(root, "conf", "data", "digits.csv")) as all_rows, open(path, "w") as file:
                file.writelines(itertools.islice(all_rows, 1 + ROWS))
            result = job(root, conf, f"data.path={path}")
        seconds = result["curve"][-1]["roundSeconds"]
        tell(system, work, "s a fit", [seconds])
        tell(system, work, "ms an evaluation", [1e3 * seconds / result["rounds"]])
    elif work == "W7":
        for name, extension in (("Parquet", "parquet"), ("CSV", "csv")):
            result = job(root, conf, f"data.path={data}/table.{extension}")
            tell(system, work, f"s from {name} to a model", [result["seconds"]])
    elif work == "W1":
        result = train(root, conf, data)
        tell(system, work, "s a fit", [result["trainSeconds"]])
        tell(system, work, "test accuracy", [result["accuracy"]])
    elif work == "W2-local":
        steps = ("train.strategy.name=local-steps", "train.strategy.steps=235")
        tell_curve(f"{system}, local steps", "W2", curve_of(train(root, conf, data, *steps)), FASHION_ROWS)
    else:
        tell_curve(system, work, curve_of(train(root, conf, data)), FASHION_ROWS)


if __name__ == "__main__":
    main(*sys.argv[1:])
