"""The lexicon: an index of the terms in the SKOS vocabularies and of the studies of the records.

Terms are matched by their folded words, independent of spelling variant, plural and hyphen. A
synonym added to a vocabulary, or a name added to a study's record, is recognised from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.language.tokens import acronym, folded, wordset
from ontology import vocabulary

Term = tuple[str, str]
"""A scheme (`endpoint`, `drug`, …, or `study`) and the notation or slug within it."""

DROPPED = wordset("the a an their his her this these those its to")
"""Words within a term in running text that do not change its meaning."""

CAUSES = wordset("from of due because by after with")
"""Words between a death and its cause; all are normalised to `from`."""


def key_of(words: Iterable[str]) -> tuple[str, ...]:
    """The index key of a phrase: its folded words without those in `DROPPED`."""
    return tuple("from" if w in CAUSES else w for w in words if w not in DROPPED)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms by first word, longest first; endpoint families; stems that a threshold completes."""

    index: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Term, ...]], ...]]
    families: frozenset[str]
    stems: Mapping[tuple[str, ...], tuple[str, str]]
    """The words before `positive` and `negative`, with both endpoints."""

    def at(self, words: list[str], i: int) -> tuple[int, tuple[Term, ...]]:
        """The longest term that starts at word `i`: its number of words and its meanings."""
        if i >= len(words):
            return 0, ()
        for term, meanings in self.index.get(words[i], ()):
            if tuple(words[i : i + len(term)]) == term:
                return len(term), meanings
        return 0, ()

    def whole(self, phrase: tuple[str, ...]) -> tuple[Term, ...]:
        """The meanings of a whole phrase; empty if it is not a term."""
        phrase = key_of(phrase)
        if not phrase:
            return ()
        length, meanings = self.at(list(phrase), 0)
        return meanings if length == len(phrase) else ()


def build(studies: Mapping[str, Iterable[str]] | None = None) -> Lexicon:
    """The lexicon of the vocabularies and of `studies` (slug → names and registrations).

    >>> build().whole(("overall", "survival"))
    (('endpoint', 'overall-survival'),)
    """
    names = {slug: tuple(sorted(words)) for slug, words in (studies or {}).items()}
    return _build(tuple(sorted(names.items())))


@lru_cache(maxsize=8)
def _build(studies: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    terms: dict[tuple[str, ...], list[Term]] = {}

    def add(phrase: str, term: Term) -> None:
        words = key_of(folded(phrase))
        if words and term not in terms.setdefault(words, []):
            terms[words].append(term)

    families = set()
    for scheme, concepts in vocabulary.concepts().items():
        for concept in concepts.values():
            if scheme == "endpoint" and concept.family is None:
                families.add(concept.notation)
            for phrase in (concept.label, *concept.synonyms):
                add(phrase, (scheme, concept.notation))
    for slug, names in studies:
        for name in names:
            add(name, ("study", slug))
    index: dict[str, list[tuple[tuple[str, ...], tuple[Term, ...]]]] = {}
    for words, meanings in terms.items():
        exact = [m for m in meanings if m[0] != "endpoint" or m[1] not in families]
        index.setdefault(words[0], []).append((words, tuple(exact or meanings)))
    ordered = {
        first: tuple(sorted(candidates, key=lambda f: (-len(f[0]), f[0])))
        for first, candidates in index.items()
    }
    return Lexicon(ordered, frozenset(families), _stems())


def _stems() -> dict[tuple[str, ...], tuple[str, str]]:
    """Stems such as `MRD`, which precede `positive` and `negative` in complementary endpoints."""
    endpoints = vocabulary.concepts()["endpoint"]
    stems: dict[tuple[str, ...], tuple[str, str]] = {}
    for concept in endpoints.values():
        for phrase in (concept.label, *concept.synonyms):
            words = key_of(folded(phrase))
            if len(words) > 1 and words[-1] == "positive" and concept.complements:
                stems[words[:-1]] = (concept.notation, concept.complements[0])
    return stems


# -- abbreviations that a document defines ---------------------------------------------------------


def long_form(acronym_: str, before: list[str]) -> tuple[str, ...] | None:
    """The words directly before a bracketed acronym that spell it out, or None.

    Each letter of the acronym must start a word, in order, the first word with the first letter
    (after Schwartz and Hearst 2003, on whole words); words in between may be skipped.
    """
    letters = [c.lower() for c in acronym_ if c.isalpha()]
    if not 2 <= len(letters) <= 8 or not acronym(acronym_):
        return None
    if letters[-1] == "s" and acronym_[-1] == "s":
        letters.pop()
    for width in range(1, min(len(before), len(letters) + 4) + 1):
        words = before[-width:]
        if not words[0].lower().startswith(letters[0]):
            continue
        if _spells(letters, [w.lower() for w in words]):
            return tuple(words)
    return None


def _spells(letters: list[str], words: list[str]) -> bool:
    """Whether the letters occur in order, each at the start of a word or within it."""
    position = 0
    for word in words:
        if position < len(letters) and word.startswith(letters[position]):
            position += 1
            for letter in word[1:]:
                ahead = letters[position : position + 1]
                if ahead == [letter] and len(words) < len(letters):
                    position += 1
    return position == len(letters)
