"""Trains W2 on Fashion-MNIST by each strategy and prints one Markdown table.

    strategies.py [--cluster] [DATA] [KEY=VALUE...]

With --cluster, jobs run on a standalone cluster of this machine, by cluster.sh; what crosses its sockets is counted alike.

Rounds, accuracy and seconds are what `train --json` tells; bytes are from Spark's own log of events: results that tasks
sent to the driver, and what was read from shuffles. Each strategy has the optimiser and the epochs that suit it, stops
when the held-out loss has not fallen for a while, and keeps its best weights. Let nothing else run meanwhile.
"""

import json
import os
import sys
import tempfile

from tributary_job import train

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))

NETWORK = ["network.hidden=[256,128]", "network.activation=relu", "train.stop.monitor=score"]

STRATEGIES = {
    "full batch, L-BFGS": [
        "train.strategy.name=full-batch", "train.optimizer.name=lbfgs", "train.epochs=250", "train.stop.patience=60"],
    "mini-batches of 1,024, Adam at 2e-3": [
        "train.strategy.name=mini-batch", "train.strategy.batch=1024", "train.optimizer.name=adam",
        "train.optimizer.learningRate=2e-3", "train.epochs=20", "train.stop.patience=6"],
    "2 shards, 118 steps of 128, Adam at 1e-3": [
        "train.strategy.name=local-steps", "train.strategy.shards=2", "train.strategy.batch=128",
        "train.strategy.steps=118", "train.optimizer.name=adam", "train.epochs=12", "train.stop.patience=6"],
    "8 shards, 29 steps of 64, Adam at 1e-3": [
        "train.strategy.name=local-steps", "train.strategy.shards=8", "train.strategy.batch=64",
        "train.strategy.steps=29", "train.optimizer.name=adam", "train.epochs=20", "train.stop.patience=6"],
    "8 shards, 29 steps of 64, outer Nesterov": [
        "train.strategy.name=local-steps", "train.strategy.shards=8", "train.strategy.batch=64",
        "train.strategy.steps=29", "train.strategy.outer=nesterov", "train.strategy.outerLearningRate=0.7",
        "train.strategy.outerMomentum=0.6", "train.optimizer.name=adam", "train.epochs=20", "train.stop.patience=6"],
}


def job(on, data, settings):
    """The line of JSON of one job, and the events that Spark told of it."""
    with tempfile.TemporaryDirectory() as directory:
        events = os.path.join(directory, "events")
        os.mkdir(events)
        conf = os.path.join(directory, "job.conf")
        with open(conf, "w") as file:
            file.write("# All settings are on the command line.\n")
        result = train(
            ROOT, conf, data, "spark.eventLog.enabled=true", f"spark.eventLog.dir=file://{events}",
            "spark.eventLog.rolling.enabled=false", "spark.eventLog.compress=false", *NETWORK, *settings, on=on)
        logs = [os.path.join(events, name) for name in os.listdir(events)]
        with open(logs[0]) as file:
            told = [json.loads(line) for line in file]
    return result, told


def traffic(told):
    """Bytes of results into the driver and bytes read from shuffles, by the jobs of rounds."""
    rounds = set()
    into_driver = shuffled = 0
    for event in told:
        if event["Event"] == "SparkListenerJobStart":
            description = (event.get("Properties") or {}).get("spark.job.description") or ""
            if description.startswith("round "):
                rounds.update(event["Stage IDs"])
        elif event["Event"] == "SparkListenerTaskEnd" and event["Stage ID"] in rounds:
            metrics = event.get("Task Metrics")
            if metrics:
                into_driver += metrics["Result Size"]
                read = metrics["Shuffle Read Metrics"]
                shuffled += read["Remote Bytes Read"] + read["Local Bytes Read"]
    return into_driver, shuffled


def main(arguments):
    data = "/usr/share/datasets/fashion-mnist"
    on = "deploy/bin/tributary"
    if arguments and arguments[0] == "--cluster":
        arguments.pop(0)
        on = "deploy/bench/cluster.sh"
    if arguments and arguments[0].startswith("-"):
        print(f"strategies: Unknown option {arguments[0]} (expected --cluster)", file=sys.stderr)
        sys.exit(2)
    if arguments and "=" not in arguments[0]:
        data = os.path.realpath(arguments.pop(0))
    print("| strategy | epochs | rounds | into the driver, MB | from shuffles, MB | seconds | accuracy | best at epoch |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, settings in STRATEGIES.items():
        result, told = job(on, data, settings + arguments)
        into_driver, shuffled = traffic(told)
        print(f"| {name} | {result['epochs']} | {result['rounds']:,} | {into_driver / 1e6:,.1f} | {shuffled / 1e6:,.1f}"
              f" | {result['trainSeconds']:.1f} | {result['accuracy']:.4f} | {result['bestEpoch']} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
