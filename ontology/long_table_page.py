"""The page of the long table, made from its columns: `make docs` writes docs/long-table.md."""

import sys

from ontology.long_table import COLUMNS, ROW, Column
from ontology.terms import PREFIXES

_HEAD = """# The long table

Made by `make docs` from `ontology/long_table.py`; do not edit. Every measurement, stated or
reported, is one row; labels first, then the IRIs of the same things.

| form | how |
|---|---|
| terminal, JSON | `alltrace query values`, with parameters as in [questions](questions.md) |
| CSV | `alltrace export --to csv -o values.csv`, in Python `graph.export("csv")` |
| CSV, metadata | `alltrace export --to csvw -o values.csv` also writes `values.csv-metadata.json` |
| Parquet | `alltrace export --to parquet -o values.parquet`, `graph.export("parquet")` |
| pandas | `graph.frame("values", study="all-r3")` |

A mean is one of like values only: choose by `statistic`, `unit`, `endpoint` and `time` first.

```python
frame = graph.frame("values", endpoint="mrd-negative")
shares = frame[(frame.statistic == "proportion") & (frame.layer == "reported")]
shares[["study", "arm", "time", "threshold", "k", "n", "value"]]
```

In CSV a text that starts with `=`, `+`, `-` or `@`, and is neither a number nor the sign `=`, has
an apostrophe put before it, so that no spreadsheet computes it. `registration` and `not_reached`
may hold several values, divided by a semicolon (in Parquet lists). The metadata are
[CSVW](https://www.w3.org/TR/tabular-metadata/): for each column its titles, datatype and property,
and which column holds the IRI of the thing that has the property; so a CSVW processor makes RDF of
it that says what the graph says.

Parquet needs pyarrow: `pip install 'alltrace[parquet]'`. It is an extra because it takes 55 MB to
fetch and 170 MB on disk, more than any library that alltrace needs, and CSV serves most.
Numbers are floats there; `value_printed` keeps the digits.

| column | what it holds | datatype | property | of |
|---|---|---|---|---|
"""


def page() -> str:
    """The page as Markdown.

    >>> "| `low` | lower limit of the interval | decimal | `at:lowerBound` |" in page()
    True
    """
    return _HEAD + "".join(map(_line, COLUMNS))


def _line(column: Column) -> str:
    of = "" if column.name == ROW else column.of.removesuffix("_id").replace("_", " ")
    cells = (f"`{column.name}`", column.title, column.datatype, f"`{_short(column.iri)}`", of)
    return f"| {' | '.join(cells)} |\n"


def _short(iri: str) -> str:
    name = max((n for n in PREFIXES if iri.startswith(PREFIXES[n])), key=lambda n: len(PREFIXES[n]))
    return f"{name}:{iri.removeprefix(PREFIXES[name])}"


if __name__ == "__main__":
    sys.stdout.write(page())
