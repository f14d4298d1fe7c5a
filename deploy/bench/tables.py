"""Test scores of Tributary and scikit-learn with their defaults on tables, as a Markdown table.

Usage: tables.py DIRECTORY SEEDS OUT, with the tables of tables.sh in the directory.
"""

import json
import os
import subprocess
import sys
import time
import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn import datasets
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
REGRESSION = {"ames": "Sale_Price", "car_prices": "Price", "concrete": "compressive_strength", "diabetes": "y"}
CLASSES = {
    "attrition": "Attrition",
    "bcancer": "y",
    "cells": "class",
    "credit_data": "Status",
    "lending_club": "Class",
    "mlc_churn": "churn",
    "spam": "type",
    "ticdata": "CARAVAN",
}


def bundled(directory):
    """Writes the tables that scikit-learn brings."""
    for name, table in (("bcancer", datasets.load_breast_cancer()), ("diabetes", datasets.load_diabetes())):
        frame = pd.DataFrame(table.data, columns=[str(column).replace(" ", "_") for column in table.feature_names])
        frame["y"] = table.target
        frame.to_csv(os.path.join(directory, name + ".csv"), index=False)


def split(directory, name):
    """Writes three quarters of the rows to train on, and the rest to test on."""
    frame = pd.read_csv(os.path.join(directory, name + ".csv"), keep_default_na=False, na_values=[""])
    if name == "cells":
        frame = frame.drop(columns=["case"])  # says which rows the authors trained on
    order = np.random.RandomState(0).permutation(len(frame))
    test = len(frame) // 4
    paths = [os.path.join(directory, "%s.%s.csv" % (name, part)) for part in ("test", "train")]
    frame.iloc[order[:test]].to_csv(paths[0], index=False)
    frame.iloc[order[test:]].to_csv(paths[1], index=False)
    return paths[1], paths[0]


def tributary(train, test, label, seeds):
    """Returns the scores and seconds of the command line, from its start to its end."""
    scores, seconds = [], []
    for seed in range(1, seeds + 1):
        begin = time.time()
        run = subprocess.run(
            [
                os.path.join(ROOT, "deploy", "bin", "tributary"),
                "train",
                job(os.path.dirname(train), train, label),
                "data.holdout.path=" + test,
                "train.seed=%d" % seed,
                "--json",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds.append(time.time() - begin)
        line = json.loads(run.stdout.strip().splitlines()[-1])
        scores.append([line["r2"]] if "r2" in line else [line["rocAuc"], line["accuracy"]])
    return np.mean(scores, axis=0), np.median(seconds)


def job(directory, train, label):
    path = os.path.join(directory, "job.conf")
    with open(path, "w") as file:
        file.write('data { path = "%s", label = "%s" }\n' % (train, label))
        file.write('output { model = "%s", existing = replace }\n' % os.path.join(directory, "model"))
    return path


def peer(train, test, label, kind, seeds):
    """Returns the scores of scikit-learn: trees on columns as they are, the MLP on prepared ones."""
    fitted, measured = pd.read_csv(train), pd.read_csv(test)
    x, z = fitted.drop(columns=[label]), measured.drop(columns=[label])
    texts = [column for column in x if x[column].dtype in (object, bool)]
    for column in texts:
        x[column], z[column] = x[column].astype(str), z[column].astype(str)
    numbers = [column for column in x if column not in texts]
    if kind == "trees":
        few = [i for i, column in enumerate(texts) if x[column].nunique() < 250]
        codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
        columns = make_column_transformer((codes, texts), ("passthrough", numbers))
    else:
        scaled = make_pipeline(SimpleImputer(), StandardScaler())
        ones = OneHotEncoder(handle_unknown="ignore")
        columns = make_column_transformer((ones, texts), (scaled, numbers), sparse_threshold=0)
    scores = []
    for seed in range(seeds if kind == "mlp" else 1):
        regression = fitted[label].nunique() > 2
        if kind == "trees":
            model = (HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier)(
                categorical_features=few
            )
        else:
            model = (MLPRegressor if regression else MLPClassifier)(random_state=seed)
        pipeline = make_pipeline(columns, model).fit(x, fitted[label])
        predicted = pipeline.predict(z)
        if regression:
            scores.append([r2_score(measured[label], predicted)])
        else:
            probability = pipeline.predict_proba(z)[:, 1]
            scores.append([roc_auc_score(measured[label], probability), accuracy_score(measured[label], predicted)])
    return np.mean(scores, axis=0)


def main(directory, seeds, out):
    warnings.filterwarnings("ignore")
    bundled(directory)
    lines = [
        "| table | rows x columns | score | Tributary | boosted trees | MLP of scikit-learn | seconds of Tributary |",
        "|---|---|---|---|---|---|---|",
    ]
    means = []
    for name, label in sorted({**REGRESSION, **CLASSES}.items()):
        train, test = split(directory, name)
        ours, seconds = tributary(train, test, label, seeds)
        trees, mlp = (peer(train, test, label, kind, seeds) for kind in ("trees", "mlp"))
        means.append([ours[0], trees[0], mlp[0]])
        frame = pd.read_csv(os.path.join(directory, name + ".csv"))
        show = lambda scores: " / ".join("%.3f" % score for score in scores)
        lines.append(
            "| %s | %d x %d | %s | %s | %s | %s | %.1f |"
            % (
                name,
                len(frame),
                frame.shape[1] - 1,
                "R2" if len(ours) == 1 else "ROC AUC / accuracy",
                show(ours),
                show(trees),
                show(mlp),
                seconds,
            )
        )
        print(lines[-1], flush=True)
    mean = np.mean(means, axis=0)
    lines.append("| mean of the first score | | | %.3f | %.3f | %.3f | |" % tuple(mean))
    print(lines[-1])
    with open(out, "w") as file:
        file.write("scikit-learn %s, %d seeds\n\n" % (sklearn.__version__, seeds))
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
