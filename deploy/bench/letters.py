"""The small table of W5: letters.py DIRECTORY writes train.csv and test.csv, 16,000 and 4,000 rows from a seed.

Sixteen whole numbers of 0 to 15 a row and one of 26 letters, each written in four ways, with noise.
"""

import os
import sys

import numpy as np

COLUMNS, LETTERS, STYLES, TRAIN, TEST = 16, 26, 4, 16000, 4000


def letters(part):
    """Standardized inputs as float32, and classes, of part 'train' or 'test'."""
    numbers, classes = rows()
    mean, deviation = numbers[:TRAIN].mean(axis=0), numbers[:TRAIN].std(axis=0)
    chosen = slice(0, TRAIN) if part == "train" else slice(TRAIN, TRAIN + TEST)
    return ((numbers[chosen] - mean) / deviation).astype(np.float32), classes[chosen]


def rows():
    random = np.random.RandomState(1)
    ways = random.normal(7, 3.2, (LETTERS, STYLES, COLUMNS))
    classes = random.randint(0, LETTERS, TRAIN + TEST)
    centres = ways[classes, random.randint(0, STYLES, TRAIN + TEST)]
    noise = random.normal(0, 1.6, (TRAIN + TEST, COLUMNS))
    return np.clip(np.rint(centres + noise), 0, 15).astype(np.int64), classes.astype(np.int64)


def main(directory):
    numbers, classes = rows()
    header = ",".join([f"x{j}" for j in range(COLUMNS)] + ["letter"])
    for part, chosen in (("train", slice(0, TRAIN)), ("test", slice(TRAIN, TRAIN + TEST))):
        with open(os.path.join(directory, part + ".csv"), "w") as file:
            print(header, file=file)
            for row, letter in zip(numbers[chosen], classes[chosen]):
                print(",".join(map(str, row)) + "," + chr(ord("A") + letter), file=file)


if __name__ == "__main__":
    main(sys.argv[1])
