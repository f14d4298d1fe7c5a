"""Reads the images of Fashion-MNIST, and prints what the peers' programs measure."""

import gzip
import json
import os
import time

import numpy as np

# As long as tributary bench warms up.
WARM_UP_SECONDS = 3


def images(directory, part):
    """Pixels in [0, 1] as float32, one row an image, and classes, of part 'train' or 't10k'."""
    with gzip.open(os.path.join(directory, part + "-images-idx3-ubyte.gz")) as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16)
    with gzip.open(os.path.join(directory, part + "-labels-idx1-ubyte.gz")) as file:
        classes = np.frombuffer(file.read(), np.uint8, offset=8)
    return (pixels.reshape(len(classes), -1) / np.float32(255)), classes.astype(np.int64)


def seconds_of(run, warm_ups, repeat):
    """Seconds of each of the measured runs, after so many and so long a time of others."""
    begin, done = time.perf_counter(), 0
    while done < warm_ups or time.perf_counter() - begin < WARM_UP_SECONDS:
        run()
        done += 1
    values = []
    for _ in range(repeat):
        begin = time.perf_counter()
        run()
        values.append(time.perf_counter() - begin)
    return values


def tell(system, work, measure, values, **more):
    """Prints one measure as a line of JSON."""
    line = {"system": system, "work": work, "measure": measure, "values": list(values)}
    print(json.dumps({**line, **more}), flush=True)


def tell_curve(system, work, epochs, rows, percents=(85, 87, 88)):
    """Prints a curve of (training seconds so far, test accuracy): samples/s, seconds to accuracies, the best."""
    seconds = [0.0] + [second for second, _ in epochs]
    tell(system, work, "samples/s", [rows / (b - a) for a, b in zip(seconds, seconds[1:])])
    for percent in percents:
        reached = [second for second, accuracy in epochs if accuracy >= percent / 100]
        if reached:
            tell(system, work, f"s to {percent} %", reached[:1])
    tell(system, work, "best accuracy", [max(accuracy for _, accuracy in epochs)])
