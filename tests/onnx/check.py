"""Holds onnxruntime and scikit-learn against the program: `python check.py PROGRAM [--keep FOLDER]`.

Sessions are generated, a model is fitted to them, saved and exported; then cells are blanked and labels made unknown, and
both the program and onnxruntime score the same sessions. Forests that scikit-learn has fitted go the same way. The last
line says how many comparisons held; the first that does not hold ends the script with 1.
"""

import argparse
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
from sklearn.ensemble import IsolationForest

MOST = 1e-12
"""The greatest difference between two scores of one session."""

ROOT = pathlib.Path(__file__).resolve().parents[2]
checks = 0


def check(holds, what):
    """Counts a comparison that holds, and ends the script at one that does not."""
    global checks
    if not holds:
        sys.exit(f"does not hold: {what}")
    checks += 1


class Program:
    """The program under test, run in a folder."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder

    def __call__(self, *arguments, code=0):
        run = subprocess.run([self.path, *arguments], cwd=self.folder, capture_output=True, text=True)
        if run.returncode != code:
            sys.exit(f"{' '.join(arguments)} ended with {run.returncode}: {run.stderr}")
        return run.stderr


def read_table(path):
    """The columns of a CSV by name, as texts."""
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}


def write_table(path, columns):
    """Writes columns of texts as a CSV."""
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values()))


def numbers(cells):
    """Texts as numbers; an empty one is missing."""
    return np.array([float(cell) if cell else np.nan for cell in cells])


def damage(columns, random):
    """Blanks some cells of every column, makes some labels unknown, and some numbers zero."""
    damaged = {}
    for name, cells in columns.items():
        draws = random.random(len(cells))
        spoiled = []
        for cell, draw in zip(cells, draws):
            if draw < 0.04:
                cell = ""
            elif draw < 0.08 and name in ("device_type", "network_type"):
                cell = "never seen"
            elif draw < 0.06 and re.fullmatch(r"[0-9.]+", cell):
                cell = "0"
            spoiled.append(cell)
        damaged[name] = spoiled
    return damaged


def complete(columns):
    """The columns with what follows from what is reported, computed a second time by docs/metrics.md: the graph takes fields
    as they are known. The sessions here report no playing time, so that no watch time follows."""
    rows = len(next(iter(columns.values())))
    count, stalled, watched, ratio, upscale, player_width, player_height, video_width, video_height = (
        numbers(columns.get(name, [""] * rows)) for name in
        ("rebuffer_count", "rebuffer_duration_ms", "watch_time_s", "buffering_ratio", "avg_upscale",
         "player_width", "player_height", "video_width", "video_height"))

    def reported(*any_of):
        return any(not np.isnan(values).all() for values in any_of)

    may_count, may_stall = reported(count), reported(stalled, ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        if may_count:
            count = np.where(np.isnan(count) & (stalled == 0), 0.0, count)
        if may_stall:
            stalled = np.where(np.isnan(stalled) & (count == 0), 0.0, stalled)
        stalled = np.where(np.isnan(stalled), ratio * watched * 1000, stalled)
        derived = np.minimum(stalled / (watched * 1000), 1)
        derived[(stalled > watched * 1000 + 1000) | ~(watched > 0)] = np.nan
        ratio = np.where(np.isnan(ratio), derived, ratio)
        sizes = np.minimum(player_width / video_width, player_height / video_height) - 1
        sizes[~((video_width > 0) & (video_height > 0))] = np.nan
        upscale = np.where(np.isnan(upscale), np.maximum(sizes, 0), upscale)
    known = {"rebuffer_count": count, "rebuffer_duration_ms": stalled, "buffering_ratio": ratio, "avg_upscale": upscale}
    texts = {name: ["" if np.isnan(value) else repr(float(value)) for value in values] for name, values in known.items()}
    return {**columns, **texts}


def run_onnx(path, columns, renamed=None):
    """Scores and flags by onnxruntime, of columns as the program has them when it judges."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    feed = {}
    for given in session.get_inputs():
        cells = columns[(renamed or {}).get(given.name, given.name)]
        if given.type == "tensor(string)":
            feed[given.name] = np.array(cells, dtype=object).reshape(-1, 1)
        else:
            feed[given.name] = numbers(cells).reshape(-1, 1)
    check({output.name for output in session.get_outputs()} == {"score", "flag"}, "score and flag come out")
    check(all(given.shape[1:] == [1] for given in session.get_inputs()), "a column goes in for each input")
    score, flag = session.run(["score", "flag"], feed)
    check(score.shape == flag.shape == (len(next(iter(columns.values()))), 1), "a row comes out for each that goes in")
    # A row alone is scored as among the others.
    alone = session.run(["score"], {name: values[7:8] for name, values in feed.items()})[0]
    check(abs(alone[0, 0] - score[7, 0]) <= MOST, "a row alone has its score")
    return score[:, 0], flag[:, 0]


def compare(what, scored, score, flag):
    """Holds scores and flags against a file that the program has scored."""
    ours, ours_flag = numbers(scored["score"]), numbers(scored["flag"])
    # A session without a value in any feature is not judged: it has neither here (docs/models.md).
    judged = ~np.isnan(ours)
    check((judged == ~np.isnan(ours_flag)).all() and judged.mean() > 0.5, f"{what}: what has a score has a flag")
    ours, ours_flag, score, flag = ours[judged], ours_flag[judged], score[judged], flag[judged]
    difference = np.abs(ours - score).max()
    check(difference <= MOST, f"{what}: scores differ by {difference}")
    different = int((ours_flag != flag).sum())
    check(different == 0, f"{what}: {different} flags differ")
    check(0 < ours_flag.sum() < len(ours_flag), f"{what}: some rows are flagged, and some are not")
    check(len(np.unique(ours)) > 1, f"{what}: there are different scores")
    print(f"{what}: {len(ours)} rows, {int(ours_flag.sum())} flagged, greatest difference {difference:.1e}")


def check_sessions(program, what, arguments, table, random, keep=lambda name: True):
    """A model of generated sessions, saved, exported, and run on damaged sessions."""
    folder = program.folder
    columns = {name: cells for name, cells in table.items() if keep(name)}
    write_table(folder / "fitted.csv", columns)
    program("detect", "fitted.csv", *arguments, "--save-model", "model.json", "-o", "detected.csv")
    program("export-onnx", "model.json", "-o", "model.onnx")
    write_table(folder / "damaged.csv", damage(columns, random))
    for source in ("fitted.csv", "damaged.csv"):
        # What contradicts itself is left as it stands: what a check would leave empty, the graph would not know.
        program("score", "--model", "model.json", source, "--no-check", "stalls", "--no-check", "watch", "-o", "scored.csv")
        scored = read_table(folder / "scored.csv")
        if source == "fitted.csv":
            detected = read_table(folder / "detected.csv")
            check(all(scored[name] == detected[name] for name in scored), f"{what}: scored again to the last digit")
        # A column by its name stands beside the field of that name under a name of its own.
        renamed = {f"col.{name}": name for name in scored}
        score, flag = run_onnx(folder / "model.onnx", complete(scored), renamed)
        compare(f"{what}, {source}", scored, score, flag)


def documented_lines():
    """The Python of docs/models.md that writes scikit-learn's forests."""
    document = (ROOT / "docs" / "models.md").read_text()
    blocks = [block for block in re.findall(r"```python\n(.*?)```", document, re.S) if "def write_forest" in block]
    check(len(blocks) == 1, "docs/models.md has the lines that write a forest")
    names = {}
    exec(compile(blocks[0], "docs/models.md", "exec"), names)
    return names["write_forest"]


def check_sklearn(program, what, write_forest, forest, fitted, scored_rows, names=None):
    """A forest of scikit-learn, imported and exported."""
    folder = program.folder
    forest.fit(fitted)
    if names:
        # As if it had been fitted to a table with named columns.
        forest.feature_names_in_ = np.array(names, dtype=object)
    write_forest(forest, folder / "forest.json")
    own = names or [f"x{place}" for place in range(fitted.shape[1])]
    cells = {name: ["" if np.isnan(x) else repr(float(x)) for x in column] for name, column in zip(own, scored_rows.T)}
    cells = {"remark": ["row"] * len(scored_rows), **dict(reversed(cells.items()))}
    write_table(folder / "rows.csv", cells)
    columns = [] if names else ["--columns", ",".join(own)]
    program("score", "--model", "forest.json", "rows.csv", *columns, "-o", "scored.csv")
    scored = read_table(folder / "scored.csv")
    if names:
        del forest.feature_names_in_
    compare(f"{what}, scikit-learn", scored, -forest.score_samples(scored_rows), forest.predict(scored_rows) == -1)
    program("export-onnx", "forest.json", "-o", "forest.onnx")
    compare(f"{what}, onnxruntime", scored, *run_onnx(folder / "forest.onnx", scored))


def check_all(program):
    """All comparisons."""
    random = np.random.default_rng(5)
    # With this many sessions the threshold is the score of one of them, which must not be left to rounding.
    program("simulate", "--sessions", "4001", "--seed", "11", "-o", "sessions.csv")
    table = read_table(program.folder / "sessions.csv")
    measures = ["buffering_ratio", "bitrate_kbps", "startup_log", "rebuffers_per_min", "dropped_frames_pct",
                "switches_per_min", "headroom"]
    plain, relative = ",".join(measures), ",".join(f"rel.{name}" for name in measures)
    check_sessions(program, "default features", [], table, random)
    check_sessions(program, "plain features", ["--features", plain], table, random)
    check_sessions(program, "relative features", ["--features", relative], table, random)
    check_sessions(program, "computed buffering ratio", ["--features", relative], table, random,
                   lambda name: name != "buffering_ratio")
    check_sessions(program, "device types alone", ["--features", relative, "--contamination", "auto"], table, random,
                   lambda name: name != "network_type")
    check_sessions(program, "network types alone", ["--features", relative], table, random,
                   lambda name: name != "device_type")
    sizes = {"player_width": ("1920", "1280", "390"), "player_height": ("1080", "720", "844"),
             "video_width": ("1280", "640", "0"), "video_height": ("720", "360", "1080")}
    sized = table | {name: [values[random.integers(3)] for _ in range(4001)] for name, values in sizes.items()}
    check_sessions(program, "upscaling of the sizes", ["--features", "upscaling,rel.upscaling,bitrate_kbps"], sized, random)
    check_sessions(program, "columns by name",
                   ["--features", "col.latency_ms,rel.col.throughput_kbps,col.bitrate_kbps,rel.bitrate_kbps"],
                   table, random)
    check_sessions(program, "trees of a single leaf",
                   ["--features", "rebuffers_per_min", "--sample-size", "4", "--trees", "300"], table, random)
    forest = json.loads((program.folder / "model.json").read_text())["parts"][0]["forest"]["axis"]
    check(any(len(tree["left"]) == 1 for tree in forest["trees"]), "there are trees of a single leaf")
    odd = {"score": table["latency_ms"], "a \"b\", c": table["throughput_kbps"], "device_type": table["device_type"]}
    write_table(program.folder / "odd.csv", odd)
    program("detect", "odd.csv", "--features", 'col.score,"rel.col.a ""b"", c"', "--map", "score=own", "--map",
            'a "b", c=own', "--save-model", "model.json")
    program("export-onnx", "model.json", "-o", "model.onnx")
    program("score", "--model", "model.json", "odd.csv", "--map", "score=own", "--map", 'a "b", c=own', "-o", "scored.csv")
    scored = read_table(program.folder / "scored.csv")
    results = {"score": scored["streamguard_score"], "flag": scored["streamguard_flag"]}
    compare("odd names", results, *run_onnx(program.folder / "model.onnx", scored, {"col.score": "score"}))

    for method in ("extended", "fair-cut", "mixture"):
        program("detect", "sessions.csv", "--method", method, "--save-model", "model.json", "-o", "detected.csv")
        program("score", "--model", "model.json", "sessions.csv", "-o", "scored.csv")
        scored, detected = (read_table(program.folder / name) for name in ("scored.csv", "detected.csv"))
        check(all(scored[name] == detected[name] for name in scored), f"{method}: scored again to the last digit")
        said = program("export-onnx", "model.json", "-o", "none.onnx", code=1)
        check("can be exported" in said and "compare one feature" in said, f"{method} is refused with the reason: {said}")
        check(not (program.folder / "none.onnx").exists(), f"{method}: nothing is written")

    write_forest = documented_lines()
    rows = random.normal(size=(600, 5)).astype(np.float32)
    rows[:, 3] = np.round(rows[:, 3])
    holed = rows.copy()
    holed[random.random(holed.shape) < 0.1] = np.nan
    forests = [
        ("plain forest", IsolationForest(random_state=1), rows, rows, None),
        ("fitted without missing values", IsolationForest(random_state=2, contamination=0.05), rows, holed, None),
        ("fitted with missing values", IsolationForest(random_state=3), holed, holed, None),
        ("subsets of features", IsolationForest(random_state=4, max_features=0.5, bootstrap=True), rows, rows, None),
        ("named columns", IsolationForest(random_state=5, max_samples=40), rows, rows, list("edcba")),
    ]
    for what, forest, fitted, scored_rows, names in forests:
        check_sklearn(program, what, write_forest, forest, fitted, scored_rows, names)


def main():
    """Runs everything in a folder of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, help="work in this folder, and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = options.keep or pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        check_all(Program(options.program.resolve(), folder))
    print(f"{checks} checks passed")


main()
