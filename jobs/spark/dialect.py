"""The comparisons in Spark SQL: `queries/*.sql` are written for DuckDB and translated by sqlglot.

What sqlglot does not know is put right here, one rule a difference. Comparisons that lean on DuckDB's macros
(`item_handling_of` and what uses it) are not translated; a translation that Spark does not understand fails aloud.
"""

import re
from pathlib import Path

import sqlglot
from sqlglot import exp

PARAMETER = re.compile(r"^-- param (?P<name>\w+)(?: = (?P<default>.*?))? -- ", re.MULTILINE)


def translated(path: Path, given: dict[str, str]) -> str:
    """The statement of a query's file in Spark SQL, its parameters filled in."""
    words = path.read_text(encoding="utf-8")
    defaults = {found["name"]: found["default"] for found in PARAMETER.finditer(words)}
    tree = sqlglot.parse_one(words, dialect="duckdb")
    return spark_sql(tree.transform(lambda node: filled(node, defaults, given)))


def filled(node: exp.Expression, defaults: dict[str, str | None], given: dict[str, str]) -> exp.Expression:
    """A parameter's value in its place."""
    if not isinstance(node, (exp.Parameter, exp.Placeholder)):
        return node
    name = node.name or node.this.name
    if name not in defaults:
        raise ValueError(f"the query declares no parameter {name}")
    value = given.get(name, defaults[name])
    if value is None:
        raise ValueError(f"the parameter {name} has no default; give it with --param {name}=…")
    return exp.null() if value == "null" else exp.Literal.string(value)


def views_for(queries: Path, name: str) -> list[tuple[str, str]]:
    """The shared views that a query leans on, in an order in which they can be made."""
    views = {path.stem: path.read_text(encoding="utf-8") for path in (queries / "views").glob("*.sql")}
    found: dict[str, str] = {}

    def add(tree: exp.Expression) -> None:
        for table in tree.find_all(exp.Table):
            if table.name in views and table.name not in found:
                created = sqlglot.parse_one(views[table.name], dialect="duckdb")
                if created.kind != "VIEW":
                    raise ValueError(f"{name} leans on the macro {table.name}, which Spark has not")
                add(created.expression)
                found[table.name] = spark_sql(created.expression)

    add(sqlglot.parse_one((queries / f"{name}.sql").read_text(encoding="utf-8"), dialect="duckdb"))
    return list(found.items())


def spark_sql(tree: exp.Expression) -> str:
    """`tree` as Spark has it."""
    return tree.transform(one_line).transform(months_between).transform(nulls_last).sql(dialect="spark")


def one_line(node: exp.Expression) -> exp.Expression:
    """The macro queries/views/one_line.sql: white space of any kind and length becomes one space."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "one_line":
        return node
    words = node.expressions[0].sql("duckdb")
    return sqlglot.parse_one(f"trim(regexp_replace({words}, '\\s+', ' ', 'g'))", dialect="duckdb")


def months_between(node: exp.Expression) -> exp.Expression:
    """DuckDB counts the first days of months between two days, Spark whole months."""
    if not isinstance(node, exp.DateDiff) or (node.unit and node.unit.name.upper() != "MONTH"):
        return node
    # sqlglot: `this` is the later day, `expression` the earlier.
    months = lambda day: f"(year({day}) * 12 + month({day}))"
    later, earlier = node.this.sql("spark"), node.expression.sql("spark")
    return sqlglot.parse_one(f"CAST({months(later)} - {months(earlier)} AS BIGINT)", dialect="spark")


def nulls_last(node: exp.Expression) -> exp.Expression:
    """DuckDB puts nulls last unless told otherwise, Spark first."""
    if isinstance(node, exp.Ordered) and node.args.get("nulls_first") is None:
        node.set("nulls_first", False)
    return node
