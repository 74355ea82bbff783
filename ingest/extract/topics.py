"""What a drafted claim is about, in words of our own: the text beside its sentence."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from ingest.extract import cues
from ingest.extract.roles import ClassifiedSentence
from ontology import vocabulary

_WORDS = 4
"""The most words that name the topic of a sentence in which nothing was recognised."""
_LETTERS = 4
"""A shorter word names no topic, unless it is an acronym."""


class Topics:
    """The topics of the statements of a document."""

    def __init__(self, statements: Sequence[ClassifiedSentence]) -> None:
        self._count = Counter(word for s in statements for word in set(_telling(s)))

    def text(self, statement: ClassifiedSentence) -> str:
        """The role of a statement, what it is about, and its values; never its sentence."""
        role = "conclusion" if statement.concludes else statement.role
        about = _recognised(statement.entities) or self._rarest(statement)
        values = _values(statement)
        told = f" about {', '.join(about)}" if about else ""
        return f"{role.capitalize()}{told}{': ' if values else ''}{', '.join(values)}."

    def _rarest(self, statement: ClassifiedSentence) -> list[str]:
        """The words that fewest other statements have, in the order of the sentence."""
        words = list(dict.fromkeys(_telling(statement)))
        chosen = set(sorted(words, key=lambda w: (self._count[w], -len(w), w))[:_WORDS])
        few = len(words) <= _WORDS  # all of them would be most of the sentence
        return sorted(chosen) if few else [w for w in words if w in chosen]


def _recognised(entities: Collection[tuple[str, str]]) -> list[str]:
    labels = []
    for scheme, name in sorted(entities):
        concept = vocabulary.concepts().get(scheme, {}).get(name)
        labels.append(concept.label if concept else name.upper())
    return list(dict.fromkeys(labels))


def _telling(statement: ClassifiedSentence) -> list[str]:
    """The words of a sentence that may name its topic."""
    common: Mapping[str, None] = dict.fromkeys(cues.phrases("common"))
    words = (t.text for t in statement.parsed.tokens if t.kind == "word")
    return [
        w if w.isupper() else w.lower()
        for w in words
        if w.lower() not in common and (len(w) > _LETTERS or (w.isupper() and len(w) > 1))
    ]


def _values(statement: ClassifiedSentence) -> list[str]:
    return [
        f"{r.quantity.operator if r.quantity.operator != '=' else ''}{r.quantity.value}"
        f"{' ' + r.quantity.unit if r.quantity.unit else ''}"
        for r in statement.readings
        if r.quantity.value and r.endpoint
    ]
