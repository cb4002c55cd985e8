"""Makes the small scikit-learn forests that the import is tested against: `python make.py` (scikit-learn 1.9)."""

import json

import numpy as np
from sklearn.ensemble import IsolationForest


def write_forest(forest, path):
    """Writes a fitted IsolationForest in the layout that `streamguard score --forest` reads."""
    trees = []
    for tree, features in zip(forest.estimators_, forest.estimators_features_):
        t = tree.tree_
        trees.append({
            "left": t.children_left.tolist(), "right": t.children_right.tolist(),
            "feature": t.feature.tolist(), "threshold": t.threshold.tolist(),
            "n": t.n_node_samples.tolist(), "features": features.tolist(),
            "missing_go_to_left": t.missing_go_to_left.tolist(),
        })
    with open(path, "w") as file:
        json.dump({"max_samples": int(forest._max_samples), "offset": float(forest.offset_),
                   "n_features": forest.n_features_in_, "trees": trees}, file)


rng = np.random.default_rng(20)
data = np.round(rng.normal(size=(160, 3)), 4).astype(np.float32)
data[:, 2] = np.round(np.exp(data[:, 2]), 2)
holed = data.copy()
holed[rng.random(holed.shape) < 0.1] = np.nan
for name, rows, settings in [
    ("plain", data, {"contamination": 0.05}),
    ("holed", holed, {}),
    ("subset", data, {"max_features": 0.67, "bootstrap": True}),
]:
    forest = IsolationForest(n_estimators=12, max_samples=64, random_state=3, **settings).fit(rows)
    write_forest(forest, f"{name}.json")
    with open(f"{name}.csv", "w") as file:
        file.write("x0,x1,x2,score_samples\n")
        for row, score in zip(rows, forest.score_samples(rows)):
            cells = ["" if np.isnan(x) else repr(float(x)) for x in row]
            file.write(",".join([*cells, repr(float(score))]) + "\n")
