"""From the graph back to things: the inverse of `ingest.quads`, by the same annotations.

What is read is kept as it stands (`Description`), and seen through the models of `ontology.model`
(`Things`): `things.get(Claim, iri).measurements`. In such a view every name is a whole IRI, a
number keeps its printed form, of several values where one is expected the least is taken, and
nothing is validated again. A property of ours that the class of a thing does not know raises.

Engines differ in how they join patterns, and some look at every thing of the graph for it; look-ups
by name, some thousand at a time, cost the same on all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, TypeVar

import pyoxigraph as ox

from ingest.graphs import quotes_of
from ontology import field_map
from ontology.errors import StoreError, shown, suggestion
from ontology.field_map import Entry
from ontology.fields import Concept, Data, Link, Part, Term
from ontology.model import CLASSES, Thing
from ontology.model.statement import QUOTES
from ontology.terms import BOOLEAN, DATASET, INTEGER, NS, PROVENANCE, RDF, RDFS, VOCAB, local_name
from queries.sparql import run, run_about
from queries.store import Store

T = TypeVar("T", bound=Thing)

LABEL = RDFS + "label"
TYPE = RDF + "type"
_PACKAGED = NS.removesuffix("#")
"""The ontology's graph, which comes with the package."""


@dataclass(slots=True)
class Description:
    """What is said of one thing: its classes, and its values by property.

    `links` lead to IRIs, `literals` hold text. `home` is the named graph that gives its class, if
    the graphs were told apart.
    """

    home: str = ""
    classes: list[str] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)
    literals: dict[str, list[str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The first label, or nothing."""
        return min(self.literals.get(LABEL, ()), default="")

    @property
    def model(self) -> type[Thing] | None:
        """The model of its class, if it has one."""
        return field_map.model_of(frozenset(self.classes))

    def add(self, name: str, value: ox.NamedNode | ox.Literal) -> None:
        """Take in one statement; blank nodes and triples are passed over, for we write none."""
        kind = type(value)
        if kind is ox.Literal:
            held = self.literals
        elif kind is not ox.NamedNode:
            return
        elif name == TYPE:
            self.classes.append(value.value)
            return
        else:
            held = self.links
        if name in held:
            held[name].append(value.value)
        else:
            held[name] = [value.value]


class Things(Mapping[str, Thing]):
    """Things by IRI, each a view through the model of its class, made when it is asked for.

    Holds only the things whose class has a model; `descriptions` has all.
    """

    def __init__(self, descriptions: Mapping[str, Description]) -> None:
        self.descriptions = descriptions
        self._views: dict[str, Thing | None] = {}

    def __getitem__(self, iri: str) -> Thing:
        view = self._view(iri)
        if view is None:
            raise KeyError(iri)
        return view

    def __iter__(self) -> Iterator[str]:
        return (iri for iri in self.descriptions if self._view(iri) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def find(self, model: type[T], iri: str | None) -> T | None:
        """The thing of this class (or a special one of it) with this IRI, if it was read."""
        view = None if iri is None else self._view(iri)
        return view if isinstance(view, model) else None

    def all(self, model: type[T]) -> Iterator[T]:
        """Every thing of this class, special ones of it included."""
        for known, iris in self._by_model.items():
            if issubclass(known, model):
                for iri in iris:
                    view = self._view(iri)
                    if isinstance(view, model):
                        yield view

    def label(self, iri: str) -> str:
        """The label of a thing that was read, or nothing."""
        description = self.descriptions.get(iri)
        return description.label if description is not None else ""

    @cached_property
    def _by_model(self) -> dict[type[Thing], list[str]]:
        by_model: dict[type[Thing], list[str]] = {}
        for iri, description in self.descriptions.items():
            if model := description.model:
                by_model.setdefault(model, []).append(iri)
        return by_model

    def _view(self, iri: str) -> Thing | None:
        if iri not in self._views:
            view = None
            if (description := self.descriptions.get(iri)) and (model := description.model):
                view = _view_of(model, iri, description, self._view)
            self._views[iri] = view
        return self._views[iri]


# -- reading a store -------------------------------------------------------------------------------


def describe(store: Store, things: Iterable[str]) -> dict[str, Description]:
    """Everything said of these things, over all named graphs."""
    return _described(run_about(store, "statements-of-things", things))


def describe_below(
    store: Store, things: Iterable[str], properties: Collection[str]
) -> dict[str, Description]:
    """Everything said of these things and of all that the properties lead to, layer by layer."""
    descriptions: dict[str, Description] = {}
    fresh = set(things)
    while fresh:
        layer = describe(store, fresh)
        descriptions |= layer
        fresh = targets(layer.values(), properties) - descriptions.keys()
    return descriptions


def graph_content(store: Store, graph: str) -> dict[str, Description]:
    """Everything that one named graph says."""
    return _described(run(store, "statements-of-graph", home=ox.NamedNode(graph)))


def describe_shared(
    store: Store, descriptions: Mapping[str, Description]
) -> dict[str, Description]:
    """What is said of the things that these share with others, wherever it stands."""
    properties = field_map.shared_properties()
    shared = targets(descriptions.values(), properties) - descriptions.keys()
    return describe_below(store, shared, properties)


def pointing(store: Store, property_: str, things: Iterable[str]) -> set[str]:
    """What has one of these things as the value of a property (an IRI)."""
    rows = run_about(store, "things-pointing-at", things, property=ox.NamedNode(property_))
    return {row["thing"].value for row in rows}


def labels(store: Store, things: Iterable[str]) -> dict[str, str]:
    """The labels of those things that have one."""
    rows = run_about(store, "labels-of-things", things)
    return {thing.value: label.value for thing, label in rows}


def targets(descriptions: Iterable[Description], properties: Collection[str] | None) -> set[str]:
    """The IRIs that the descriptions lead to, by these properties or by all."""
    return {
        iri
        for description in descriptions
        for name, values in description.links.items()
        if properties is None or name in properties
        for iri in values
    }


def documents(store: Store) -> list[tuple[str, str]]:
    """Every document and the named graph it is in."""
    return [(row["thing"].value, row["graph"].value) for row in run(store, "documents")]


QUOTE = field_map.apart(QUOTES)
"""The properties that quote a document."""
SOURCE_STEPS = 2
"""How far to follow: to the sources of the document, and to the studies that these are parts of."""


def graphs_behind(store: Store, graph: str) -> set[str]:
    """The named graph of a document with those of its sources and of the studies behind them."""
    graphs = {graph}
    for _ in range(SOURCE_STEPS):
        graphs |= {home for known in sorted(graphs) for home in _homes(store, known)}
    return graphs


def _homes(store: Store, graph: str) -> set[str]:
    """The graphs of the publications and studies that a graph speaks of."""
    rows = run(store, "sources-of-graph", home=ox.NamedNode(graph))
    sources = {row["source"].value for row in rows if isinstance(row["source"], ox.NamedNode)}
    named = {iri for iri in sources if not iri.startswith(VOCAB)}
    return {row["graph"].value for row in run_about(store, "graphs-of-sources", named)}


@dataclass(frozen=True, slots=True)
class Content:
    """All things of a graph, and what `at:provenance` says of each named graph."""

    things: Things
    provenance: Things


def everything(store: Store, document: str | None = None, with_quotes: bool = False) -> Content:
    """The whole graph, or only what `document` (an IRI) and its sources say, read in one pass.

    The ontology, the vocabularies and the description of the whole are left out; the sentences that
    records quote, and the provenance of those graphs, unless `with_quotes`.
    """
    things: dict[str, Description] = {}
    provenance: dict[str, Description] = {}
    quoting: set[str] = set()
    for graph, answer in _answers_by_graph(store, document):
        for row in answer:
            where, subject, property_, value = row if graph is None else (graph, *row)
            home, name = graph or where.value, property_.value
            if home in (_PACKAGED, DATASET) or home.startswith(VOCAB):
                continue
            if name in QUOTE and not with_quotes:
                quoting.add(home)
                continue
            held = provenance if home == PROVENANCE else things
            description = held.get(subject.value)
            if description is None:
                description = held[subject.value] = Description()
            description.add(name, value)
            if name == TYPE:
                description.home = home
    if document is not None:
        things |= describe_shared(store, things)
    for home in quoting:
        provenance.pop(home, None)
    return Content(Things(things), Things(provenance))


def quotes(store: Store, graph: str) -> dict[str, str]:
    """The sentence that each claim of a record's graph quotes, by the claim's IRI."""
    said = graph_content(store, quotes_of(graph))
    return {
        iri: min(texts)
        for iri, description in said.items()
        for name, texts in description.literals.items()
        if name in QUOTE
    }


def _answers_by_graph(store: Store, document: str | None) -> Iterator[tuple[str | None, Any]]:
    """Each graph with its rows of subject, property and value; without one the rows name it too."""
    if document is None:
        yield None, run(store, "statements-by-graph")
        return
    home = dict(documents(store))[document]
    findings = run(store, "graphs-of-findings", document=ox.NamedNode(document))
    said = graphs_behind(store, home)
    graphs = {*said, *map(quotes_of, said), *(row["graph"].value for row in findings), PROVENANCE}
    graphs |= {row["graph"].value for row in run(store, "graphs-of-identity")}
    for graph in sorted(graphs):
        yield graph, run(store, "statements-of-graph", home=ox.NamedNode(graph))


def _described(rows: Iterable[Any]) -> dict[str, Description]:
    descriptions: dict[str, Description] = {}
    for thing, name, value in rows:
        iri = thing.value
        description = descriptions.get(iri)
        if description is None:
            description = descriptions[iri] = Description()
        if type(value) is ox.Literal:  # as in `add`, which would be called for each statement
            description.literals.setdefault(name.value, []).append(value.value)
        else:
            description.add(name.value, value)
    return descriptions


# -- from a description to a view ------------------------------------------------------------------

_Convert = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to see one class: its fields when nothing is said, and what each property fills.

    Several fields may share a property (`at:mentions`), told apart by what they lead to. A field
    may have two properties, a number and its printed form: `printed` names the second by the first.
    """

    empty: Thing
    fields: Mapping[str, tuple[tuple[Entry, _Convert | None], ...]]
    printed: Mapping[str, str]
    known: frozenset[str]


@cache
def _plan(model: type[Thing]) -> _Plan:
    entries = field_map.entries(model)
    last = {entry.field: entry.iri for entry in entries}
    fields: dict[str, tuple[tuple[Entry, _Convert | None], ...]] = {}
    for entry in entries:
        fields[entry.iri] = (*fields.get(entry.iri, ()), (entry, _converter(entry)))
    empty = {
        name: None if info.is_required() else info.default
        for name, info in model.model_fields.items()
    }
    empty |= {entry.field: () for entry in entries if entry.many}
    printed = {e.iri: last[e.field] for e in entries if last[e.field] != e.iri}
    return _Plan(model.model_construct(**empty), fields, printed, field_map.known_properties(model))


def _converter(entry: Entry) -> _Convert | None:
    """What makes a field's value of the text in the graph, where this is not the text itself."""
    match entry.mark:
        case Data(_, datatype) if datatype == INTEGER:
            return int
        case Data(_, datatype) if datatype == BOOLEAN:
            return {"true": True, "1": True, "false": False, "0": False}.__getitem__
        case Term(_, namespace) if namespace:
            return lambda iri: iri.removeprefix(namespace)
    return None


def _view_of(
    model: type[Thing], iri: str, description: Description, part: Callable[[str], Thing | None]
) -> Thing:
    """The view of one thing; `part` gives the view of a thing that it holds."""
    plan = _plan(model)
    values: dict[str, Any] = {}
    if "id" in model.model_fields:
        values["id"] = iri.partition(f"/{model.path}/")[2] or local_name(iri)
    for statements in (description.links, description.literals):
        for name, given in statements.items():
            entries = plan.fields.get(name)
            if entries is None:
                _refuse_if_ours(name, plan, model, iri)
            elif name in plan.printed and plan.printed[name] in statements:
                continue
            elif len(entries) > 1:
                for entry, convert in entries:
                    if fitting := _fitting(entry, given):
                        values[entry.field] = _value(entry, fitting, convert, iri)
            else:
                ((entry, convert),) = entries
                if type(entry.mark) is Part:
                    convert = part
                values[entry.field] = _value(entry, given, convert, iri)
    return plan.empty.seen(iri, values)


def _value(entry: Entry, given: list[str], convert: _Convert | None, iri: str) -> Any:
    if convert is None:
        if entry.many:
            return tuple(sorted(set(given)) if len(given) > 1 else given)
        return given[0] if len(given) == 1 else min(given)
    try:
        if entry.many:
            return tuple(map(convert, sorted(set(given))))
        return convert(min(given))
    except (KeyError, ValueError):
        value = f"{local_name(entry.iri)} is {shown(min(given))}"
        raise StoreError(f"{iri}: {value}, which it cannot be") from None


def _fitting(entry: Entry, iris: list[str]) -> list[str]:
    """Those of the things that a field may lead to, by where they live."""
    match entry.mark:
        case Concept(_, scheme):
            return [iri for iri in iris if iri.startswith(f"{VOCAB}{scheme}/")]
        case Part(_, path) if path is not None:
            return [iri for iri in iris if f"/{path}/" in iri]
        case Link(_, target) if (path := CLASSES[target].path) is None:
            nested = field_map.paths_of_parts(entry.iri)
            return [iri for iri in iris if iri.rsplit("/", 2)[1] not in nested]
        case Link(_, target):
            path = CLASSES[target].path
            return [iri for iri in iris if path in iri.rsplit("/", 3)[1:3] and VOCAB not in iri]
    return iris


def _refuse_if_ours(name: str, plan: _Plan, model: type[Thing], iri: str) -> None:
    """Raise StoreError for a property of our namespace that the class does not have."""
    if name.startswith(NS) and name not in plan.known | field_map.DEPRECATED:
        near = suggestion(local_name(name), map(local_name, plan.known))
        kind = model.__name__.lower()
        raise StoreError(f"{iri}: a {kind} has no property at:{local_name(name)}{near}")
