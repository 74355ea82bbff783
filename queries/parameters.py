"""Parameters of a query: bound as RDF terms, on every engine in the same way.

Engines differ in how far a binding given beside the query reaches (into sub-selects, filters,
aggregates), so each `$name` in the text is replaced by its term. The term is an object of the RDF
library, which also writes it: whatever a value holds, it stays one literal or one IRI. A parameter
without a value stays a free variable.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from ontology.errors import QueryError, shown
from ontology.terms import XSD

Term = ox.NamedNode | ox.Literal

_TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\r\n]* | <[^<>"{}|^`\\\s]*>
        | \"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' | \\. )
    | (?P<variable> [?$](?P<name>\w+) )
    | (?P<local> :(?!SERVICE(?:\s|\#.*?[\r\n])*(?:SILENT)?(?:\s|\#.*?[\r\n])*
        (?:<[^<>]*>|[^\s{}<>\#]+)(?:\s|\#.*?[\r\n])*\{)[\w-]* )
    | (?P<service> SERVICE )
    | (?P<word> (?<![\w:-])(?:SELECT|WHERE|FROM|GROUP|ORDER)(?![\w:-]) ) | (?P<bracket> [(){}] )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def bind(sparql: str, values: Mapping[str, Term | Sequence[Term]]) -> str:
    """`sparql` with every variable named in `values` replaced by its term, or by several in a row.

    Text within strings, IRIs and comments is left alone. In the head of a SELECT, where a bare
    term may not stand, the term is given back under the variable's name, or, of a SELECT within
    the query, under another, for the outer one gives it back already; in ORDER BY and GROUP BY it
    is put into a call, and in the latter given a name: some engines refuse a bare constant.
    Raises QueryError for a value whose variable the query does not have.
    """
    if not values:
        return sparql
    seen: set[str] = set()
    bound = []
    for text, name, form in _pieces(sparql):
        if name and name in values:
            seen.add(name)
            text = form.format(term=_written(values[name]), text=text)
        bound.append(text)
    for name in values.keys() - seen:
        raise QueryError(f"the query has no parameter ${name}")
    return "".join(bound)


@lru_cache(maxsize=256)
def _pieces(sparql: str) -> tuple[tuple[str, str, str], ...]:
    """The text cut at its variables, which stand alone with their names and with how a term is
    written in their place; what is no variable has no name.
    """
    pieces: list[tuple[str, str, str]] = []
    clause, depth, braces, end = "", 0, 0, 0
    for match in _TOKEN.finditer(sparql):
        token = match.group()
        if match["word"]:
            clause, depth = token.upper(), 0
        elif match["bracket"]:
            depth += {"(": 1, ")": -1}.get(token, 0)
            braces += {"{": 1, "}": -1}.get(token, 0)
            clause = "" if token in "{}" else clause
        elif match["variable"]:
            pieces.append((sparql[end : match.start()], "", ""))
            pieces.append((token, match["name"], _form("" if depth else clause, braces)))
            end = match.end()
    return (*pieces, (sparql[end:], "", ""))


def _form(clause: str, braces: int) -> str:
    """How a term stands in place of a variable."""
    match clause:
        case "SELECT":
            return f"({{term}} AS {{text}}{'_given' if braces else ''})"
        case "GROUP":
            return "(COALESCE({term}) AS {text}_group)"
        case "ORDER":
            return "(COALESCE({term}))"
    return "{term}"


def _written(value: Term | Sequence[Term]) -> str:
    return str(value) if isinstance(value, Term) else " ".join(map(str, value))


def variables(sparql: str) -> set[str]:
    """The names of the variables in a query."""
    return {name for _, name, _ in _pieces(sparql) if name}


def asks_elsewhere(sparql: str) -> bool:
    r"""Whether a query has a SERVICE clause, by which an engine would ask another machine.

    Engines find the word also where no space is around it (`1SERVICE`, `SERVICESILENT`), and some
    where letters of it are escaped. In doubt it is one: only in text, IRIs, comments, variables and
    behind the colon of a prefixed name it is none.

    >>> asks_elsewhere(r"ASK { 1\u0053ervice:here {} }"), asks_elsewhere("ASK { ?s at:service 1 }")
    (True, False)
    """
    plain = _ESCAPED.sub(_character, sparql)
    if "service" not in plain.casefold():
        return False
    return any(match["service"] for text in {sparql, plain} for match in _TOKEN.finditer(text))


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= sys.maxunicode else escape[0]


def term(text: str) -> Term:
    """What a person typed as a parameter of a query of their own.

    `<https://…>` and `https://…` are IRIs, digits are an integer, a number with a point a decimal,
    anything else the string that it is. Raises QueryError for an IRI in `<>` that is none.

    >>> str(term("72.6")), str(term("https://example.org/a"))
    ('"72.6"^^<http://www.w3.org/2001/XMLSchema#decimal>', '<https://example.org/a>')
    """
    if re.fullmatch(r"-?\d{1,18}", text):
        return ox.Literal(text, datatype=ox.NamedNode(XSD + "integer"))
    if re.fullmatch(r"-?\d{1,18}\.\d{1,18}", text):
        return ox.Literal(text, datatype=ox.NamedNode(XSD + "decimal"))
    if text.startswith("<") and text.endswith(">"):
        try:
            return ox.NamedNode(text[1:-1])
        except ValueError:
            raise QueryError(f"{shown(text)} is no IRI") from None
    if re.match(r"https?://", text):
        with suppress(ValueError):
            return ox.NamedNode(text)
    return ox.Literal(text)


def given(value: object) -> "str | Term":
    """What a caller in Python gave for a parameter, as text to be read by its type, or as a term.

    >>> given(1e-7), given(3), given(True)
    ('0.0000001', '3', <Literal value=true datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#boolean>>)
    """
    match value:
        case ox.NamedNode() | ox.Literal():
            return value
        case bool():
            return ox.Literal(value)
        case float():
            return format(Decimal(repr(value)), "f")
    return str(value)
