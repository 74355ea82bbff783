"""The page of the ontology: every term with what it means and how it stands to outside terms."""

import sys
from collections import defaultdict
from collections.abc import Iterator

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
from ontology.terms import local_name

_HEAD = """\
# Ontology

Made by `make docs` from `ontology/alltrace.ttl` and `ontology/outside_terms.tsv`; do not edit.

The namespace is `https://w3id.org/alltrace/ns#`, the preferred prefix `at`. Nothing is imported.
Each term says how it stands to terms of other vocabularies, which were read in their own files:

- *is a kind of* (`rdfs:subClassOf`), *implies* (`rdfs:subPropertyOf`): what holds of ours holds of
  theirs, and a reasoner may use it.
- *the same as* (`skos:exactMatch`), *close to* (`skos:closeMatch`), *narrower than*
  (`skos:broadMatch`: theirs is wider), *wider than* (`skos:narrowMatch`): terms of the same kind.
- *related to* (`skos:relatedMatch`): theirs is a class, or leads to a thing, where ours is a
  property with a literal; or it is only akin. Nothing follows from it.

Classes are matched to classes, properties that lead to things to such properties, and properties
with literals to properties with literals; any other pair is only *related*. A test holds each
statement against the kinds in the last table.
"""

_TITLES = {
    CLASS: "Classes",
    OBJECT: "Properties that lead to things",
    DATATYPE: "Properties with literals",
}


def page() -> str:
    """The whole page as Markdown."""
    by_kind: dict[str, list[OwnTerm]] = defaultdict(list)
    for term in own_terms():
        by_kind[term.kind].append(term)
    parts = [_HEAD]
    for kind, title in _TITLES.items():
        parts.append(f"\n## {title}\n\n| term | meaning | outside terms |\n|---|---|---|\n")
        parts += [_row(term) for term in by_kind[kind]]
    parts.append("\n## Outside terms\n\n| term | label | kind | as seen | where |\n")
    parts.append("|---|---|---|---|---|\n")
    parts += [_outside_row(term) for term in outside_terms().values()]
    return "".join(parts)


def _row(term: OwnTerm) -> str:
    said = "; ".join(_relations(term)) or _cell(" ".join(term.notes))
    if term.deprecated:
        instead = ", ".join(f"`at:{local_name(iri)}`" for iri in term.replaced_by)
        said = f"deprecated, use {instead}" if instead else "deprecated"
    return f"| `at:{local_name(term.iri)}` | {_cell(define(term.iri).definition)} | {said} |\n"


def _relations(term: OwnTerm) -> Iterator[str]:
    outside = outside_terms()
    for relation, words in RELATIONS.items():
        found = [outside[iri] for way, iri in term.aligned if way == relation]
        if found:
            yield f"{words} " + ", ".join(f"`{one.term}` ({one.label})" for one in found)


def _outside_row(term: OutsideTerm) -> str:
    cells = (f"[`{term.term}`]({term.iri})", term.label, term.kind, term.as_seen, term.where_seen)
    return f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.write(page())
