"""The files to which the addresses under w3id.org lead: ontology, vocabularies, bundled graph.

`make site` writes them to a folder that can be published as it is; `w3id/.htaccess` names them.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.graphs import NamedGraph, of_terms
from ontology import jsonld, vocabulary
from ontology.alignment import (
    CLASS,
    DATATYPE,
    OBJECT,
    RELATIONS,
    OutsideTerm,
    OwnTerm,
    outside_terms,
    own_terms,
)
from ontology.glossary import define
from ontology.terms import NS, VOCAB, local_name
from queries.export import serialise
from queries.validation import shapes_turtle

if TYPE_CHECKING:
    import jinja2

_SECTIONS = {
    CLASS: "Classes",
    OBJECT: "Properties that lead to things",
    DATATYPE: "Properties with literals",
}
_FILES = [
    (name, name) for name in ("alltrace.ttl", "alltrace.jsonld", "context.jsonld", "shapes.ttl")
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term or a concept on a page, with its outside terms by the words of their relation."""

    name: str
    label: str
    definition: str
    outside: tuple[tuple[str, tuple[OutsideTerm, ...]], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading."""

    title: str
    entries: tuple[Entry, ...]


def site() -> Iterator[tuple[str, bytes]]:
    """Every file but those of the bundled graph and the explorer: its place, and its content."""
    for folder in ("current", version("alltrace")):
        for name, content in _ontology():
            yield f"ns/{folder}/{name}", content
    for scheme in vocabulary.SCHEMES:
        yield f"vocab/{scheme}.ttl", vocabulary.sources()[scheme]
        yield f"vocab/{scheme}.html", _vocabulary_page(scheme).encode()
    yield "index.html", _front().encode()


def _ontology() -> Iterator[tuple[str, bytes]]:
    turtle = (files("ontology") / "alltrace.ttl").read_bytes()
    (graph,) = (graph for graph in of_terms() if graph.iri == NS.removesuffix("#"))
    yield "alltrace.ttl", turtle
    yield "alltrace.jsonld", _as_jsonld(graph)
    yield "context.jsonld", jsonld.text().encode()
    yield "shapes.ttl", shapes_turtle().encode()
    yield "index.html", _ontology_page().encode()


def _as_jsonld(graph: NamedGraph) -> bytes:
    return serialise(graph.triples, "jsonld")


def _ontology_page() -> str:
    sections = [
        Section(title, tuple(_entry(term) for term in own_terms() if term.kind == kind))
        for kind, title in _SECTIONS.items()
    ]
    about = f"The ontology of alltrace, version {version('alltrace')}; its namespace:"
    return _page("alltrace: the ontology", about, NS, sections, _FILES)


def _entry(term: OwnTerm) -> Entry:
    outside = outside_terms()
    said = (
        (words, tuple(outside[iri] for way, iri in term.aligned if way == relation))
        for relation, words in RELATIONS.items()
    )
    known = define(term.iri)
    instead = ", ".join(map(local_name, term.replaced_by)) or "none"
    return Entry(
        local_name(term.iri),
        known.label,
        known.definition,
        tuple((words, terms) for words, terms in said if terms),
        (f"Deprecated, use {instead}.",) if term.deprecated else term.notes,
    )


def _vocabulary_page(scheme: str) -> str:
    concepts = vocabulary.concepts()[scheme].values()
    entries = tuple(Entry(one.notation, one.label, one.definition) for one in concepts)
    section = Section("Concepts", entries)
    about = "A SKOS vocabulary of alltrace; its address:"
    links = [(f"{scheme}.ttl", f"{scheme}.ttl")]
    return _page(f"alltrace: {scheme}", about, VOCAB + scheme, [section], links)


def _front() -> str:
    links = [("ontology", "ns/current/index.html"), ("explorer", "explorer.html")]
    links += [(f"{scheme} vocabulary", f"vocab/{scheme}.html") for scheme in vocabulary.SCHEMES]
    links += [(name, f"data/{name}") for name in ("alltrace.nq", "alltrace.jsonld")]
    return _page(
        "alltrace", "Claims of clinical documents and the evidence under them:", NS, [], links
    )


def _page(
    title: str, about: str, iri: str, sections: list[Section], links: list[tuple[str, str]]
) -> str:
    return _template().render(title=title, about=about, iri=iri, sections=sections, links=links)


@lru_cache(maxsize=1)
def _template() -> "jinja2.Template":
    import jinja2  # only the pages need it

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = (files("graph_viz") / "templates" / "terms.html").read_text(encoding="utf-8")
    return environment.from_string(source)


def write(folder: Path) -> None:
    """Write `site()` under `folder`."""
    for place, content in site():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
