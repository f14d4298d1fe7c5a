"""Runs one training job of Tributary and prints what it measures: tributary_job.py ROOT CONF WORK DATA."""

import json
import os
import subprocess
import sys
import tempfile

from fashion import tell, tell_curve

ROWS = 60000


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
    # Measuring the accuracy is not counted, as it is not for the peers.
    curve = [(epoch["roundSeconds"], epoch["score"]) for epoch in result["curve"]]
    tell_curve(system, curve, ROWS)


if __name__ == "__main__":
    main(*sys.argv[1:])
