"""The differences between two records, thing by thing; order and comments are ignored.

Things are matched by id first. A repeated draft numbers its things anew, so things with the same
id but different anchor hashes are not matched while another thing has the old anchor: the rest is
matched by section, anchor hash and value. Matched things with different ids count as renamed, and a
link that follows a renaming is not a change.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ingest import quads
from ontology.model import Record, TextAnchor, Thing

Kind: TypeAlias = Literal["added", "removed", "changed", "renamed"]
Value: TypeAlias = str | list[str] | None

_IDENTIFYING_FIELDS = {
    "anchors": (),
    "pointers": ("marker", "reference"),
    "stated": ("value", "numerator", "p", "wording"),
    "reported": ("value", "numerator", "p", "wording"),
    "comparisons": ("relation", "left", "right"),
    "claims": (),
    "conclusions": (),
    "evidence": ("direction", "evidence", "bears_on"),
}
"""The fields that identify a thing at its anchor when the ids differ, by section."""

_ORDERED = {"authors"}
"""Lists whose order is significant."""

_DERIVED = {"id", "position", "author_list"}
"""Fields derived from the id, the position or another field; they are not compared."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The old and new value of one field; None where it is absent."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class ThingChange:
    """The change of one thing. A renamed thing has two ids and may have changed fields as well."""

    kind: Kind
    section: str
    old: str | None
    new: str | None
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class _RecordThing:
    """A thing of a record with its section, its IRI, its anchor's hash and its links."""

    section: str
    thing: Thing
    iri: str
    hash: str | None
    links: Mapping[str, list[str]]
    """The target IRIs of each linking field."""


_Pair: TypeAlias = tuple[_RecordThing, _RecordThing]


def differences(old: Record, new: Record) -> list[ThingChange]:
    """The changes from `old` to `new`, by section and id.

    >>> from ontology.model import Curation, Record, Study
    >>> head = Curation(curator="A person", date="2030-01-01")
    >>> studies = [(Study(id="trial-x", label="Trial X", n=n),) for n in (40, 41)]
    >>> old, new = (
    ...     Record(record="x", status="extracted", curation=head, studies=s) for s in studies
    ... )
    >>> (change,) = differences(old, new)
    >>> change.kind, change.section, change.old, change.fields
    ('changed', 'studies', 'trial-x', (FieldChange(field='n', old='40', new='41'),))
    """
    before, after = _record_things(old), _record_things(new)
    matched = list(_matched(before, after))
    lone_before = _without(before, (before_thing for before_thing, _ in matched))
    lone_after = _without(after, (after_thing for _, after_thing in matched))
    names = (
        {before_thing.iri: after_thing.iri for before_thing, after_thing in matched},
        {after_thing.iri: after_thing.iri for _, after_thing in matched},
    )
    changes = [*_head_changes(old, new)]
    for before_thing, after_thing in matched:
        fields = tuple(_fields(before_thing, after_thing, *names))
        renamed = before_thing.thing.key != after_thing.thing.key
        if fields or renamed:
            kind: Kind = "renamed" if renamed else "changed"
            changes.append(
                ThingChange(
                    kind,
                    before_thing.section,
                    before_thing.thing.key,
                    after_thing.thing.key,
                    fields,
                )
            )
    for place in lone_before:
        fields = tuple(FieldChange(name, value, None) for name, value in _given_fields(place))
        changes.append(ThingChange("removed", place.section, place.thing.key, None, fields))
    for place in lone_after:
        fields = tuple(FieldChange(name, None, value) for name, value in _given_fields(place))
        changes.append(ThingChange("added", place.section, None, place.thing.key, fields))
    order = {section: n for n, section in enumerate(Record.model_fields)}
    return sorted(changes, key=lambda c: (order[c.section], c.old or c.new or "", c.kind))


# -- matching --------------------------------------------------------------------------------------


def _record_things(record: Record) -> list[_RecordThing]:
    anchors = {anchor.id: anchor.sha256 for anchor in record.anchors}
    names = quads.Names("", record.record)
    links: dict[quads.Path, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    things = dict(quads.things(record))
    for path, _, iri, _ in quads.links(record, ""):
        owner = path[:2] if path[:2] in things else path[:1]
        links[owner][str(path[len(owner)])].append(iri)
    return [
        _RecordThing(str(path[0]), thing, names.of(thing), _hash(thing, anchors), links[path])
        for path, thing in things.items()
    ]


def _hash(thing: Thing, anchors: Mapping[str, str]) -> str | None:
    if isinstance(thing, TextAnchor):
        return thing.sha256
    return anchors.get(getattr(thing, "anchor", None) or "")


def _matched(before: list[_RecordThing], after: list[_RecordThing]) -> Iterator[_Pair]:
    """Pairs of matching things; each rule is applied to what the rules before it left over."""
    hashes = ({p.iri: p.hash for p in before}, {p.iri: p.hash for p in after})

    def by_value(place: _RecordThing, known: Mapping[str, str | None]) -> Any:
        if place.hash is None or place.section not in _IDENTIFYING_FIELDS:
            return None
        value = [
            sorted(known.get(iri) or iri for iri in place.links[field])
            if field in place.links
            else _field_value(place.thing, field)
            for field in _IDENTIFYING_FIELDS[place.section]
        ]
        return place.section, place.hash, repr(value)

    rules: tuple[Callable[[_RecordThing, Mapping[str, str | None]], Any], ...] = (
        lambda p, _: (p.section, p.thing.key, p.hash),
        by_value,
        lambda p, _: (p.section, p.thing.key),
        lambda p, _: p.section if p.section == "document" else None,
    )
    for rule in rules:
        groups: dict[Any, tuple[list[_RecordThing], list[_RecordThing]]] = defaultdict(
            lambda: ([], [])
        )
        for side, places in enumerate((before, after)):
            for place in places:
                if (key := rule(place, hashes[side])) is not None:
                    groups[key][side].append(place)
        pairs = [pair for ones, twos in groups.values() for pair in _paired(ones, twos)]
        before = _without(before, (one for one, _ in pairs))
        after = _without(after, (two for _, two in pairs))
        yield from pairs


def _paired(ones: list[_RecordThing], twos: list[_RecordThing]) -> Iterator[_Pair]:
    """Pairs of things with the same key of one rule; the most similar are paired first."""
    for alike in (_own_fields_key, _subject_key, lambda _: ""):
        left: dict[str, list[_RecordThing]] = defaultdict(list)
        for place in sorted(twos, key=_stable_order):
            left[alike(place)].append(place)
        pairs = [
            (place, left[alike(place)].pop(0))
            for place in sorted(ones, key=_stable_order)
            if left[alike(place)]
        ]
        yield from pairs
        ones = _without(ones, (one for one, _ in pairs))
        twos = _without(twos, (two for _, two in pairs))


def _without(places: list[_RecordThing], taken: Iterable[_RecordThing]) -> list[_RecordThing]:
    gone = set(map(id, taken))
    return [place for place in places if id(place) not in gone]


def _subject_key(place: _RecordThing) -> str:
    """A key for the subject of a thing: the text of a claim, the endpoint of a value."""
    return repr([_field_value(place.thing, field) for field in ("text", "endpoint", "why", "role")])


def _own_fields_key(place: _RecordThing) -> str:
    """A key of all fields of a thing except its links."""
    return repr([(name, value) for name, value in _given_fields(place) if name not in place.links])


def _stable_order(place: _RecordThing) -> tuple[str, str]:
    """A sort key that does not depend on the order in the file."""
    return _own_fields_key(place), place.thing.key


# -- comparing -------------------------------------------------------------------------------------


def _head_changes(old: Record, new: Record) -> Iterator[ThingChange]:
    """The changes of the record's head: name, status and curation."""
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
    one: _RecordThing, two: _RecordThing, old_names: Mapping[str, str], new_names: Mapping[str, str]
) -> Iterator[FieldChange]:
    """The fields in which two things differ; links are compared by their targets."""
    own = {*type(one.thing).model_fields, *type(two.thing).model_fields}
    for field in sorted(own - _DERIVED):
        if _comparable(one, field, old_names) != _comparable(two, field, new_names):
            yield FieldChange(field, _field_value(one.thing, field), _field_value(two.thing, field))


def _comparable(place: _RecordThing, field: str, names: Mapping[str, str]) -> object:
    """A field in comparable form; a link is its target, with matched things treated as one."""
    if field in place.links:
        return sorted((iri in names, names.get(iri, iri)) for iri in place.links[field])
    value = _field_value(place.thing, field)
    return sorted(value) if isinstance(value, list) and field not in _ORDERED else value


def _field_value(thing: Thing, field: str) -> Value:
    """A field as text or as a list of texts; None if it is absent."""
    value = getattr(thing, field, None)
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return [str(part) for part in value]
    if isinstance(value, Thing):
        return str(getattr(value, "label", value))
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _given_fields(place: _RecordThing) -> Iterator[tuple[str, Value]]:
    """The fields that are given, with their values."""
    for field in sorted(set(type(place.thing).model_fields) - _DERIVED):
        if (value := _field_value(place.thing, field)) is not None:
            yield field, value
