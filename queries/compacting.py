"""N-Quads as compact JSON-LD: the context of `ontology.jsonld`, one node an object, sorted.

Values keep what was written: a number whose JSON form would be another one stays text, which the
type in the context makes the same literal again.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from ontology import jsonld
from ontology.terms import BOOLEAN, INTEGER, PREFIXES, RDF

Json = str | int | bool | dict[str, str]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_TYPE = RDF + "type"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!//)")


def compactable(quads: Iterable[ox.Quad]) -> bool:
    """Whether all can be written with the context.

    An IRI such as `drug:x` would mean another one under it, and quoted triples have no form.
    """
    terms = {*PREFIXES, *(term.name for term in jsonld.terms().values())}
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.Triple):
                return False
            if isinstance(term, ox.NamedNode):
                scheme = _SCHEME.match(term.value)
                if scheme and scheme[1] in terms:
                    return False
    return True


def compact(quads: Iterable[ox.Quad]) -> bytes:
    """The quads as one JSON-LD document with its context in it, so that nothing is fetched."""
    graphs: dict[str | None, dict[str, dict[str, list[Term]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for quad in quads:
        home = quad.graph_name
        name = None if isinstance(home, ox.DefaultGraph) else _iri(home)
        graphs[name][_iri(quad.subject)][quad.predicate.value].append(quad.object)
    lines: list[str] = []
    for name in sorted(graphs, key=lambda one: one or ""):
        nodes = [_node(subject, graphs[name][subject]) for subject in sorted(graphs[name])]
        inner = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        if name is None:
            lines.append(inner)
        else:
            lines.append(f'{{"@id": {json.dumps(name)}, "@graph": [\n{inner}\n]}}')
    head = json.dumps(jsonld.context(), ensure_ascii=False)
    body = ",\n".join(lines)
    return f'{{"@context": {head},\n"@graph": [\n{body}\n]}}\n'.encode()


def _iri(term: Term) -> str:
    return jsonld.curie(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _node(subject: str, said: Mapping[str, list[Term]]) -> dict[str, object]:
    node: dict[str, object] = {"@id": subject}
    if _TYPE in said:
        node["@type"] = sorted(map(_iri, said[_TYPE]))
    for predicate in sorted(said):
        if predicate != _TYPE:
            term = jsonld.terms().get(predicate)
            values = sorted(
                (_value(one, term.datatype if term else None) for one in said[predicate]),
                key=lambda one: json.dumps(one, ensure_ascii=False),
            )
            several = len(values) > 1 or (term is not None and term.many)
            node[term.name if term else jsonld.curie(predicate)] = values if several else values[0]
    return node


def _value(value: Term, datatype: str | None) -> Json:
    """A value under a property whose values have the type `datatype` by the context."""
    if not isinstance(value, ox.Literal):
        return _iri(value) if datatype == jsonld.THING else {"@id": _iri(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    own = value.datatype.value
    if own == datatype:
        return _native(value.value, own)
    if own == _STRING:
        return value.value if datatype is None else {"@value": value.value}
    return {"@value": value.value, "@type": jsonld.curie(own)}


def _native(text: str, datatype: str) -> str | int | bool:
    if datatype == BOOLEAN and text in ("true", "false"):
        return text == "true"
    if datatype == INTEGER and re.fullmatch(r"0|-?[1-9]\d{0,14}", text):
        return int(text)
    return text
