"""The Python candidates of `cargo xtask bench forest`: other libraries' isolation forests on the same matrices.

peers.py LIBRARY FILE ROWS WIDTH THREADS loads a matrix (little-endian f32, one column after the other) in the layout that the
library likes best, and says so; then each line on standard input is answered by one measurement, as a line of JSON.
"""

import gc
import json
import sys
import time
from importlib.metadata import version

import numpy

from process import cpu_seconds, forget_peak, status

TREES = 100
SAMPLES = 256


def scikit_learn(threads, scoring_threads):
    """scikit-learn: `n_jobs` is for the fit alone; more threads for scoring have to be asked for by a joblib context."""
    from joblib import parallel_config
    from sklearn.ensemble import IsolationForest

    def fit(matrix):
        return IsolationForest(n_estimators=TREES, max_samples=SAMPLES, n_jobs=threads, random_state=1).fit(matrix)

    def score(forest, matrix):
        with parallel_config(backend="threading", n_jobs=scoring_threads):
            return forest.score_samples(matrix)

    return fit, score


def isotree(threads):
    """isotree: splits of one feature as in the classic forest, and no search for missing values, which costs time."""
    from isotree import IsolationForest

    def fit(matrix):
        model = IsolationForest(
            ndim=1, ntrees=TREES, sample_size=SAMPLES, missing_action="fail", nthreads=threads, random_seed=1
        )
        return model.fit(matrix)

    return fit, lambda forest, matrix: forest.predict(matrix)


def coniferest(threads):
    """coniferest, with its own defaults but for trees, samples and threads."""
    from coniferest.isoforest import IsolationForest

    def fit(matrix):
        return IsolationForest(n_trees=TREES, n_subsamples=SAMPLES, n_jobs=threads, random_seed=1).fit(matrix)

    return fit, lambda forest, matrix: forest.score_samples(matrix)


LIBRARIES = {
    "scikit-learn": lambda threads: scikit_learn(threads, 1),
    "scikit-learn-joblib": lambda threads: scikit_learn(threads, threads),
    "isotree": isotree,
    "coniferest": coniferest,
}


def load(path, rows, width):
    """The matrix by rows, as all of these libraries walk it fastest; read column by column, so that no copy is left."""
    matrix = numpy.empty((rows, width), dtype="<f4")
    with open(path, "rb") as file:
        for column in range(width):
            matrix[:, column] = numpy.fromfile(file, dtype="<f4", count=rows)
        if file.read(1):
            raise SystemExit(f"{path} holds more than {rows} x {width} values")
    return matrix


def measure(fit, score, matrix):
    gc.collect()
    before = status("VmRSS") if forget_peak() else None
    cpu = cpu_seconds()
    start = time.perf_counter()
    forest = fit(matrix)
    fitted = time.perf_counter()
    scores = score(forest, matrix)
    scored = time.perf_counter()
    cpu = cpu_seconds() - cpu
    memory = None if before is None else max(0, status("VmHWM") - before)
    if len(scores) != len(matrix) or not numpy.isfinite(scores).all():
        raise SystemExit("these are not the scores of all rows")
    return {"fit": fitted - start, "score": scored - fitted, "cpu": cpu, "memory": memory, "checksum": None}


def say(line):
    print(json.dumps(line), flush=True)


def main():
    library, path, rows, width, threads = sys.argv[1:]
    fit, score = LIBRARIES[library](int(threads))
    matrix = load(path, int(rows), int(width))
    package = library.removesuffix("-joblib")
    say({"ready": f"{package} {version(package)}"})
    for _ in sys.stdin:
        say(measure(fit, score, matrix))


main()
