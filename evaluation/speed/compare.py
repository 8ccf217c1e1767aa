"""Entente beside DuckDB: importing GDELT 2.0 files, which DuckDB copies, and of which it makes such tables in SQL;
counting dyads by month on the same Parquet; and questions about two, the frequent and the rare.

    cargo xtask generate-gdelt 1000000 --out gdelt
    python evaluation/speed/compare.py import target/release/entente gdelt/*.tsv
    python evaluation/speed/compare.py panel target/release/entente STORE
    python evaluation/speed/compare.py ask target/release/entente STORE

Each runs as a process of its own on two cores; elapsed and processor seconds and the peak of memory are
printed, of imports those of the shortest of five runs in turn, since what the system does to hand out memory varies,
and of questions those of the shortest of nine. Needs the package duckdb but for questions.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

COPY = """
import duckdb, sys
columns, out, *files = sys.argv[1:]
db = duckdb.connect()
db.execute("SET threads = 2")
db.execute(f"COPY (SELECT * FROM read_csv({files!r}, delim = '\\t', header = false, quote = '', "
           f"columns = {columns})) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
"""

# What an import does besides copying, as far as SQL has it: the row whole as evidence, ids by the same fields, repeated
# events merged, events in the order of dyads and each record behind one. Who the codes mean is left out.
MERGE = '''
import duckdb, sys
columns, out, *files = sys.argv[1:]
db = duckdb.connect()
db.execute("SET threads = 2")
db.execute(f"""
CREATE TEMP TABLE records AS
SELECT *, md5(concat_ws('|', c1, c5, c15, c26, c52, c56, c57)) AS passage,
       concat_ws(chr(9), {', '.join(f'c{place}' for place in range(61))}) AS quote
FROM read_csv({files!r}, delim = '\\t', header = false, quote = '', columns = {columns})""")
db.execute(f"""
COPY (SELECT md5(passage || c29 || c30) AS id, 'event' AS kind, 'positive' AS polarity, 'certain' AS certainty,
             'gdelt-2' AS document, passage, quote, c26 AS cameo, c29 AS quad, c30 AS intensity, c5 AS source,
             c15 AS target, c1 AS date, c52 AS place, c53 AS country, c56 AS lat, c57 AS lon,
             concat(least(c5[:3], c15[:3]), '|', greatest(c5[:3], c15[:3])) AS dyad
      FROM records QUALIFY row_number() OVER (PARTITION BY passage ORDER BY c0) = 1 ORDER BY dyad, date)
TO '{out}.events' (FORMAT parquet, COMPRESSION zstd)""")
db.execute(f"""
COPY (SELECT md5(passage || c0) AS id, 'gdelt-2' AS dataset, c0 AS number, md5(passage || c29 || c30) AS event,
             c31 AS mentions, c32 AS sources, c33 AS articles, c60 AS url FROM records)
TO '{out}.records' (FORMAT parquet, COMPRESSION zstd)""")
'''

# As GDELT's codebook has the columns: numbers are parsed, as Entente does.
WHOLE = (0, 1, 2, 3, 25, 29, 31, 32, 33, 35, 43, 51, 59)
DECIMAL = (4, 30, 34, 40, 41, 48, 49, 56, 57)


def columns(typed):
    """The columns of GDELT 2.0 for DuckDB, as text or typed."""
    kinds = {place: "BIGINT" for place in WHOLE} | {place: "DOUBLE" for place in DECIMAL}
    return str({f"c{place}": kinds.get(place, "VARCHAR") if typed else "VARCHAR" for place in range(61)})


# What `entente panel` counts: events by dyad, month and quad class.
MONTHS = """
import duckdb, sys
assertions, rows = sys.argv[1:3]
db = duckdb.connect()
db.execute("SET threads = 2")
print(db.execute(f'''
    SELECT count(*), sum(events) FROM (
      SELECT pair, month, quad, sum(events) AS events, sum(intensity) AS intensity FROM (
        SELECT unnest(string_split(trim(dyads, '|'), '|')) AS pair, month, quad, events, intensity FROM (
          SELECT dyads, month, quad, count(*) AS events, sum(intensity) AS intensity
          FROM read_parquet('{assertions}/*.parquet')
          WHERE kind = 'event' AND polarity = 'positive' AND certainty <> 'hypothetical' AND dyads <> ''
          GROUP BY ALL
          UNION ALL
          SELECT dyads, month, quad, count(*), sum(intensity) FROM read_parquet('{rows}/*.parquet')
          WHERE "table" = 'statement' AND dyads <> '' GROUP BY ALL))
      GROUP BY ALL)
''').fetchall())
"""


def timed(name, command, **options):
    """Runs a command on two cores: elapsed seconds, those of processor, and the peak of memory in MB."""
    began = time.monotonic()
    process = subprocess.Popen(command, preexec_fn=lambda: os.sched_setaffinity(0, {0, 1}), **options)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{name} failed")
    return elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measured(name, command, **options):
    """Runs a command on two cores, and prints what it took."""
    told(name, *timed(name, command, **options))


def told(name, elapsed, busy, peak):
    print(f"{name:<28} {elapsed:8.2f} s {busy:8.2f} s of processor {peak:8.0f} MB")



def imports(entente, files):
    rows = sum(sum(1 for _ in open(file, "rb")) for file in files)
    print(f"{rows} rows, {sum(os.path.getsize(file) for file in files) / 1e6:.0f} MB, {len(files)} files")
    folder = tempfile.mkdtemp(dir=os.environ.get("TMPDIR", "."))
    try:
        runs = [
            ("DuckDB, all columns text", [sys.executable, "-c", COPY, columns(False), f"{folder}/text.parquet", *files], {}),
            ("DuckDB, typed", [sys.executable, "-c", COPY, columns(True), f"{folder}/typed.parquet", *files], {}),
            ("DuckDB, merged", [sys.executable, "-c", MERGE, columns(True), f"{folder}/merged", *files], {}),
            (
                "entente import",
                [entente, "import", "gdelt-2", "--store", f"{folder}/store", *files],
                {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL},
            ),
        ]
        taken = {name: [] for name, _, _ in runs}
        for _ in range(5):
            shutil.rmtree(f"{folder}/store", ignore_errors=True)
            for name, command, options in runs:
                taken[name].append(timed(name, command, **options))
        for name, of_runs in taken.items():
            elapsed, busy, peak = min(of_runs)
            told(name, elapsed, busy, peak)
            print(f"{'':<28} {rows / elapsed:8.0f} rows/s {rows / busy:8.0f} rows/s of processor")
        for path in ("text.parquet", "typed.parquet", "merged.events", "merged.records", "store"):
            size = subprocess.check_output(["du", "-sb", f"{folder}/{path}"]).split()[0]
            print(f"{path:<28} {int(size) / rows:8.0f} bytes a row")
    finally:
        shutil.rmtree(folder)


def panel(entente, store, first, last):
    measured("DuckDB", [sys.executable, "-c", MONTHS, f"{store}/assertions", f"{store}/rows"])
    query = "SELECT count(*), sum(events) FROM dyad_months"
    measured("entente sql", [entente, "sql", query, "--store", store])
    command = [entente, "panel", "dyad-month", "--store", store, "--from", first, "--to", last]
    command += ["--add", "events:gdelt-2", "--out", os.devnull, "--codebook", os.devnull]
    measured("entente panel dyad-month", command + ["--format", "parquet"])


def asks(entente, store, at):
    pairs = [("the United States", "Russia"), ("Azerbaijan", "Iran"), ("Fiji", "Peru")]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for a, b in pairs:
        commands = [
            (f"ask {a}, {b}", ["ask", f"Are {a} and {b} rivals?", "--at", at]),
            (f"timeline {a}, {b}", ["timeline", a.removeprefix("the "), b]),
        ]
        for name, command in commands:
            command = [entente, *command, "--store", store]
            timed(name, command, **silent)
            elapsed, busy, peak = min(timed(name, command, **silent) for _ in range(9))
            print(f"{name:<36} {elapsed:8.2f} s {busy:8.2f} s of processor {peak:8.0f} MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("what", choices=["import", "panel", "ask"])
    arguments.add_argument("entente")
    arguments.add_argument("paths", nargs="+")
    arguments.add_argument("--from", dest="first", default="2016")
    arguments.add_argument("--to", dest="last", default="2017")
    arguments.add_argument("--at", default="2017-12-31", help="the day that questions are asked as of")
    given = arguments.parse_args()
    if given.what == "import":
        imports(given.entente, given.paths)
    elif given.what == "ask":
        asks(given.entente, given.paths[0], given.at)
    else:
        panel(given.entente, given.paths[0], given.first, given.last)


if __name__ == "__main__":
    main()
