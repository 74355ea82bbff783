"""The label of a thing whose class has no field for one, from what its own record says.

The mapper writes it (`ingest.quads`). A class gets another label than its name and its key by a
function of its own here. No label repeats a sentence of a document.
"""

import re
from collections.abc import Iterable
from functools import cache, cached_property, singledispatch

from ontology import vocabulary, wording
from ontology.model import (
    Anchor,
    CitationPointer,
    Comparison,
    Measurement,
    Notice,
    NoticeKind,
    Publication,
    Reference,
    Thing,
)
from ontology.model.study import Study, StudyPart

_RELATIONS = {
    "higher": "higher than",
    "lower": "lower than",
    "similar": "similar to",
    "different": "different from",
}
NOTICES: dict[NoticeKind, str] = {
    "retraction": "retraction",
    "partial retraction": "partial retraction",
    "concern": "expression of concern",
    "correction": "correction",
    "reinstatement": "reinstatement",
}
"""What each kind of notice is called."""


class Known:
    """The labels within one record. What another record defines is called by its name.

    Labels thereby depend on their record alone, and so do its triples.
    """

    def __init__(self, things: Iterable[Thing] = ()) -> None:
        self._things = things

    def group(self, key: str) -> str:
        """What a study, a cohort or a regimen is called."""
        return self._studies.get(key) or key.rpartition("/")[2]

    def work(self, key: str) -> str:
        """What a publication is called."""
        return self._works.get(key, key)

    def value(self, key: str) -> str:
        """A value in brief."""
        value = self._values.get(key)
        return key if value is None else wording.brief(value, _endpoint)

    @cached_property
    def _all(self) -> tuple[Thing, ...]:
        return tuple(self._things)

    @cached_property
    def _studies(self) -> dict[str, str]:
        return {t.key: t.label for t in self._all if isinstance(t, Study | StudyPart)}

    @cached_property
    def _works(self) -> dict[str, str]:
        return {t.key: t.label for t in self._all if isinstance(t, Publication)}

    @cached_property
    def _values(self) -> dict[str, Measurement]:
        return {t.key: t for t in self._all if isinstance(t, Measurement)}


@singledispatch
def label(thing: Thing, known: Known) -> str:
    """What to call a thing: the name of its class and its key, unless its class has a way.

    >>> label(Anchor(id="s1", paragraph=2, sentence=3, start=0, end=9, sha256="0" * 64), Known())
    'paragraph 2, sentence 3'
    """
    return f"{_class_in_words(type(thing))} {thing.key}"


@label.register
def _(thing: Anchor, known: Known) -> str:
    return f"paragraph {thing.paragraph}, sentence {thing.sentence}"


@label.register
def _(thing: CitationPointer, known: Known) -> str:
    number = thing.reference.removeprefix("ref-")
    return f"citation {thing.marker}, of reference {number}"


@label.register
def _(thing: Reference, known: Known) -> str:
    return f"reference {thing.number}: {known.work(thing.publication)}"


@label.register
def _(thing: Notice, known: Known) -> str:
    when = f", {thing.date}" if thing.date else ""
    return f"{NOTICES[thing.kind]} of {known.work(thing.about)}{when}"


@label.register
def _(thing: Measurement, known: Known) -> str:
    return wording.full(thing, known.group, _endpoint)


@label.register
def _(thing: Comparison, known: Known) -> str:
    return f"{known.value(thing.left)}, {_RELATIONS[thing.relation]} {known.value(thing.right)}"


def _class_in_words(model: type[Thing]) -> str:
    return " ".join(part.lower() for part in re.findall(r"[A-Z][a-z]*", model.__name__))


@cache
def _endpoint(notation: str) -> str:
    return vocabulary.label("endpoint", notation)
