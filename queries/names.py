"""From what a person calls a thing to its IRI.

The store is asked for the one thing: by IRI, notation or number, by the end of its IRI, by label,
by synonym, in this order. Only a name that none of these finds makes it read every name of the
class, to compare without regard to case and to suggest near ones.
"""

import pyoxigraph as ox

from ontology.errors import AmbiguousNameError, UnknownNameError, shown
from ontology.terms import XSD, at
from queries.parameters import Term
from queries.sparql import run
from queries.store import Store


def resolve(store: Store, class_name: str, name: str) -> ox.NamedNode:
    """The thing of class `at:<class_name>` that `name` means.

    `name` may be the full IRI, the end of it (`too-toxic`, `mohetaer-2026/too-toxic`,
    `aall1331`), a notation, a label or a synonym, whatever the case. Raises UnknownNameError with
    the nearest names, or with what else goes by the name; AmbiguousNameError with the IRIs to
    choose from.
    """
    wanted = name.strip()
    exact = _exactly(store, class_name, wanted) if wanted else []
    matches = sorted(exact or _ignoring_case(store, class_name, wanted))
    if len(matches) > 1:
        listed = ", ".join(f"<{iri}>" for iri in matches[:5])
        message = f"{shown(name)} may be any of {listed}; give the whole IRI"
        raise AmbiguousNameError(message, name, matches)
    return ox.NamedNode(matches[0])


def _exactly(store: Store, class_name: str, wanted: str) -> list[str]:
    """The things so called, by the first way of naming that gives any."""
    text = ox.Literal(wanted)
    ways: list[tuple[str, Term]] = [("things-by-notation", text)]
    if iri := _iri(wanted):
        ways = [("thing-by-iri", iri)]
    elif wanted.isascii() and wanted.isdigit():
        number = ox.Literal(wanted, datatype=ox.NamedNode(XSD + "integer"))
        ways = [("things-by-number", number), *ways]
    ways += [
        ("things-by-end", ox.Literal(f"/{wanted.casefold()}")),
        ("things-by-label", text),
        ("things-by-synonym", text),
    ]
    for query, term in ways:
        rows = run(store, query, **{"class": ox.NamedNode(at(class_name)), "name": term})
        if things := [row["thing"].value for row in rows]:
            return things
    return []


def _ignoring_case(store: Store, class_name: str, wanted: str) -> set[str]:
    """The things so called whatever the case. Raises UnknownNameError if there is none."""
    known: set[str] = set()
    matches: set[str] = set()
    for thing, called in run(store, "names-of-things", **{"class": ox.NamedNode(at(class_name))}):
        names = {thing.value.rsplit("/", 1)[-1], thing.value, f"<{thing.value}>"}
        names |= {called.value} if called is not None else set()
        known |= {n.casefold() for n in names if "://" not in n}
        if wanted.casefold() in {n.casefold() for n in names}:
            matches.add(thing.value)
    if not matches:
        others = _other_classes(store, wanted) if wanted else []
        raise UnknownNameError(class_name.lower(), wanted, known, others)
    return matches


def _other_classes(store: Store, wanted: str) -> list[str]:
    """What a thing of this id is, if it is there and of another class."""
    tail = ox.Literal(f"/{wanted.strip('<>').rsplit('/', 1)[-1].casefold()}")
    rows = run(store, "classes-of-name", name=tail)
    return sorted(row["class"].value.removeprefix(at("")).lower() for row in rows)


def _iri(text: str) -> ox.NamedNode | None:
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    try:
        return ox.NamedNode(bare) if "://" in bare else None
    except ValueError:
        return None
