"""Record to RDF: one generic mapper, compiled from the fields' metadata, that writes N-Triples.

Nothing here knows a property: what a field becomes stands in its annotation (`ontology.fields`),
compiled in `ontology.field_map`.
The mapper writes text, not triple objects, because a store takes ready bytes fastest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from ontology import field_map, labels
from ontology.fields import Concept, Data, Inferred, Link, Part, Term
from ontology.identifiers import REGISTERS, Register
from ontology.model import CLASSES, Measurement, Provenance, Record, Thing
from ontology.terms import DEFAULT_BASE, RDF, RDFS, SDO, VOCAB, XSD, at

Path = tuple[str | int, ...]

_ESCAPES = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(32), 127)}
    | {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
"""As in canonical N-Triples, so that everybody gets the same hash of a graph."""
_STRING = XSD + "string"
_LABEL = f" <{RDFS}label> "


@dataclass(frozen=True, slots=True)
class _Reference:
    """A compiled Link: where its targets live and what they must be."""

    predicate: str
    path: str | None
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to write for one class. Each entry starts with the name of its field.

    `unlabelled` says that no field holds its label, which is then computed (`ontology.labels`).
    """

    types: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str, str], ...]
    links: tuple[tuple[str, _Reference], ...]
    terms: tuple[tuple[str, str, str], ...]
    parts: tuple[tuple[str, str], ...]
    registers: tuple[tuple[str, Register], ...]
    unlabelled: bool


@cache
def _plan(model: type[Thing]) -> _Plan:
    texts, typed, links, terms, parts = [], [], [], [], []
    for entry in field_map.entries(model):
        name, predicate = entry.field, f" <{entry.iri}> "
        match entry.mark:
            case Data(_, _, apart) if apart is not None:
                continue  # `beside` writes it
            case Data(_, datatype) if datatype == _STRING:
                texts.append((name, predicate))
            case Data(_, datatype):
                typed.append((name, predicate, f"^^<{datatype}>"))
            case Link(_, target):
                links.append((name, _reference(predicate, target)))
            case Concept(_, scheme):
                terms.append((name, predicate, f"{VOCAB}{scheme}/"))
            case Term(_, namespace):
                terms.append((name, predicate, namespace))
            case Part():
                parts.append((name, predicate))
    types = tuple(f" <{RDF}type> <{iri}>" for iri in model.rdf_classes)
    registers = [(name, REGISTERS[it]) for name, it in field_map.registers(model).items()]
    marked = (texts, typed, links, terms, parts, registers)
    unlabelled = all(predicate != _LABEL for _, predicate in texts)
    return _Plan(types, *map(tuple, marked), unlabelled)  # type: ignore[arg-type,call-arg]


def _reference(predicate: str, target: str) -> _Reference:
    names = frozenset(CLASSES) if target == "Thing" else frozenset(target.split(" | "))
    model = None if target == "Thing" else CLASSES[min(names)]
    return _Reference(predicate, model.path if model else None, names)


@dataclass(frozen=True, slots=True)
class Names:
    """Gives everything in one record its IRI: shared things by kind, its own under its name."""

    base: str
    record: str
    known: labels.Known = field(default_factory=labels.Known)

    @property
    def graph(self) -> str:
        return f"{self.base}graph/{self.record}"

    def of(self, thing: Thing) -> str:
        return f"{self.base}{thing.path or self.record}/{thing.key}"

    def target(self, path: str | None, key: str) -> str:
        if path is None and "/" in key:
            return self.base + key
        return f"{self.base}{path or self.record}/{key}"


def shared_things(record: Record, base: str = DEFAULT_BASE) -> dict[str, Thing]:
    """The things of the record that other records may name as well, by their IRIs."""
    names = Names(base, record.record)
    parts = (part for _, thing in things(record) for part in _parts(thing))
    return {names.of(part): part for part in parts if part.shared}


def _parts(thing: Thing) -> Iterator[Thing]:
    """What the thing holds, directly and within, and the quantity that it is a value of."""
    if isinstance(thing, Measurement) and (quantity := thing.quantity) is not None:
        yield quantity
    for name, _ in _plan(type(thing)).parts:
        value = getattr(thing, name)
        for part in value if isinstance(value, tuple) else () if value is None else (value,):
            yield part
            yield from _parts(part)


def things(record: Record) -> Iterator[tuple[Path, Thing]]:
    """Every thing of the record with its place in the file; parts after their owners."""
    for section in field_map.sections():
        value = getattr(record, section)
        if isinstance(value, tuple):
            for index, thing in enumerate(value):
                yield (section, index), thing
        elif value is not None:
            yield (section,), value


def definitions(record: Record, base: str = DEFAULT_BASE) -> Iterator[tuple[Path, str, Thing]]:
    """Every thing that the record defines: its place in the file, its IRI, itself."""
    names = Names(base, record.record)
    for path, thing in things(record):
        yield path, names.of(thing), thing


def links(
    record: Record, base: str = DEFAULT_BASE
) -> Iterator[tuple[Path, str, str, frozenset[str]]]:
    """Every link of the record: its place, the name written, the IRI, the classes it may be."""
    names = Names(base, record.record)
    for path, thing in things(record):
        for name, reference in _plan(type(thing)).links:
            value = getattr(thing, name)
            for index, key in enumerate(value if isinstance(value, tuple) else (value,)):
                if key is not None:
                    place = (*path, name, index) if isinstance(value, tuple) else (*path, name)
                    yield place, key, names.target(reference.path, key), reference.classes


def ntriples(record: Record, base: str = DEFAULT_BASE, graph: str | None = None) -> bytes:
    """The record's statements as N-Triples, or as N-Quads of `graph`, in the order of the file.

    What is said of the things that records share is left to `shared`.
    """
    names = Names(base, record.record, labels.Known(thing for _, thing in things(record)))
    end = " .\n" if graph is None else f" <{graph}> .\n"
    out: list[str] = []
    document = names.of(record.document) if record.document is not None else None
    parts: dict[str, Thing] = {}
    for section, owned_by in field_map.sections().items():
        value = getattr(record, section)
        for thing in value if isinstance(value, tuple) else () if value is None else (value,):
            iri = names.of(thing)
            _write(thing, iri, names, end, out, parts)
            if owned_by is not None and document is not None:
                out.append(f"<{document}> <{owned_by}> <{iri}>{end}")
    for iri, part in parts.items():
        _write(part, iri, names, end, out, {})
    return "".join(out).encode()


def shared(records: Iterable[Record], base: str = DEFAULT_BASE) -> bytes:
    """What is said of the things that records share, as N-Triples: sorted, each line once."""
    lines: set[str] = set()
    for record in records:
        out: list[str] = []
        for iri, thing in shared_things(record, base).items():
            _write(thing, iri, Names(base, record.record), " .\n", out, {})
        lines.update(out)
    return "".join(sorted(lines)).encode()


def beside(record: Record, graph: str, base: str = DEFAULT_BASE) -> bytes:
    """What stands in a graph of its own beside the record's, such as its quotes, as N-Triples."""
    names, out = Names(base, record.record), list[str]()
    for _, thing in things(record):
        for entry in _apart(type(thing), graph):
            value = getattr(thing, entry.field)
            if value is not None:
                text = value.translate(_ESCAPES)
                out.append(f'<{names.of(thing)}> <{entry.iri}> "{text}" .\n')
    return "".join(out).encode()


@cache
def _apart(model: type[Thing], graph: str) -> tuple[field_map.Entry, ...]:
    return tuple(
        entry
        for entry in field_map.entries(model)
        if isinstance(entry.mark, Data) and entry.mark.apart == graph
    )


def of_things(found: Iterable[Thing], base: str = DEFAULT_BASE) -> bytes:
    """Things that belong to no record, such as findings, as N-Triples."""
    names, out = Names(base, ""), list[str]()
    for thing in found:
        _write(thing, names.of(thing), names, " .\n", out, {})
    return "".join(out).encode()


def provenance(entry: Provenance, base: str = DEFAULT_BASE, graph: str | None = None) -> bytes:
    """The provenance of one named graph as N-Triples, for the graph `at:provenance`.

    `graph` is its IRI, if that is not the one of the base.
    """
    names, out = Names(base, entry.id), list[str]()
    _write(entry, graph or names.graph, names, " .\n", out, {})
    return "".join(out).encode()


def inferences(computed: Inferred, pairs: Iterable[tuple[str, str]]) -> bytes:
    """What was computed of things, as N-Triples: each subject with each object, as whole IRIs."""
    return "".join(
        f"<{subject}> <{computed.iri}> <{value}> .\n" for subject, value in pairs
    ).encode()


def _write(
    thing: Thing, iri: str, names: Names, end: str, out: list[str], parts: dict[str, Thing]
) -> None:
    """Append the thing's own lines to `out`, and what it holds in turn to `parts`."""
    plan, values, subject = _plan(type(thing)), thing.__dict__, f"<{iri}>"
    add = out.append
    for kind in plan.types:
        add(f"{subject}{kind}{end}")
    if plan.unlabelled:
        text = labels.label(thing, names.known).translate(_ESCAPES)
        add(f'{subject}{_LABEL}"{text}"{end}')
    for name, predicate in plan.texts:
        value = values[name]
        if value is None:
            continue
        for text in value if isinstance(value, tuple) else (value,):
            add(f'{subject}{predicate}"{text.translate(_ESCAPES)}"{end}')
    for name, predicate, datatype in plan.typed:
        value = values[name]
        if value is None:
            continue
        for number in value if isinstance(value, tuple) else (value,):
            text = ("false", "true")[number] if isinstance(number, bool) else number
            add(f'{subject}{predicate}"{text}"{datatype}{end}')
    for name, reference in plan.links:
        value = values[name]
        if value is None:
            continue
        for key in value if isinstance(value, tuple) else (value,):
            add(f"{subject}{reference.predicate}<{names.target(reference.path, key)}>{end}")
    for name, predicate, namespace in plan.terms:
        value = values[name]
        if value is None:
            continue
        for term in value if isinstance(value, tuple) else (value,):
            add(f"{subject}{predicate}<{namespace}{term}>{end}")
    for name, predicate in plan.parts:
        value = values[name]
        for part in value if isinstance(value, tuple) else () if value is None else (value,):
            target = names.of(part)
            add(f"{subject}{predicate}<{target}>{end}")
            if not part.shared:
                parts.setdefault(target, part)
    if isinstance(thing, Measurement) and (quantity := thing.quantity) is not None:
        predicate = field_map.inferred(Measurement).iri
        add(f"{subject} <{predicate}> <{names.of(quantity)}>{end}")
    for name, register in plan.registers:
        if values[name] is not None:
            add(f"{subject} <{SDO}sameAs> <{register.iri(values[name])}>{end}")
    for edge in thing.edges:
        target = names.target(None, values[edge.object])
        for key in values[edge.subject]:
            add(f"<{names.target(None, key)}> <{at(values[edge.predicate])}> <{target}>{end}")
