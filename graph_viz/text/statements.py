"""A statement of a record in lines for people: what it says, and what it points to."""

from collections.abc import Iterator

from ingest.differences import ThingChange, Value
from ingest.records import RecordFile
from ingest.review import KINDS
from ontology import vocabulary, wording
from ontology.fields import Concept, Link
from ontology.model import Measurement, Thing, TimePoint

_ELSEWHERE = {
    "id", "anchor", "status", "stated_in", "reported_by", "position", "confidence", "doubts",
}  # fmt: skip
"""Fields that are told by other means, or that the record fills in."""

_IN_THE_LINE = {
    "endpoint", "endpoint_text", "grade", "threshold", "value", "unit", "operator", "wording",
    "se", "numerator", "denominator", "lower", "upper", "level", "p", "p_operator",
}  # fmt: skip
"""What `wording.without_study` says of a value, by field."""


def lines(file: RecordFile, thing: Thing) -> Iterator[tuple[str, str]]:
    """What a thing says, as pairs of a field and its text; a value stands in one line."""
    if isinstance(thing, Measurement):
        yield "value", _value(thing)
    for name, field in type(thing).model_fields.items():
        told = getattr(thing, name)
        if name in _ELSEWHERE or told is None or told is False or told == ():
            continue
        if isinstance(thing, Measurement) and name in _IN_THE_LINE:
            continue
        links = any(isinstance(mark, Link) for mark in field.metadata)
        scheme = next((m.scheme for m in field.metadata if isinstance(m, Concept)), None)
        for value in told if isinstance(told, tuple) else (told,):
            text = _text(value, scheme)
            label = _label(file, text) if links else None
            yield name.replace("_", " "), f"{text}: {label}" if label else text


def change(before: RecordFile, after: RecordFile, found: ThingChange) -> Iterator[str]:
    """What became of one thing, in lines: first what happened to what, then field by field."""
    name = " → ".join(dict.fromkeys(filter(None, (found.old, found.new))))
    file = before if found.kind == "removed" else after
    thing = _thing(file, found.section, found.new or found.old)
    yield f"{found.kind} {KINDS.get(found.section, found.section)} {name}" + (
        f": {said(file, thing)}" if thing is not None else ""
    )
    if found.kind in ("added", "removed"):
        return
    for field in found.fields:
        same = " (which is another one now)" if field.old == field.new else ""
        yield f"  {field.field}: {_side(field.old)} → {_side(field.new)}{same}"


def _side(value: Value) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else ", ".join(value)


def _thing(file: RecordFile, section: str, key: str | None) -> Thing | None:
    held = getattr(file.record, section) if section != "record" else None
    listed = held if isinstance(held, tuple) else (held,) if held is not None else ()
    return next((thing for thing in listed if thing.key == key), None)


def said(file: RecordFile, thing: Thing) -> str:
    """A thing in one line: its value, its wording or its label."""
    if isinstance(thing, Measurement):
        return _value(thing)
    return getattr(thing, "text", None) or getattr(thing, "label", None) or "; ".join(
        f"{name} {text}" for name, text in lines(file, thing)
    )  # fmt: skip


def _value(thing: Measurement) -> str:
    return wording.without_study(thing, lambda notation: vocabulary.label("endpoint", notation))


def _text(value: object, scheme: str | None = None) -> str:
    if isinstance(value, TimePoint):
        return value.label
    if isinstance(value, bool):
        return "yes" if value else "no"
    return vocabulary.label(scheme, str(value)) if scheme else str(value)


def _label(file: RecordFile, name: str) -> str | None:
    """What the thing of that name is called or says, if this record defines it."""
    for section in (
        "claims",
        "conclusions",
        "stated",
        "reported",
        "studies",
        "trials",
        "cohorts",
        "regimens",
    ):
        for thing in getattr(file.record, section):
            if thing.id == name:
                return _value(thing) if isinstance(thing, Measurement) else (
                    getattr(thing, "text", None) or getattr(thing, "label", None)
                )  # fmt: skip
    return None
