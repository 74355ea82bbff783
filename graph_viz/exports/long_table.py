"""The long table of values as CSV, as the metadata that explain this CSV, and as Parquet.

Every form has the columns of `ontology.long_table` and the rows of the question `values`.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph_viz.text.plain import cell
from ontology.errors import MissingPackageError
from ontology.long_table import COLUMNS, ROW, Column
from queries import library
from queries.results import plain
from queries.store import Store

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "csvw", "parquet")
METADATA = "-metadata.json"
"""What stands behind the name of a CSV file in the name of its metadata, by the W3C."""

_READ: dict[str, Callable[[str], object]] = {"decimal": float, "date": date.fromisoformat}
_HARMLESS = re.compile(r"-?\d+(\.\d+)?|=")
"""What starts like a formula and is none: a negative number, and the operator by itself."""


def export(store: Store, form: str) -> bytes:
    """The table in one of `FORMATS`. Raises MissingPackageError for Parquet without pyarrow."""
    if form == "csvw":
        return metadata("values.csv")
    return to_parquet(store) if form == "parquet" else to_csv(store)


def to_csv(store: Store) -> bytes:
    """The table as CSV; text that a spreadsheet could take for a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in COLUMNS)
    for row in _rows(store):
        writer.writerow(map(_text, COLUMNS, row))
    return text.getvalue().encode()


def to_parquet(store: Store) -> bytes:
    """The table as Parquet: numbers, dates and lists are such, and no text is quoted.

    Decimals become floats, beside which `value_printed` keeps the digits. A column has its title
    and its property as metadata. Raises MissingPackageError.
    """
    try:
        import pyarrow as pa  # 50 MB, and only this form needs it
        from pyarrow import parquet
    except ImportError:
        message = "Parquet needs pyarrow, which is not installed; pip install 'alltrace[parquet]'"
        raise MissingPackageError(message, value="pyarrow") from None
    schema = pa.schema([_field(pa, column) for column in COLUMNS])
    columns: list[list[object]] = [[] for _ in COLUMNS]
    for row in _rows(store):
        for column, term, values in zip(COLUMNS, row, columns, strict=True):
            values.append(_value(column, term))
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    written = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), written)
    return written.getvalue()


def metadata(url: str) -> bytes:
    """What CSVW says of a table at `url` (relative to the metadata): columns and their meaning."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": "Values, stated and reported: one measurement a row",
        "dc:description": (
            "A text that starts with =, +, - or @, and is neither a number nor the sign =, has an "
            "apostrophe put before it."
        ),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tableSchema": {
            "aboutUrl": f"{{+{ROW}}}",
            "primaryKey": ROW,
            "columns": [_described(column) for column in COLUMNS],
        },
    }
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()


def _described(column: Column) -> dict[str, object]:
    """A column in CSVW. What is said of no one thing makes no statement (`suppressOutput`)."""
    described: dict[str, object] = {
        "name": column.name,
        "titles": list(dict.fromkeys((column.name, column.title))),
        "datatype": column.datatype,
        "propertyUrl": column.iri,
    }
    if column.is_iri:
        described["valueUrl"] = f"{{+{column.name}}}"
    if column.separator:
        described["separator"] = column.separator
    if column.name == ROW:
        described["required"] = True
    if not column.of:
        described["suppressOutput"] = True
    elif column.of != ROW:
        described["aboutUrl"] = f"{{+{column.of}}}"
    return described


def _rows(store: Store) -> Iterator[list[ox.NamedNode | ox.Literal | None]]:
    """The rows of the question, their cells in the order of `COLUMNS`."""
    names = [column.name for column in COLUMNS]
    for solution in _solutions(library.ask(store, library.question("values"), {})):
        yield [solution[name] for name in names]


def _solutions(answer: Any) -> Iterator[Any]:
    yield from answer


def _parts(column: Column, text: str) -> list[str]:
    """The values of one cell, whose order SPARQL leaves open, sorted."""
    return sorted(text.split(column.separator)) if column.separator else [text]


def _text(column: Column, term: ox.NamedNode | ox.Literal | None) -> str:
    if term is None:
        return ""
    text = (column.separator or "").join(_parts(column, term.value))
    quoted = column.datatype == "string" and not _HARMLESS.fullmatch(text)
    return cell(text) if quoted else text


def _value(column: Column, term: ox.NamedNode | ox.Literal | None) -> object:
    if term is not None and column.separator:
        return _parts(column, term.value)
    if term is None or column.datatype not in _READ:
        return plain(term)
    return _READ[column.datatype](term.value)


def _field(pa: Any, column: Column) -> "pa.Field[Any]":
    types = {
        "decimal": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(),
        "date": pa.date32(),
    }  # fmt: skip
    kind = types.get(column.datatype, pa.string())
    if column.separator:
        kind = pa.list_(kind)
    told = {"title": column.title, "property": column.iri}
    return pa.field(column.name, kind, nullable=column.name != ROW, metadata=told)
