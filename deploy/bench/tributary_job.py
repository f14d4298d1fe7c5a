"""Runs one training job of Tributary and prints what it measures: tributary_job.py ROOT CONF WORK DATA."""

import json
import os
import subprocess
import sys
import tempfile

from fashion import tell, tell_curve

ROWS = 60000


def train(root, conf, data, *settings, on="deploy/bin/tributary"):
    """Trains on Fashion-MNIST, its test images held out; returns the line of JSON. Ends with the job's code if it fails.

    `on` is the program that runs it: the launcher, or deploy/bench/cluster.sh.
    """
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(
            [os.path.join(root, on), "train", conf,
             f"data.path={data}/train-images-idx3-ubyte.gz", f"data.idx.labels={data}/train-labels-idx1-ubyte.gz",
             f"data.holdout.path={data}/t10k-images-idx3-ubyte.gz",
             f"data.holdout.labels={data}/t10k-labels-idx1-ubyte.gz",
             f"output.model={directory}/model", "--json", *settings],
            stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout, file=sys.stderr)
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout.rstrip().splitlines()[-1])


def main(root, conf, work, data):
    result = train(root, conf, data)
    system = "Tributary, float32"
    if work == "W1":
        tell(system, work, "s a fit", [result["trainSeconds"]])
        tell(system, work, "test accuracy", [result["accuracy"]])
        return
    # Measuring the accuracy is not counted, as it is not for the peers.
    curve = [(epoch["roundSeconds"], epoch["score"]) for epoch in result["curve"]]
    tell_curve(system, curve, ROWS)


if __name__ == "__main__":
    main(*sys.argv[1:])
