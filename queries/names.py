"""From what a person calls a thing to its IRI.

The store is asked for the one thing: by IRI, notation or number, by the end of its IRI, by label,
by synonym, in this order. An end that is no whole id (`too-toxic` of `mohetaer-2026/too-toxic`)
makes it read the IRIs of the class, once for each embedded store as long as nothing is loaded. Only
a name that none of these finds makes it read every name of the class, to compare without regard to
case and to suggest near ones.
"""

from collections import defaultdict
from collections.abc import Sequence

import pyoxigraph as ox

from ontology.errors import AmbiguousNameError, UnknownNameError, shown
from ontology.settings import base_iri
from ontology.terms import DEFAULT_BASE, XSD, at, local_name
from queries.parameters import Term
from queries.sparql import run
from queries.store import EmbeddedStore, Store


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
    ways: list[tuple[str, Term | Sequence[Term]]] = [
        ("things-by-notation", text),
        ("thing-by-iri", _own_iris(class_name, wanted)),
    ]
    if iri := _iri(wanted):
        ways = [("thing-by-iri", iri)]
    elif wanted.isascii() and wanted.isdigit():
        number = ox.Literal(wanted, datatype=ox.NamedNode(XSD + "integer"))
        ways = [("things-by-number", number), *ways]
    known = ox.NamedNode(at(class_name))
    for query, term in ways:
        if things := _things(store, query, known, term):
            return things
    if " " not in wanted and (things := _by_end(store, known, wanted.casefold())):
        return things
    # As written, else in the usual cases; in any other way only if all names are read.
    for some in (
        [wanted],
        [wanted.casefold(), wanted.upper(), wanted.capitalize(), wanted.title()],
    ):
        for query in ("things-by-label", "things-by-synonym"):
            if things := _things(store, query, known, [ox.Literal(one) for one in some]):
                return things
    return []


def _things(
    store: Store, query: str, known: ox.NamedNode, name: Term | Sequence[Term]
) -> list[str]:
    """The things of a class that a query finds by a name."""
    return [row["thing"].value for row in run(store, query, **{"class": known, "name": name})]


def _own_iris(class_name: str, wanted: str) -> list[ox.NamedNode]:
    """The IRIs that a thing of this id would have where alltrace names things."""
    from ontology.model import CLASSES  # with pydantic, which the graph object does without

    model = CLASSES.get(class_name)
    path = f"{model.path}/" if model is not None and model.path else ""
    if not path and "/" not in wanted:
        return []
    ids = {f"{path}{wanted.casefold()}", *([wanted.casefold()] if "/" in wanted else [])}
    iris = [_iri(f"{base}{one}") for base in {base_iri(), DEFAULT_BASE} for one in ids]
    return [iri for iri in iris if iri is not None]


def _by_end(store: Store, known: ox.NamedNode, end: str) -> list[str]:
    """The things of a class whose IRI ends in `/` and this text, whatever the case."""
    if not isinstance(store, EmbeddedStore):
        return _things(store, "things-by-end", known, ox.Literal(f"/{end}"))
    if known.value not in store.remembered:
        ends = defaultdict(list)
        for row in run(store, "things-of-class", **{"class": known}):
            ends[local_name(row["thing"].value).casefold()].append(row["thing"].value)
        store.remembered[known.value] = ends
    candidates = store.remembered[known.value].get(end.rpartition("/")[2], ())
    things = [iri for iri in candidates if iri.casefold().endswith(f"/{end}")]
    # What was remembered may be gone, where somebody wrote beside us.
    return _things(store, "thing-by-iri", known, [ox.NamedNode(iri) for iri in things])


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
