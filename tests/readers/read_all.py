"""Reads every table of a data set with several readers and holds what they read against each other.

Each reader tells, for every column, how many values are null, a sum that it works out itself (of numbers; of days since
1970 for dates; of code points for text; of trues; of list lengths) and, where it hands its values to Python, a digest of
them all. One difference is a failure.
"""

import argparse
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

HERE = Path(__file__).parent
EPOCH = datetime.date(1970, 1, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=HERE / "../../data/seeds")
    parser.add_argument("--only", help="readers, with commas between them; default: all")
    args = parser.parse_args()
    tables = {file.stem: file for file in sorted(args.data.resolve().glob("*.parquet"))}
    if not tables:
        sys.exit(f"no Parquet files in {args.data}: cargo run --locked -- build seeds --out data/seeds")
    chosen = args.only.split(",") if args.only else list(READERS)

    kinds = {name: {field.name: kind(field.type) for field in pq.read_schema(file)} for name, file in tables.items()}
    results = {}
    for reader in chosen:
        began = time.monotonic()
        results[reader], version = READERS[reader](tables, kinds)
        print(f"{reader:12} {version:24} {time.monotonic() - began:6.1f} s", flush=True)

    print()
    print(f"{'table':20} {'rows':>7} {'columns':>7} {'sum of its numbers':>24} {'nulls':>7}  agree")
    failures = 0
    for table in tables:
        differences = compare({reader: results[reader][table] for reader in chosen}, kinds[table])
        failures += len(differences)
        first = results[chosen[0]][table]
        numbers = sum((Decimal(str(one["sum"])) for name, one in first["columns"].items() if kinds[table][name] in ("int", "decimal", "double")), Decimal(0))
        nulls = sum(one["nulls"] for one in first["columns"].values())
        print(f"{table:20} {first['rows']:7} {len(kinds[table]):7} {numbers:24,.2f} {nulls:7}  {'yes' if not differences else 'NO'}")
        for difference in differences:
            print(f"    {difference}")
    print()
    print(f"{len(tables)} tables, {sum(len(one) for one in kinds.values())} columns, {len(chosen)} readers: {failures} differences")
    sys.exit(1 if failures else 0)


def kind(type_):
    """What a column holds, in the words of this script."""
    if pa.types.is_list(type_):
        return "list"
    if pa.types.is_decimal(type_):
        return "decimal"
    if pa.types.is_floating(type_):
        return "double"
    if pa.types.is_integer(type_):
        return "int"
    if pa.types.is_boolean(type_):
        return "bool"
    if pa.types.is_date(type_):
        return "date"
    if pa.types.is_string(type_):
        return "text"
    raise ValueError(f"a type that this script does not know: {type_}")


def compare(of_readers, columns):
    (base_name, base), *others = of_readers.items()
    found = []
    for name, other in others:
        if other["rows"] != base["rows"]:
            found.append(f"{name}: {other['rows']} rows, {base_name}: {base['rows']}")
        for column in columns:
            mine, theirs = base["columns"][column], other["columns"].get(column)
            if theirs is None:
                found.append(f"{name}: no column {column}")
                continue
            for what in ("nulls", "sum", "digest"):
                if not same(mine.get(what), theirs.get(what)):
                    found.append(f"{column}, {what}: {name} {theirs[what]}, {base_name} {mine[what]}")
    return found


def same(one, other):
    if one is None or other is None:  # R hands no values over, so it has no digest
        return True
    if isinstance(one, str):
        return one == other
    return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)))


def digest(values, what):
    """A digest of a column's values, in order, each written in one way whatever type a reader gives it."""
    hashed = hashlib.sha256()
    for value in values:
        hashed.update((written(value, what) + "\n").encode())
    return hashed.hexdigest()[:16]


def written(value, what):
    if value is None:
        return "\\N"
    if what == "list":
        return json.dumps(list(value), ensure_ascii=False)
    if value != value:  # a null that a reader makes a NaN or NaT
        return "\\N"
    match what:
        case "decimal":
            return f"{Decimal(str(value)):.6f}"
        case "double":
            return repr(float(value))
        case "int":
            return str(int(value))
        case "bool":
            return "true" if value else "false"
        case "date":
            return str(value)[:10]
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def read_pyarrow(tables, kinds):
    def sum_of(column, what):
        match what:
            case "text":
                column = pc.utf8_length(column)
            case "list":
                column = pc.list_value_length(column)
            case "date":
                column = pc.cast(column, pa.int32())
        return pc.sum(column).as_py() or 0

    read = {}
    for name, file in tables.items():
        table = pq.read_table(file)
        columns = {
            column: {"nulls": table[column].null_count, "sum": sum_of(table[column], what), "digest": digest(table[column].to_pylist(), what)}
            for column, what in kinds[name].items()
        }
        read[name] = {"rows": table.num_rows, "columns": columns}
    return read, pa.__version__


def read_polars(tables, kinds):
    import polars as pl

    def sum_of(column, what):
        match what:
            case "text":
                column = column.str.len_chars()
            case "list":
                column = column.list.len()
            case "date":
                column = column.cast(pl.Int32)
        return column.sum() or 0

    read = {}
    for name, file in tables.items():
        frame = pl.read_parquet(file)
        columns = {
            column: {"nulls": frame[column].null_count(), "sum": sum_of(frame[column], what), "digest": digest(frame[column].to_list(), what)}
            for column, what in kinds[name].items()
        }
        read[name] = {"rows": frame.height, "columns": columns}
    return read, pl.__version__


def read_pandas(tables, kinds):
    import pandas as pd

    def sum_of(column, what):
        column = column.dropna()
        match what:
            case "text":
                column = column.str.len()
            case "list":
                column = column.map(len)
            case "date":
                column = column.map(lambda day: (day - EPOCH).days)
        return column.sum() if len(column) else 0

    read = {}
    for name, file in tables.items():
        frame = pd.read_parquet(file, dtype_backend="pyarrow")
        columns = {
            column: {
                "nulls": int(frame[column].isna().sum()),
                "sum": sum_of(frame[column], what),
                "digest": digest([None if value is pd.NA else value for value in frame[column]], what),
            }
            for column, what in kinds[name].items()
        }
        read[name] = {"rows": len(frame), "columns": columns}
    return read, pd.__version__


def measures(columns, length, size, days):
    """The select list of an SQL engine: nulls and sum of each column."""
    term = {"text": length, "list": size, "date": days, "bool": "CAST({} AS INTEGER)"}
    parts = ["count(*)"]
    for column, what in columns.items():
        parts += [f"count(*) - count({column})", f"sum({term.get(what, '{}').format(column)})"]
    return ", ".join(parts)


def from_row(row, columns):
    rows, *rest = row
    return {"rows": rows, "columns": {name: {"nulls": rest[2 * n], "sum": rest[2 * n + 1] or 0} for n, name in enumerate(columns)}}


DUCKDB = {"length": "length({})", "size": "len({})", "days": "date_diff('day', DATE '1970-01-01', {})"}


def read_duckdb(tables, kinds):
    import duckdb

    read = {}
    for name, file in tables.items():
        relation = duckdb.read_parquet(str(file))
        read[name] = from_row(relation.aggregate(measures(kinds[name], **DUCKDB)).fetchall()[0], kinds[name])
        values = zip(*relation.fetchall()) if read[name]["rows"] else ([] for _ in kinds[name])
        for (column, what), one in zip(kinds[name].items(), values):
            read[name]["columns"][column]["digest"] = digest(one, what)
    return read, duckdb.__version__


def read_duckdb_cli(tables, kinds):
    program = shutil.which("duckdb") or sys.exit("no duckdb on the path: pip install -r requirements.txt")

    def ask(query):
        run = subprocess.run([program, "-json", "-c", query], capture_output=True, text=True, check=True, encoding="utf-8")
        return json.loads(run.stdout or "[]", parse_float=Decimal)

    read = {}
    for name, file in tables.items():
        row = ask(f"SELECT [{', '.join(f'({part})::VARCHAR' for part in split(measures(kinds[name], **DUCKDB)))}] AS m FROM '{file}'")[0]["m"]
        row = json.loads(row) if isinstance(row, str) else row
        read[name] = from_row([Decimal(one) if one is not None else None for one in row], kinds[name])
        read[name]["rows"] = int(read[name]["rows"])
        rows = ask(f"FROM '{file}'")
        for column, what in kinds[name].items():
            read[name]["columns"][column]["digest"] = digest([one[column] for one in rows], what)
    return read, subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]


def split(select_list):
    """The parts of a select list; commas inside brackets do not part."""
    parts, depth, begin = [], 0, 0
    for place, sign in enumerate(select_list):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append(select_list[begin:place].strip())
            begin = place + 1
    return [*parts, select_list[begin:].strip()]


def read_spark(tables, kinds):
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    warnings.filterwarnings("ignore", module="pyspark")
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.log.level", "ERROR")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.codegen.wholeStage", "false")  # the tables are small: compiling costs more than it gains
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    read = {}
    for name, file in tables.items():
        frame = spark.read.parquet(str(file))
        frame.createOrReplaceTempView(name)
        terms = measures(kinds[name], length="length({})", size="size({})", days="unix_date({})")
        read[name] = from_row(tuple(spark.sql(f"SELECT {terms} FROM {name}").first()), kinds[name])
        rows = frame.collect()
        for column, what in kinds[name].items():
            read[name]["columns"][column]["digest"] = digest([row[column] for row in rows], what)
    version = spark.version
    spark.stop()
    return read, version


def read_r(tables, kinds):
    """R, which gets its data frames from the DuckDB command line; nulls and sums, no digest."""
    for program in ("Rscript", "duckdb"):
        shutil.which(program) or sys.exit(f"no {program} on the path")
    asked = json.dumps({name: {"file": str(file), "kinds": kinds[name]} for name, file in tables.items()})
    environment = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(["Rscript", HERE / "read.R"], input=asked, capture_output=True, text=True, encoding="utf-8", env=environment)
    if run.returncode:
        sys.exit(run.stderr)
    answer = json.loads(run.stdout)
    return answer["tables"], answer["version"]


def read_frictionless(tables, kinds):
    """The descriptor that `build` writes, read by the tool that it is for; sums are made of the cells that it hands out."""
    from frictionless import Package, __version__, system

    def number(value, what):
        match what:
            case "text" | "list":
                return len(value)
            case "date":
                return (value - EPOCH).days
            case _:
                return value

    folder = next(iter(tables.values())).parent
    if not (folder / "datapackage.json").exists():
        sys.exit("no datapackage.json: build the data set anew")
    read = {}
    with system.use_context(trusted=True):
        package = Package(str(folder / "datapackage.json"))
        for name in tables:
            with package.get_resource(name) as resource:
                rows = [row.to_dict() for row in resource.row_stream]
            columns = {}
            for column, what in kinds[name].items():
                # It reads through pandas, where a null among integers is NaN.
                values = [None if isinstance(row[column], (float, Decimal)) and row[column] != row[column] else row[column] for row in rows]
                there = [number(value, what) for value in values if value is not None]
                columns[column] = {"nulls": len(values) - len(there), "sum": sum(there), "digest": digest(values, what)}
            read[name] = {"rows": len(rows), "columns": columns}
    return read, __version__


READERS = {
    "pyarrow": read_pyarrow,
    "polars": read_polars,
    "pandas": read_pandas,
    "duckdb": read_duckdb,
    "duckdb-cli": read_duckdb_cli,
    "frictionless": read_frictionless,
    "spark": read_spark,
    "R": read_r,
}

if __name__ == "__main__":
    main()
