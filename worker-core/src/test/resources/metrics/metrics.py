"""Expected metrics for the tests of org.tributary.core.metrics, by scikit-learn 1.2.1.

Needs numpy and scikit-learn; writes the files beside it: python3 metrics.py
Each line of the files NAME-weighted.csv is a metric without and with the sample weights of weights.csv, from the targets and predictions in NAME.csv.
The table digits.csv is the confusion matrix of a linear classifier of digits (target down, prediction across).
"""
import pathlib

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve

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


def weights(n):
    """Sample weights without a pattern; some are equal, some are 0, and no subset is half of them."""
    i = np.arange(1, n + 1)
    return np.round(np.abs(np.sin(i * 2.3)) * 8) / 3 * (1 + (i % 5 == 0) / 64 + (i % 11 == 0) / 177)


def both(n, metric):
    """A metric without and with sample weights."""
    return [metric(None), metric(weights(n))]


def compare(name, n, figures):
    write(name + "-weighted.csv", [(key, both(n, metric)) for key, metric in figures.items()])


def class_figures(truth, guess):
    averages = {"macro": "macro", "micro": "micro", "weighted": "weighted"}
    figures = {
        "accuracy": lambda w: metrics.accuracy_score(truth, guess, sample_weight=w),
        "errorRate": lambda w: metrics.zero_one_loss(truth, guess, sample_weight=w),
        "balancedAccuracy": lambda w: metrics.balanced_accuracy_score(truth, guess, sample_weight=w),
        "mcc": lambda w: metrics.matthews_corrcoef(truth, guess, sample_weight=w),
        "cohenKappa": lambda w: metrics.cohen_kappa_score(truth, guess, sample_weight=w),
    }
    return figures | average_figures(truth, guess, averages)


def average_figures(truth, guess, averages):
    figures = {}
    for key, average in averages.items():
        for name, score in (
            ("Precision", metrics.precision_score),
            ("Recall", metrics.recall_score),
            ("F1", metrics.f1_score),
        ):
            figures[key + name] = lambda w, score=score, average=average: score(
                truth, guess, average=average, sample_weight=w, zero_division=0
            )
    return figures


def binary():
    n = 400
    noise = samples(n, 2)
    truth = (np.sin(np.arange(1, n + 1) * 0.9) + noise[:, 0] > 0.7).astype(int)
    chance = np.round(1 / (1 + np.exp(-2 * (truth - 0.6) - 2 * noise[:, 1])), 2)
    guess = (chance > 0.5).astype(int)
    np.savetxt(HERE / "binary.csv", np.column_stack([truth, chance]), fmt="%r", delimiter=",")
    figures = class_figures(truth, guess) | {
        "precision": lambda w: metrics.precision_score(truth, guess, sample_weight=w),
        "recall": lambda w: metrics.recall_score(truth, guess, sample_weight=w),
        "f1": lambda w: metrics.f1_score(truth, guess, sample_weight=w),
        "logLoss": lambda w: metrics.log_loss(truth, chance, sample_weight=w),
        "brierScore": lambda w: metrics.brier_score_loss(truth, chance, sample_weight=w),
        "rocAuc": lambda w: metrics.roc_auc_score(truth, chance, sample_weight=w),
        "prAuc": lambda w: metrics.average_precision_score(truth, chance, sample_weight=w),
    }
    compare("binary", n, figures)
    observed, predicted = calibration_curve(truth, chance, n_bins=10)
    write("binary-calibration.csv", [("observed", observed), ("predicted", predicted)])


def many():
    """Five classes; the probabilities are different hundredths with the sum 1."""
    n, k = 300, 5
    truth = (np.arange(1, n + 1) * 7919 % 101) % k
    parts = np.argsort(samples(n, k), axis=1) * 3 + np.array([4, 4, 5, 6, 7]) * 2
    parts[np.arange(n), truth] += np.where(samples(n, 1)[:, 0] > -0.2, 23, 5)
    parts[:, 0] += 100 - parts.sum(axis=1)
    assert (parts > 0).all() and (parts.sum(axis=1) == 100).all()
    parts = spread(parts * 10)
    chance = parts / 1000
    guess = chance.argmax(axis=1)
    np.savetxt(HERE / "many.csv", np.column_stack([truth, chance]), fmt="%r", delimiter=",")
    hot = truth[:, None] == np.arange(k)
    figures = class_figures(truth, guess) | {
        "logLoss": lambda w: metrics.log_loss(truth, chance, sample_weight=w),
        # scikit-learn 1.2.1 has it for two classes only: the sum over the classes.
        "brierScore": lambda w: sum(
            metrics.brier_score_loss(hot[:, c], chance[:, c], sample_weight=w) for c in range(k)
        ),
        "rocAuc": lambda w: metrics.roc_auc_score(
            hot, chance, average="macro", sample_weight=w
        ),
        "prAuc": lambda w: metrics.average_precision_score(
            hot, chance, average="macro", sample_weight=w
        ),
    }
    for top in (2, 3):
        figures[f"top{top}Accuracy"] = lambda w, top=top: metrics.top_k_accuracy_score(
            truth, chance, k=top, sample_weight=w
        )
    compare("many", n, figures)
    assert np.isclose(
        metrics.roc_auc_score(truth, chance, multi_class="ovr"), figures["rocAuc"](None)
    )


def spread(parts):
    """Makes the numbers of each row different, with the same sum."""
    for row in parts:
        while len(set(row)) < len(row):
            values, counts = np.unique(row, return_counts=True)
            same = np.flatnonzero(row == values[counts > 1][0])
            row[same[0]] += 1
            row[same[1]] -= 1
    return parts


def weighted_labels():
    table = np.loadtxt(HERE / "labels.csv", delimiter=",")
    truth, chance = table[:, :4] > 0, table[:, 4:]
    guess = chance >= 0.5
    figures = average_figures(
        truth, guess, {"macro": "macro", "micro": "micro", "weighted": "weighted"}
    )
    # The last label never occurs: scikit-learn has no ROC curve for it.
    seen = truth.any(axis=0) & ~truth.all(axis=0)
    figures |= {
        "subsetAccuracy": lambda w: metrics.accuracy_score(truth, guess, sample_weight=w),
        "hammingLoss": lambda w: metrics.hamming_loss(truth, guess, sample_weight=w),
        "rocAuc": lambda w: metrics.roc_auc_score(truth[:, seen], chance[:, seen], sample_weight=w),
        "prAuc": lambda w: metrics.average_precision_score(
            truth[:, seen], chance[:, seen], sample_weight=w
        ),
        "logLoss": lambda w: np.mean(
            [metrics.log_loss(t, c, sample_weight=w, labels=[0, 1]) for t, c in zip(truth.T, chance.T)]
        ),
        "brierScore": lambda w: np.mean(
            [metrics.brier_score_loss(t, c, sample_weight=w, pos_label=1) for t, c in zip(truth.T, chance.T)]
        ),
    }
    compare("labels", len(truth), figures)


def weighted_numbers():
    table = np.loadtxt(HERE / "numbers.csv", delimiter=",")
    figures = number_figures(table[:, :3], table[:, 3:])
    compare("numbers", len(table), figures)


def counts():
    n = 120
    truth = np.floor(np.abs(samples(n, 1)) * 9 + 1.0001 * (samples(n, 1) > 0.9))
    truth[::7] = 0
    guess = np.exp(samples(n, 2)[:, 1:] * 1.5) + truth / 2
    np.savetxt(HERE / "counts.csv", np.hstack([truth, guess]), fmt="%r", delimiter=",")
    figures = number_figures(truth, guess) | {
        "poissonDeviance": lambda w: metrics.mean_poisson_deviance(truth, guess, sample_weight=w)
    }
    compare("counts", n, figures)


def number_figures(truth, guess):
    figures = {
        "r2": lambda w: metrics.r2_score(truth, guess, sample_weight=w),
        "mse": lambda w: metrics.mean_squared_error(truth, guess, sample_weight=w),
        "rmse": lambda w: metrics.mean_squared_error(truth, guess, sample_weight=w, squared=False),
        "mae": lambda w: metrics.mean_absolute_error(truth, guess, sample_weight=w),
        "medianAbsoluteError": lambda w: metrics.median_absolute_error(truth, guess, sample_weight=w),
        "mape": lambda w: metrics.mean_absolute_percentage_error(truth, guess, sample_weight=w),
    }
    for level in (5, 10, 25, 50, 75, 90, 95):
        figures[f"pinball{level:02d}"] = lambda w, level=level: metrics.mean_pinball_loss(
            truth, guess, sample_weight=w, alpha=level / 100
        )
    return figures


np.savetxt(HERE / "weights.csv", weights(400), fmt="%r")
confusion()
regression()
labels()
binary()
many()
weighted_labels()
weighted_numbers()
counts()
