"""Scores of the example jobs and of scikit-learn on the same rows, as a Markdown table.

Usage: examples.py SPLITS [JOB ...]. Each split keeps a random fifth of the rows; scores are means over the splits.
"""

import json
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.datasets import dump_svmlight_file, load_svmlight_file
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, PoissonRegressor
from sklearn.metrics import accuracy_score, mean_poisson_deviance, r2_score, roc_auc_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
# The file, the label, and the metric of the command line.
JOBS = {
    "digits": ("digits.csv", "digit", "accuracy"),
    "penguins": ("penguins.csv", "body_mass_g", "r2"),
    "developers": ("developers.csv", "Remote", "rocAuc"),
    "artworks": ("artworks.libsvm", "label", "accuracy"),
    "hires": ("hires.csv", "hires", "poissonDeviance"),
}


def tributary(job, train, test, seed, directory):
    """Returns the score of the command line."""
    run = subprocess.run(
        [
            os.path.join(ROOT, "deploy", "bin", "tributary"),
            "train",
            os.path.join(ROOT, "conf", job + ".conf"),
            "data.path=" + train,
            "data.holdout.path=" + test,
            "data.holdout.fraction=",
            *(["data.split.duplicates="] if job == "artworks" else []),
            "train.seed=%d" % seed,
            "output.model=" + os.path.join(directory, "model"),
            "--json",
        ],
        capture_output=True,
        text=True,
    )
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(run.stdout.strip().splitlines()[-1])[JOBS[job][2]]


def encoded(frame, trees):
    """Returns what makes numbers of the columns: codes for trees, otherwise one column for each category."""
    texts = [name for name in frame.columns if frame[name].dtype == object]
    numbers = [name for name in frame.columns if frame[name].dtype != object]
    if trees:
        codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1)
        return make_column_transformer((codes, texts), ("passthrough", numbers))
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), texts),
        (make_pipeline(SimpleImputer(), StandardScaler()), numbers),
        sparse_threshold=0,
    )


def peers(job, seed):
    """Returns the models of scikit-learn, with their defaults; for rows that are sparse, a linear one."""
    if job == "hires":
        return (HistGradientBoostingRegressor(loss="poisson", random_state=seed), PoissonRegressor(max_iter=1000))
    if job == "penguins":
        return (HistGradientBoostingRegressor(random_state=seed), MLPRegressor(random_state=seed))
    if job == "artworks":
        return (LogisticRegression(max_iter=1000), MLPClassifier(random_state=seed))
    return (HistGradientBoostingClassifier(random_state=seed), MLPClassifier(random_state=seed))


def score(job, model, inputs, labels):
    """Returns the score of a model of scikit-learn."""
    metric = JOBS[job][2]
    if metric == "rocAuc":
        return roc_auc_score(labels, model.predict_proba(inputs)[:, 1])
    predicted = model.predict(inputs)
    if metric == "accuracy":
        return accuracy_score(labels, predicted)
    return r2_score(labels, predicted) if metric == "r2" else mean_poisson_deviance(labels, predicted)


def sparse(job, seed, directory):
    """Splits LIBSVM rows, equal ones together; returns paths and arrays."""
    inputs, labels = load_svmlight_file(os.path.join(ROOT, "conf", "data", JOBS[job][0]))
    places = {}
    for i, label in enumerate(labels):
        places.setdefault((label, inputs[i].indices.tobytes()), []).append(i)
    groups = list(places.values())
    order = [i for g in np.random.RandomState(seed).permutation(len(groups)) for i in groups[g]]
    parts = np.split(np.array(order), [len(labels) // 5])
    paths = [os.path.join(directory, name) for name in ("test.libsvm", "train.libsvm")]
    for path, part in zip(paths, parts):
        dump_svmlight_file(inputs[part], labels[part], path, zero_based=False)
    return paths, [(inputs[part], labels[part]) for part in parts]


def table(job, seed, directory):
    """Splits a table, with the same share of each class; returns paths and arrays."""
    name, label, metric = JOBS[job]
    frame = pd.read_csv(os.path.join(ROOT, "conf", "data", name), keep_default_na=False, na_values=[""])
    order = np.random.RandomState(seed).permutation(len(frame))
    if metric == "rocAuc":
        place = pd.Series(order).groupby(frame[label].to_numpy()[order]).cumcount().to_numpy()
        test = place % 5 == 0
        parts = [order[test], order[~test]]
    else:
        parts = np.split(order, [len(frame) // 5])
    paths = [os.path.join(directory, part) for part in ("test.csv", "train.csv")]
    for path, part in zip(paths, parts):
        frame.iloc[part].to_csv(path, index=False)
    return paths, [(frame.iloc[part].drop(columns=[label]), frame[label].iloc[part]) for part in parts]


def main():
    """Prints a row for each job."""
    warnings.simplefilter("ignore")
    print("| job | metric | Tributary | scikit-learn | |\n|---|---|---:|---:|---:|")
    for job in sys.argv[2:] or JOBS:
        scores = []
        for seed in range(int(sys.argv[1])):
            with tempfile.TemporaryDirectory() as directory:
                split = sparse if job == "artworks" else table
                paths, (test, train) = split(job, seed, directory)
                row = [tributary(job, paths[1], paths[0], seed + 1, directory)]
                for k, model in enumerate(peers(job, seed)):
                    if job != "artworks":
                        model = make_pipeline(encoded(train[0], trees=k == 0), model)
                    row.append(score(job, model.fit(*train), *test))
                scores.append(row)
        names = [type(model).__name__ for model in peers(job, 0)]
        mean = np.mean(scores, axis=0)
        print(
            "| `%s` | %s | %.3f | %s %.3f | %s %.3f |"
            % (job, JOBS[job][2], mean[0], names[0], mean[1], names[1], mean[2]),
            flush=True,
        )


main()
