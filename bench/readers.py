"""The Python candidates of `cargo xtask bench ingest`: other readers of the same file.

readers.py LIBRARY FILE THREADS says that it is ready; then each line on standard input is answered by one measurement, as a
line of JSON: the file read into typed columns, from its path to the table.
"""

import gc
import json
import os
import sys
import time
from importlib.metadata import version

from process import cpu_seconds, forget_peak, status


def polars(path):
    """polars: numbers and texts by the first 10,000 rows, and times where texts look like them."""
    import polars

    return lambda: polars.read_csv(path, try_parse_dates=True, infer_schema_length=10_000), lambda table: table.height


def duckdb(path):
    """DuckDB: a table in memory by its own reader, which tells the types itself."""
    import duckdb

    connection = duckdb.connect(config={"threads": int(THREADS)})

    def read():
        connection.execute("CREATE OR REPLACE TABLE sessions AS SELECT * FROM read_csv(?)", [path])

    return read, lambda _: connection.execute("SELECT count(*) FROM sessions").fetchone()[0]


def measure(read, count):
    gc.collect()
    before = status("VmRSS") if forget_peak() else None
    cpu = cpu_seconds()
    start = time.perf_counter()
    table = read()
    seconds = time.perf_counter() - start
    cpu = cpu_seconds() - cpu
    memory = None if before is None else max(0, status("VmHWM") - before)
    return {"seconds": seconds, "rows": count(table), "cpu": cpu, "memory": memory}


def say(line):
    print(json.dumps(line), flush=True)


LIBRARY, PATH, THREADS = sys.argv[1:]
# Read when the library is imported.
os.environ["POLARS_MAX_THREADS"] = THREADS
READ, COUNT = {"polars": polars, "duckdb": duckdb}[LIBRARY](PATH)
say({"ready": f"{LIBRARY} {version(LIBRARY)}"})
for _ in sys.stdin:
    try:
        say(measure(READ, COUNT))
    except Exception as error:  # Whatever it is, it is the answer.
        say({"error": str(error).splitlines()[0]})
