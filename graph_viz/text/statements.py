"""A statement of a record in lines for people: what it says, and what it points to."""

from collections.abc import Iterator
from itertools import chain

from ingest.differences import ThingChange, Value
from ingest.records import RecordFile
from ingest.review import KINDS
from ontology import vocabulary, wording
from ontology.fields import Concept, Link
from ontology.model import Measurement, Thing, TimePoint

_ELSEWHERE = {
    "id", "anchor", "status", "stated_in", "reported_by", "position", "confidence", "doubts",
    "number_confidence", "endpoint_confidence", "study_confidence", "arm_confidence",
    "cohort_confidence", "time_confidence",
}  # fmt: skip
"""Fields that are shown by other means, or that the record fills in."""

_IN_THE_LINE = {
    "endpoint", "endpoint_text", "grade", "threshold", "value", "unit", "operator", "wording",
    "se", "numerator", "denominator", "lower", "upper", "level", "p", "p_operator",
}  # fmt: skip
"""What `wording.without_study` says of a value, by field."""

_LABELLED = (
    "claims", "conclusions", "stated", "reported", "studies", "trials", "cohorts", "regimens",
    "arms",
)  # fmt: skip
"""The sections whose things have a label or words of their own."""


def lines(file: RecordFile, thing: Thing) -> Iterator[tuple[str, str]]:
    """What a thing says, as pairs of a field and its text; a value stands in one line."""
    shown_elsewhere = _ELSEWHERE
    if isinstance(thing, Measurement):
        yield "value", _value(thing)
        shown_elsewhere = _ELSEWHERE | _IN_THE_LINE
    for name, field in type(thing).model_fields.items():
        content = getattr(thing, name)
        if name in shown_elsewhere or content is None or content is False:
            continue
        links = any(isinstance(mark, Link) for mark in field.metadata)
        scheme = next((m.scheme for m in field.metadata if isinstance(m, Concept)), None)
        for value in content if isinstance(content, tuple) else (content,):
            text = _text(value, scheme)
            label = _label(file, text) if links else None
            yield name.replace("_", " "), f"{text}: {label}" if label else text


def change(before: RecordFile, after: RecordFile, changed: ThingChange) -> Iterator[str]:
    """What became of one thing, in lines: first what happened to what, then field by field."""
    name = " → ".join(dict.fromkeys(filter(None, (changed.old, changed.new))))
    file = before if changed.kind == "removed" else after
    thing = _thing(file, changed.section, changed.new or changed.old)
    words = "" if thing is None else f": {_words(thing) or _all_lines(file, thing)}"
    yield f"{changed.kind} {KINDS.get(changed.section, changed.section)} {name}{words}"
    for field in changed.fields if changed.kind not in ("added", "removed") else ():
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


def _words(thing: Thing) -> str | None:
    """A thing in one line: its value, its wording or its label, if it has any."""
    if isinstance(thing, Measurement):
        return _value(thing)
    return getattr(thing, "text", None) or getattr(thing, "label", None)


def _all_lines(file: RecordFile, thing: Thing) -> str:
    return "; ".join(f"{name} {text}" for name, text in lines(file, thing))


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
    sections = (getattr(file.record, section) for section in _LABELLED)
    return next((_words(thing) for thing in chain(*sections) if thing.id == name), None)
