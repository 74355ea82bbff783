"""Finds what belongs into `ontology/` and the `.rq` files: properties by name, and SPARQL."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from ontology.terms import NS, RDF
from places import HOUSE

ROOMS = ("ingest", "queries", "graph_viz", "alltrace")
"""Where no property may be named; `ontology` is where they are."""
FOREIGN = {
    "ingest/sources/europepmc.py": {"authorList"},
}
"""Names in the data of others that happen to be those of properties of ours, by file."""

_SPARQL = re.compile(r"\b(?:SELECT|CONSTRUCT|DESCRIBE)\s[^{}|]*\{|\bASK\s*(?:WHERE\s*)?\{")
_PREFIXED = re.compile(r"\bat:(\w+)")
_QUOTED = re.compile(r"""(["'`])(\w+)\1""")


@cache
def properties() -> frozenset[str]:
    """The local names of all properties of the ontology."""
    turtle = (HOUSE / "ontology" / "alltrace.ttl").read_bytes()
    return frozenset(
        str(quad.subject.value).removeprefix(NS)
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value == RDF + "type"
        and str(getattr(quad.object, "value", "")).endswith("Property")
        and str(getattr(quad.subject, "value", "")).startswith(NS)
    )


@cache
def telling() -> frozenset[str]:
    """The names that are no plain words, such as hasEndpoint: those in camel case."""
    return frozenset(name for name in properties() if re.search(r"[a-z][A-Z]", name))


def offences(source: str, foreign: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """The lines of a Python module that name a property or hold SPARQL, and what they hold."""
    tree = ast.parse(source)
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    apart |= {id(part) for text in formatted for part in text.values}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in apart and text not in foreign:
                yield from ((node.lineno, told) for told in _in_text(text))
            case ast.JoinedStr(values=parts):
                yield from ((node.lineno, told) for told in _in_text(_joined(parts)))
            case ast.BinOp(left=left, right=right) if _is_namespace(left) or _is_namespace(right):
                yield node.lineno, "the namespace joined to a name"
            case ast.FormattedValue(value=value) if _is_namespace(value):
                yield node.lineno, "the namespace in a formatted string"
            case ast.Call(func=ast.Name("at"), args=[ast.Constant(value=str(name))]):
                if name in properties():
                    yield node.lineno, f"at({name!r})"


def _joined(parts: list[ast.expr]) -> str:
    """A formatted string, with a dash for each value put into it."""
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "–" for p in parts)


def _in_text(text: str) -> Iterator[str]:
    if NS in text:
        yield "the namespace"
    if _SPARQL.search(text):
        yield f"SPARQL: {text.strip()[:40]!r}"
    elif (name := text.strip("– ")) in telling():
        yield f"the property {name}"
    yield from (f"at:{name}" for name in _PREFIXED.findall(text) if name in properties())


def _is_namespace(node: ast.expr) -> bool:
    match node:
        case ast.Name("NS") | ast.Attribute(attr="NS"):
            return True
    return False


def offences_of_script(source: str) -> Iterator[tuple[int, str]]:
    """The lines of a script that hold the name of a property in quotes or with its prefix."""
    for number, line in enumerate(source.splitlines(), 1):
        quoted = {name for _, name in _QUOTED.findall(line)} & telling()
        prefixed = set(_PREFIXED.findall(line)) & properties()
        yield from ((number, f"the property {name}") for name in sorted(quoted | prefixed))


def offenders() -> dict[str, list[tuple[int, str]]]:
    """The offences of all modules and of the page's script, by file."""
    listed: dict[str, list[tuple[int, str]]] = {}
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.[pj][ys]")):
            name, source = path.relative_to(HOUSE).as_posix(), path.read_text(encoding="utf-8")
            here = (
                offences_of_script(source)
                if path.suffix == ".js"
                else offences(source, frozenset(FOREIGN.get(name, ())))
            )
            if held := list(here):
                listed[name] = held
    return listed
