"""scikit-learn's side of `cargo xtask bench accuracy`: its isolation forest on the same labelled sets with the same seeds.

accuracy.py FOLDER SEEDS fits and scores all rows of each NAME.csv.gz of the folder (features and a column `label`, 1 for an
anomaly) with the seeds 1 to SEEDS, and prints a line of JSON for each: set, method, seed, auroc, ap.
"""

import csv
import gzip
import json
import pathlib
import sys

import numpy
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score


def read(path):
    with gzip.open(path, "rt", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        values = numpy.array([[float(value) for value in row] for row in rows])
    label = names.index("label")
    return numpy.delete(values, label, axis=1).astype(numpy.float32), values[:, label] == 1


def main():
    folder, seeds = sys.argv[1:]
    for path in sorted(pathlib.Path(folder).glob("*.csv.gz")):
        matrix, is_anomaly = read(path)
        for seed in range(1, int(seeds) + 1):
            forest = IsolationForest(n_estimators=100, max_samples=min(256, len(matrix)), random_state=seed)
            scores = -forest.fit(matrix).score_samples(matrix)
            line = {
                "set": path.name.removesuffix(".csv.gz"),
                "method": "scikit-learn",
                "seed": seed,
                "auroc": float(roc_auc_score(is_anomaly, scores)),
                "ap": float(average_precision_score(is_anomaly, scores)),
            }
            print(json.dumps(line), flush=True)


main()
