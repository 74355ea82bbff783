"""The answer to a query as Python sees it: read as often as wanted, in plain values or as RDF."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Literal, SupportsIndex, TypeAlias, overload

import pyoxigraph as ox

from ontology.errors import MissingPackageError, QueryError
from ontology.terms import XSD
from queries.store import Results

if TYPE_CHECKING:
    import pandas as pd

Value: TypeAlias = str | int | float | Decimal | bool | None
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_TRIPLE = ("subject", "predicate", "object")
_SHOWN, _CUT = 10, 60
"""Up to how many rows stand in the HTML of a notebook, and how many characters of a value."""


class Row(tuple[Value, ...]):
    """One row: its values by position, and by the name of their column.

    >>> row = Row((3, None), ("n", "label"))
    >>> row["n"], dict(row)
    (3, {'n': 3, 'label': None})
    """

    columns: tuple[str, ...]

    def __new__(cls, values: Sequence[Value], columns: tuple[str, ...]) -> "Row":
        row = super().__new__(cls, values)
        row.columns = columns
        return row

    def __getnewargs__(self) -> tuple[tuple[Value, ...], tuple[str, ...]]:
        return tuple(self), self.columns

    def keys(self) -> tuple[str, ...]:
        """The names of the columns; with them `dict(row)` is the row by name."""
        return self.columns

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> Value: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, key: SupportsIndex | str | slice) -> Value | tuple[Value, ...]:
        if not isinstance(key, str):
            return super().__getitem__(key)
        if key not in self.columns:
            raise KeyError(key)
        return super().__getitem__(self.columns.index(key))


class QueryResult(Sequence[Row]):
    """What a query gave: rows of a SELECT, triples of a CONSTRUCT, or the truth of an ASK.

    It is a sequence of rows with plain values: `int`, `Decimal`, `float`, `bool` and `str`, an IRI
    as `str`, `None` where nothing is bound. The rows of a CONSTRUCT are its triples. In a condition
    it is the answer of an ASK, or whether there is any row.

    >>> import pyoxigraph as ox
    >>> result = QueryResult(ox.Store().query("SELECT ?n { VALUES ?n { 3 4 } }"))
    >>> [row["n"] for row in result], [row["n"] for row in result]
    ([3, 4], [3, 4])
    >>> result.columns, result.rdf[0]
    (('n',), (<Literal value=3 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>,))
    >>> bool(QueryResult(ox.Store().query("ASK {}")))
    True
    """

    def __init__(self, answer: Results, printed: Collection[str] = ()) -> None:
        """`printed` names columns of numbers that are text in RDF, for the printed form counts."""
        self._printed = frozenset(printed)
        self.kind: Literal["select", "construct", "ask"]
        self.columns: tuple[str, ...] = ()
        self.rdf: Sequence[tuple[Term | None, ...]] = ()
        """The rows as pyoxigraph terms."""
        if isinstance(answer, ox.QueryBoolean):
            self.kind, self._truth = "ask", bool(answer)
            return
        if isinstance(answer, ox.QueryTriples):
            self.kind, self.columns = "construct", _TRIPLE
            self.rdf = [(t.subject, t.predicate, t.object) for t in answer]
        else:
            self.kind, self.columns = "select", tuple(v.value for v in answer.variables)
            self.rdf = [tuple(row) for row in answer]
        self._truth = bool(self.rdf)

    @cached_property
    def _rows(self) -> list[Row]:
        return [Row([plain(term) for term in row], self.columns) for row in self.rdf]

    def __len__(self) -> int:
        return len(self.rdf)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __bool__(self) -> bool:
        return self._truth

    def __eq__(self, other: object) -> bool:
        if isinstance(other, bool):
            return self.kind == "ask" and self._truth is other
        if isinstance(other, QueryResult):
            same = (self.kind, self.columns) == (other.kind, other.columns)
            return same and self._truth == other._truth and list(self.rdf) == list(other.rdf)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if self.kind == "ask":
            return f"<QueryResult: {'yes' if self else 'no'}>"
        rows = "triple" if self.kind == "construct" else "row"
        many = f"{len(self)} {rows}{'' if len(self) == 1 else 's'}"
        return f"<QueryResult: {many} of {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows as a table, every text escaped."""
        from html import escape

        if self.kind == "ask":
            return escape(repr(self))
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in row)}</tr>"
            for row in self._rows[:_SHOWN]
        )
        more = f"<p>… {len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def frame(self) -> "pd.DataFrame":
        """The rows as a pandas DataFrame, whose columns have the types of their RDF values.

        Columns of numbers are numeric: whole numbers `int64` (`Int64` where some are missing),
        others `float64`. Raises QueryError for an ASK, MissingPackageError without pandas.
        """
        try:
            import pandas as pd  # takes long to load, and only frames need it
        except ImportError:
            message = "a DataFrame needs pandas, which is not installed; pip install pandas"
            raise MissingPackageError(message, value="pandas") from None
        if self.kind == "ask":
            raise QueryError("an ASK query has no rows to make a table of; use bool(result)")
        columns = {}
        for place, name in enumerate(self.columns):
            values = _numbers([row[place] for row in self._rows], name in self._printed)
            columns[name] = pd.Series(values, dtype=_dtype(values))
        return pd.DataFrame(columns)


def plain(term: Term | None) -> Value:
    """An RDF term as a Python value; a literal that does not fit its datatype stays text.

    >>> plain(ox.Literal("1.50", datatype=ox.NamedNode(XSD + "decimal")))
    Decimal('1.50')
    >>> plain(ox.NamedNode("https://example.org/a"))
    'https://example.org/a'
    """
    if isinstance(term, ox.NamedNode):
        return term.value
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    read = _READ.get(term.datatype.value.removeprefix(XSD))
    try:
        return term.value if read is None else read(term.value)
    except (ValueError, KeyError, InvalidOperation):
        return term.value


_WHOLE = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort",
)  # fmt: skip
_READ: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(_WHOLE, int),
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


def _dtype(values: Sequence[Value]) -> str:
    """The pandas type of a column."""
    kinds = {type(value) for value in values if value is not None}
    missing = None in values
    if kinds == {bool}:
        return "boolean" if missing else "bool"
    if kinds == {int} and all(abs(v) < 2**63 for v in values if isinstance(v, int)):
        return "Int64" if missing else "int64"
    return "float64" if kinds and kinds <= {int, float, Decimal} else "object"


def _numbers(values: Sequence[Value], printed: bool) -> list[Value]:
    """Decimals, and numbers as printed, as floats where the whole column is one of numbers."""
    if not printed and _dtype(values) != "float64":
        return list(values)
    return [None if value is None else float(value) for value in values]


def _cell(value: Value) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
