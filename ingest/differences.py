"""What changed between two records, thing by thing; order and comments do not count.

Things are matched by id first. A draft that is made again numbers its things anew, so an id whose
anchor now has another hash is no match as long as there is something at the old place: the rest
is matched by section, hash of the anchor, and value. Two matched things with two ids were renamed,
and a link that follows the renaming has not changed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ingest import quads
from ontology.model import Anchor, Record, Thing

Kind: TypeAlias = Literal["added", "removed", "changed", "renamed"]
Value: TypeAlias = str | list[str] | None

_VALUE = {
    "anchors": (),
    "pointers": ("marker", "reference"),
    "stated": ("value", "numerator", "p", "wording"),
    "reported": ("value", "numerator", "p", "wording"),
    "comparisons": ("relation", "left", "right"),
    "claims": (),
    "conclusions": (),
    "evidence": ("direction", "evidence", "bears_on"),
}
"""What a thing is known by at its place in the document, when its id is another."""

_BY_ORDER = {"authors"}
"""Lists whose order says something."""

_FROM_OTHERS = {"id", "position", "author_list"}
"""Fields that stand for the name or the place of a thing, or repeat another field."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a thing, before and after; None where it was not given."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What became of one thing. A renamed one has two ids, and may have changed fields as well."""

    kind: Kind
    section: str
    old: str | None
    new: str | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A thing of a record: its section, itself, its IRI, the hash of its anchor, its links."""

    section: str
    thing: Thing
    iri: str
    hash: str | None
    links: Mapping[str, list[str]]
    """The IRIs that each linking field leads to."""


_Pair: TypeAlias = tuple[_Place, _Place]


def differences(old: Record, new: Record) -> list[ThingChange]:
    """Every change that makes `new` out of `old`, by section and id."""
    before, after = _places(old), _places(new)
    matched = list(_matched(before, after))
    lone_before = _without(before, (one for one, _ in matched))
    lone_after = _without(after, (two for _, two in matched))
    names = (
        {one.iri: two.iri for one, two in matched},
        {two.iri: two.iri for _, two in matched},
    )
    found = [*_head(old, new)]
    for one, two in matched:
        fields = tuple(_fields(one, two, *names))
        renamed = one.thing.key != two.thing.key
        if fields or renamed:
            kind: Kind = "renamed" if renamed else "changed"
            found.append(ThingChange(kind, one.section, one.thing.key, two.thing.key, fields))
    for place in lone_before:
        fields = tuple(FieldChange(name, value, None) for name, value in _all(place))
        found.append(ThingChange("removed", place.section, place.thing.key, None, fields))
    for place in lone_after:
        fields = tuple(FieldChange(name, None, value) for name, value in _all(place))
        found.append(ThingChange("added", place.section, None, place.thing.key, fields))
    order = {section: n for n, section in enumerate(Record.model_fields)}
    return sorted(found, key=lambda c: (order[c.section], c.old or c.new or "", c.kind))


# -- matching --------------------------------------------------------------------------------------


def _places(record: Record) -> list[_Place]:
    anchors = {anchor.id: anchor.sha256 for anchor in record.anchors}
    names = quads.Names("", record.record)
    links: dict[quads.Path, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    things = dict(quads.things(record))
    for path, _, iri, _ in quads.links(record, ""):
        owner = path[:2] if path[:2] in things else path[:1]
        links[owner][str(path[len(owner)])].append(iri)
    return [
        _Place(str(path[0]), thing, names.of(thing), _hash(thing, anchors), links[path])
        for path, thing in things.items()
    ]


def _hash(thing: Thing, anchors: Mapping[str, str]) -> str | None:
    if isinstance(thing, Anchor):
        return thing.sha256
    return anchors.get(getattr(thing, "anchor", None) or "")


def _matched(before: list[_Place], after: list[_Place]) -> Iterator[_Pair]:
    """The pairs of things that are the same one, by one rule after the other."""
    hashes = ({p.iri: p.hash for p in before}, {p.iri: p.hash for p in after})

    def by_value(place: _Place, known: Mapping[str, str | None]) -> Any:
        if place.hash is None or place.section not in _VALUE:
            return None
        value = [
            sorted(known.get(iri) or iri for iri in place.links[field])
            if field in place.links
            else _told(place.thing, field)
            for field in _VALUE[place.section]
        ]
        return place.section, place.hash, repr(value)

    rules: tuple[Callable[[_Place, Mapping[str, str | None]], Any], ...] = (
        lambda p, _: (p.section, p.thing.key, p.hash),
        by_value,
        lambda p, _: (p.section, p.thing.key),
        lambda p, _: p.section if p.section == "document" else None,
    )
    for rule in rules:
        groups: dict[Any, tuple[list[_Place], list[_Place]]] = defaultdict(lambda: ([], []))
        for side, places in enumerate((before, after)):
            for place in places:
                if (key := rule(place, hashes[side])) is not None:
                    groups[key][side].append(place)
        pairs = [pair for ones, twos in groups.values() for pair in _paired(ones, twos)]
        before = _without(before, (one for one, _ in pairs))
        after = _without(after, (two for _, two in pairs))
        yield from pairs


def _paired(ones: list[_Place], twos: list[_Place]) -> Iterator[_Pair]:
    """Things that one rule takes for the same; of several, those most alike come together."""
    for alike in (_says, _subject, lambda _: ""):
        left: dict[str, list[_Place]] = defaultdict(list)
        for place in sorted(twos, key=_in_turn):
            left[alike(place)].append(place)
        pairs = [
            (place, left[alike(place)].pop(0))
            for place in sorted(ones, key=_in_turn)
            if left[alike(place)]
        ]
        yield from pairs
        ones = _without(ones, (one for one, _ in pairs))
        twos = _without(twos, (two for _, two in pairs))


def _without(places: list[_Place], taken: Iterable[_Place]) -> list[_Place]:
    gone = set(map(id, taken))
    return [place for place in places if id(place) not in gone]


def _subject(place: _Place) -> str:
    """What a thing is about: the words of a claim, the endpoint of a value."""
    return repr([_told(place.thing, field) for field in ("text", "endpoint", "why", "role")])


def _says(place: _Place) -> str:
    """All that a thing says itself, without what it points to."""
    return repr([(name, value) for name, value in _all(place) if name not in place.links])


def _in_turn(place: _Place) -> tuple[str, str]:
    """An order of things that does not hang on that of the file."""
    return _says(place), place.thing.key


# -- comparing -------------------------------------------------------------------------------------


def _head(old: Record, new: Record) -> Iterator[ThingChange]:
    """What changed at the head of the record."""
    heads = [
        {"record": r.record, "status": r.status, **r.curation.model_dump()} for r in (old, new)
    ]
    fields = tuple(
        FieldChange(name, heads[0][name], heads[1][name])
        for name in heads[0]
        if heads[0][name] != heads[1][name]
    )
    if fields:
        kind: Kind = "renamed" if old.record != new.record else "changed"
        yield ThingChange(kind, "record", old.record, new.record, fields)


def _fields(
    one: _Place, two: _Place, old_names: Mapping[str, str], new_names: Mapping[str, str]
) -> Iterator[FieldChange]:
    """The fields in which two things differ; links are compared by what they lead to."""
    own = {*type(one.thing).model_fields, *type(two.thing).model_fields}
    for field in sorted(own - _FROM_OTHERS):
        if _meant(one, field, old_names) != _meant(two, field, new_names):
            yield FieldChange(field, _told(one.thing, field), _told(two.thing, field))


def _meant(place: _Place, field: str, names: Mapping[str, str]) -> object:
    """A field's value for comparing; a link is what it leads to, matched things being one."""
    if field in place.links:
        return sorted((iri in names, names.get(iri, iri)) for iri in place.links[field])
    told = _told(place.thing, field)
    return sorted(told) if isinstance(told, list) and field not in _BY_ORDER else told


def _told(thing: Thing, field: str) -> Value:
    """A field as text, or as a list of texts; None if it is not given."""
    value = getattr(thing, field, None)
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return [str(part) for part in value]
    if isinstance(value, Thing):
        return str(getattr(value, "label", value))
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _all(place: _Place) -> Iterator[tuple[str, Value]]:
    """Every field that a thing has, and its value."""
    for field in sorted(set(type(place.thing).model_fields) - _FROM_OTHERS):
        if (value := _told(place.thing, field)) is not None:
            yield field, value
