"""A record's statements as of another draft of the same document: at the places where they now are.

A new version of a text has its sentences elsewhere, and statements are named by place. A sentence
is known by its hash, a statement by its sentence and value, or by its endpoint if a person changed
the value.
"""

import re
from collections.abc import Iterable, Mapping

from ingest.differences import ThingChange, differences
from ontology.model import STATEMENTS, Measurement, Record, Thing

_LINKS = (
    "measurements",
    "comparisons",
    "pointers",
    "evidence",
    "bears_on",
    "left",
    "right",
    "parts",
)
"""The fields of statements that name other statements of the record."""
_PLACE = re.compile(r"(?<=-)[0-9]+\.[0-9]+(?=-|\Z)")
_DOCUMENT = ("stated_in", "reported_by")


def moved(earlier: Record, draft: Record) -> Record:
    """The earlier record as of the draft's document, with the draft's names and anchors.

    What stood at a sentence that is gone has no anchor any more.
    """
    if earlier.document is None or draft.document is None:
        return earlier
    here = {anchor.sha256: anchor.id for anchor in draft.anchors}
    anchors = {anchor.id: here.get(anchor.sha256) for anchor in earlier.anchors}
    names = _new_names(earlier, draft)
    documents = {earlier.document.id: draft.document.id}
    update: dict[str, tuple[Thing, ...]] = {"anchors": ()}
    for section in STATEMENTS:
        update[section] = tuple(
            _moved(thing, anchors, names, documents) for thing in getattr(earlier, section)
        )
    return earlier.model_copy(update=update)


def moved_keys(keys: Iterable[str], earlier: Record, draft: Record) -> frozenset[str]:
    """The keys of statements that are in neither record any more, as the draft would name them.

    Their names tell the sentences that they were of: `claims/claim-2.1`. Those whose sentence is
    gone are left out.
    """
    here = {anchor.sha256: anchor.id for anchor in draft.anchors}
    places = {anchor.id: here.get(anchor.sha256) for anchor in earlier.anchors}

    def renamed(key: str) -> str | None:
        told = {place: places.get(f"s{place}", f"s{place}") for place in _PLACE.findall(key)}
        if None in told.values():
            return None
        return _PLACE.sub(lambda match: str(told[match[0]])[1:], key)

    return frozenset(filter(None, map(renamed, keys)))


def _moved(
    thing: Thing,
    anchors: Mapping[str, str | None],
    names: Mapping[str, str],
    documents: Mapping[str, str],
) -> Thing:
    update: dict[str, object] = {
        "id": names.get(thing.key, thing.key),
        "anchor": anchors.get(getattr(thing, "anchor", None) or ""),
    }
    for field in _LINKS:
        told = getattr(thing, field, None)
        if isinstance(told, tuple):
            update[field] = tuple(names.get(name, name) for name in told)
        elif isinstance(told, str):
            update[field] = names.get(told, told)
    for field in _DOCUMENT:
        told = getattr(thing, field, None)
        if isinstance(told, str):
            update[field] = documents.get(told, told)
    return thing.model_copy(update=update)


def _new_names(earlier: Record, draft: Record) -> dict[str, str]:
    """The name of each statement in the draft, where it is another."""
    changes = [change for change in differences(earlier, draft) if change.section in STATEMENTS]
    names = {c.old: c.new for c in changes if c.kind == "renamed" and c.old and c.new}
    return names | _by_endpoint(earlier, draft, changes)


def _by_endpoint(earlier: Record, draft: Record, changes: Iterable[ThingChange]) -> dict[str, str]:
    """The values that are gone, by those that came at the same sentence for the same endpoint."""
    gone = {(c.section, c.old) for c in changes if c.kind == "removed"}
    came = {(c.section, c.new) for c in changes if c.kind == "added"}
    names = {}
    for section in ("stated", "reported"):
        before = _by_place(earlier, section, gone)
        after = _by_place(draft, section, came)
        for place, old in before.items():
            if len(old) == len(after.get(place, ())) == 1:
                names[old[0]] = after[place][0]
    return names


def _by_place(
    record: Record, section: str, wanted: set[tuple[str, str | None]]
) -> dict[tuple[str, str], list[str]]:
    """The names of the wanted values by the hash of their sentence and their endpoint."""
    hashes = {anchor.id: anchor.sha256 for anchor in record.anchors}
    places: dict[tuple[str, str], list[str]] = {}
    values: tuple[Measurement, ...] = getattr(record, section)
    for value in values:
        sentence = hashes.get(value.anchor or "")
        if sentence is not None and (section, value.id) in wanted:
            places.setdefault((sentence, value.endpoint), []).append(value.id)
    return places
