"""Runs the Spark job for real, in local mode, and holds it against the program alone.

    python3 -m venv .venv && .venv/bin/pip install -r jobs/spark/requirements.txt
    .venv/bin/python tests/spark/test_spark.py target/debug/tvaersnit

Needs Java 17. The documents are the seeds and the invented ones of tests/documents.
"""

import csv
import subprocess
import sys
import tempfile
from decimal import Decimal, InvalidOperation
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "jobs/spark"))

import normalise  # noqa: E402

# Comparisons that are asked of both. The others lean on a macro of DuckDB, or on an aggregate that Spark has not.
ASKED = ["coverage", "decisions", "appropriations", "grants", "budget_follow_up"]
SHARDS = 3


def program(binary: Path, *words: str) -> str:
    ended = subprocess.run([binary, *words], capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 3):
        raise SystemExit(f"{words} ended with {ended.returncode}: {ended.stderr}")
    return ended.stdout


def told(value: object) -> object:
    """A cell as both tell it: numbers by value, unknown as empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return round(Decimal(str(value)), 6)
    except InvalidOperation:
        return str(value)


def rows_of(answer) -> list[list[object]]:
    return [[told(cell) for cell in row] for row in answer.collect()]


def check(what: str, got: object, want: object) -> None:
    if got != want:
        raise SystemExit(f"{what}: {got} on Spark, {want} from the program")


def main(binary: Path) -> None:
    from pyspark.sql import SparkSession

    inputs = [ROOT / "seeds", ROOT / "tests/documents"]
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        alone, data = folder / "alone", folder / "data"
        program(binary, "build", *map(str, inputs), "--partitioned", "--out", str(alone))
        spark = SparkSession.builder.master("local[2]").config("spark.log.level", "ERROR").getOrCreate()
        args = normalise.arguments(
            [*map(str, inputs), "--out", str(data), "--work", str(folder / "shards"), "--shards", str(SHARDS), "--program", str(binary)]
        )
        published = normalise.normalise(spark, args)
        print(f"{SHARDS} shares published: {published['meetings']} meetings, data set {published['data_set']}")
        normalise.open_tables(spark, alone)
        names = sorted(table.name for table in spark.catalog.listTables())
        want = {name: spark.table(name).count() for name in names}
        normalise.open_tables(spark, data)
        check("rows", {name: spark.table(name).count() for name in names}, want)
        print(f"{len(names)} tables hold the same {sum(want.values())} rows")
        for name in ASKED:
            given = {"region": "Region Sjælland"} if name == "coverage" else {}
            got = rows_of(normalise.ask(spark, ROOT / "queries", name, given))
            answer = program(binary, "compare", name, "--data", str(alone), "--format", "csv")
            want_rows = [[told(cell or None) for cell in row] for row in list(csv.reader(answer.splitlines(keepends=True)))[1:]]
            check(name, sorted(map(str, got)), sorted(map(str, want_rows)))
            print(f"{name}: the same {len(got)} rows")
        spark.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
