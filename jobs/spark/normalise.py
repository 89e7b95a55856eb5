"""Reads documents into a data set on a Spark cluster, and answers comparisons there.

Each task calls the program on one share of the documents (`tvaersnit build --shard I/N`); the driver then publishes all
shares in one step (`tvaersnit publish`) and asks the comparisons that were named, in Spark SQL.

    spark-submit jobs/spark/normalise.py documents --out data/all --shards 16 --ask decisions

Inputs, shards and the data set lie where driver and executors see them under one path; so does the program.
docs/spark.md tells more.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

# Exit codes of the program: all done; done, but some documents were rejected or corrections not made.
DONE, PARTLY = 0, 3


def run(command: list[str]) -> dict:
    """Runs the program and gives its summary."""
    ended = subprocess.run([*command, "--json", "--quiet"], capture_output=True, text=True, check=False)
    if ended.returncode not in (DONE, PARTLY):
        raise RuntimeError(f"{' '.join(command)} ended with {ended.returncode}:\n{ended.stderr}")
    return json.loads(ended.stdout)


def normalise(spark: SparkSession, args: argparse.Namespace) -> dict:
    """Builds the shares on the cluster and publishes them."""
    shards = str(args.work or args.out.with_name(f".{args.out.name}.shards"))
    build = [args.program, "build", *map(str, args.inputs), "--out", shards, "--threads", "1", *args.build]
    total = args.shards
    spark.sparkContext.addPyFile(str(Path(__file__).resolve()))

    def share(number: int) -> dict:
        return run([*build, "--shard", f"{number}/{total}"])

    shares = spark.sparkContext.parallelize(range(1, total + 1), total).map(share).collect()
    published = run([args.program, "publish", shards, "--out", str(args.out)])
    read = sum(share["meetings"] for share in shares)
    if read != published["meetings"]:
        raise RuntimeError(f"the shares hold {read} meetings and the data set {published['meetings']}")
    return published


def open_tables(spark: SparkSession, data: Path) -> None:
    """Makes every table of the data set a view, whether it is one file or a folder of parts."""
    for entry in sorted({entry["name"] for entry in json.loads((data / "manifest.json").read_text())["tables"]}):
        single = data / f"{entry}.parquet"
        table = spark.read.parquet(str(single if single.is_file() else data / entry))
        # The key of the parts is no column of the table.
        table.drop("part_year").createOrReplaceTempView(entry)


def ask(spark: SparkSession, queries: Path, name: str, given: dict[str, str]) -> DataFrame:
    """Answers the comparison `queries/NAME.sql` in Spark SQL."""
    from dialect import translated, views_for

    for view, sql in views_for(queries, name):
        spark.sql(sql).createOrReplaceTempView(view)
    return spark.sql(translated(queries / f"{name}.sql", given))


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+", type=Path, help="folders and files with documents")
    parser.add_argument("--out", required=True, type=Path, help="folder of the data set")
    parser.add_argument("--work", type=Path, help="folder of the shards; kept, so that a later run reads only what is new")
    parser.add_argument("--shards", type=int, default=8, help="shares of the documents: two or three a core of the cluster")
    parser.add_argument("--program", default="tvaersnit")
    parser.add_argument("--build", action="append", default=[], help="an option for the program's build, such as --build=--redact")
    parser.add_argument("--queries", type=Path, default=Path(__file__).resolve().parents[2] / "queries")
    parser.add_argument("--ask", action="append", default=[], help="a comparison to answer on Spark, by name")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the comparisons")
    parser.add_argument("--answers", type=Path, help="folder for the answers as CSV; without, they are shown")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    args = arguments(words)
    spark = SparkSession.builder.appName("tvaersnit").config("spark.log.level", "ERROR").getOrCreate()
    published = normalise(spark, args)
    print(f"{published['meetings']} meetings, {published['items']} items: data set {published['data_set']} in {args.out}")
    if args.ask:
        open_tables(spark, args.out)
    given = dict(param.split("=", 1) for param in args.param)
    for name in args.ask:
        answer = ask(spark, args.queries, name, given)
        if args.answers:
            args.answers.mkdir(parents=True, exist_ok=True)
            answer.toPandas().to_csv(args.answers / f"{name}.csv", index=False)
        else:
            answer.show(truncate=40)
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    sys.exit(main())
