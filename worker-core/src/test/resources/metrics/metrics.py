"""Expected metrics for the tests of org.tributary.core.metrics, by scikit-learn 1.2.1.

Needs numpy and scikit-learn; writes the files beside it: python3 metrics.py
The table digits.csv is the confusion matrix of a linear classifier of digits (target down, prediction across).
"""
import pathlib

import numpy as np
from sklearn import metrics

HERE = pathlib.Path(__file__).parent


def write(name, rows):
    text = "".join(",".join([key] + [repr(float(v)) for v in values]) + "\n" for key, values in rows)
    (HERE / name).write_text(text)


def confusion():
    table = np.loadtxt(HERE / "digits.csv", delimiter=",", dtype=int)
    classes = len(table)
    truth = np.repeat(np.repeat(np.arange(classes), classes), table.ravel())
    guess = np.repeat(np.tile(np.arange(classes), classes), table.ravel())
    precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, guess)
    macro = metrics.precision_recall_fscore_support(truth, guess, average="macro")
    weighted = metrics.precision_recall_fscore_support(truth, guess, average="weighted")
    single = [metrics.accuracy_score(truth == c, guess == c) for c in range(classes)]
    accuracy = metrics.accuracy_score(truth, guess)
    write(
        "digits-expected.csv",
        [
            ("precision", precision),
            ("recall", recall),
            ("f1", f1),
            ("support", support),
            ("classAccuracy", single),
            ("accuracy", [accuracy]),
            ("errorRate", [metrics.zero_one_loss(truth, guess)]),
            ("macro", macro[:3]),
            ("weighted", weighted[:3]),
        ],
    )


def samples(n, k):
    """Numbers without a pattern and without a generator: sines, rounded to four places."""
    return np.round(np.sin(np.arange(1, n * k + 1) * 1.7), 4).reshape(n, k)


def regression():
    noise = samples(50, 3) * [0.1, 1.0, 5.0]
    truth = samples(50, 3)[::-1] * [1.0, 2.0, 3.0] + [0.0, 10.0, 1000.0]
    guess = truth + noise
    np.savetxt(HERE / "numbers.csv", np.hstack([truth, guess]), fmt="%r", delimiter=",")
    raw = {"multioutput": "raw_values"}
    write(
        "numbers-expected.csv",
        [
            ("rmse", metrics.mean_squared_error(truth, guess, squared=False, **raw)),
            ("mae", metrics.mean_absolute_error(truth, guess, **raw)),
            ("r2", metrics.r2_score(truth, guess, **raw)),
        ],
    )


def labels():
    truth = samples(40, 4) > [-0.5, 0.0, 0.5, 2.0]
    chance = 1 / (1 + np.exp(-3 * (samples(40, 4) + samples(40, 4)[::-1])))
    chance = np.round(chance, 3)
    guess = chance >= 0.5
    np.savetxt(HERE / "labels.csv", np.hstack([truth, chance]), fmt="%r", delimiter=",")
    options = {"zero_division": 0}
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, guess, **options
    )
    write(
        "labels-expected.csv",
        [
            ("precision", precision),
            ("recall", recall),
            ("f1", f1),
            ("support", support),
            ("accuracy", [metrics.accuracy_score(truth[:, k], guess[:, k]) for k in range(4)]),
            ("macroF1", [metrics.f1_score(truth, guess, average="macro", **options)]),
            ("microF1", [metrics.f1_score(truth, guess, average="micro", **options)]),
            ("subsetAccuracy", [metrics.accuracy_score(truth, guess)]),
            ("hammingLoss", [metrics.hamming_loss(truth, guess)]),
        ],
    )


confusion()
regression()
labels()
