"""Whose result a value is: the document's own, of the paper it comments on, or of a cited study."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.extract import rules
from ingest.extract.layout import Layout
from ingest.extract.reading import ParsedSentence, places
from ingest.extract.rules import Attachment
from ingest.extract.source import PointerMention
from ingest.language.mention import Mention
from ingest.language.numbers import Quantity
from ingest.language.tokens import Token
from ingest.language.words import words

_OPENS_BACK = words("opens_back")
_OWN = words("own_nouns")
_WE_DID = words("we_did")
_THE_AUTHORS = words("the_authors")
_RELAYS = words("relays")
_INTRODUCES = words("introduces")
_POSSESSIVE = frozenset(("their", "its", "they", "it", "such"))
_ENTERED = words("entered")
_THE_STUDY = (("the", "trial"), ("the", "study"), ("this", "trial"), ("that", "trial"))
_EARLY = 10
"""The sentences in which a comment says what it is about."""


@dataclass(frozen=True, slots=True)
class Bearings:
    """What a document is about: the studies of its references, its own, the one it comments on."""

    of_reference: Mapping[int, str]
    printed: Mapping[int, str]
    main: str | None
    commented: str | None
    reports: bool


@dataclass(frozen=True, slots=True)
class Focus:
    """The study that was last spoken of (None: the document's own), and where."""

    study: str | None = None
    paragraph: int = 0
    known: bool = False


def commented_reference(
    sentences: Sequence[ParsedSentence], of_reference: Mapping[int, str], printed: Mapping[int, str]
) -> int | None:
    """The reference that a letter or comment is about: the first whose authors it speaks of."""
    for parsed in sentences[:_EARLY]:
        numbers = {n for p in parsed.sentence.pointers for n in p.references if n in of_reference}
        lowers = {t.text.lower() for t in parsed.tokens}
        if len(numbers) == 1 and lowers & _INTRODUCES:
            return next(iter(numbers))
        author = by_author(parsed, printed)
        if author is not None and author in of_reference and not numbers:
            return author
    return None


def by_author(parsed: ParsedSentence, printed: Mapping[int, str]) -> int | None:
    """The only reference whose first author a sentence names: `Wang et al. found …`."""
    for one, two in pairwise(parsed.tokens):
        if one.text[:1].isupper() and two.text.lower() in ("et", "and") and len(one.text) > 2:
            start = re.compile(rf"[\d.\s]*{re.escape(one.text)}\b")
            matches = [n for n, entry in printed.items() if start.match(entry)]
            if len(matches) == 1:
                return matches[0]
    return None


def speaks_of_own(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is about the authors' own patients: `we treated`, `in our centre`."""
    lowers = [t.norm.lower() for t in tokens if t.kind == "word"]
    return any(
        (a == "our" and bool(_OWN & {b, *lowers[i + 2 : i + 3]})) or (a == "we" and b in _WE_DID)
        for i, (a, b) in enumerate(pairwise(lowers))
    )


class Tracker:
    """Attaches studies to the values of a document, sentence by sentence."""

    def __init__(self, bearings: Bearings) -> None:
        self.bearings = bearings
        self.focus = Focus()

    def attach(self, layout: Layout) -> dict[int, Attachment]:
        """The study of each value of a sentence; also moves on the focus."""
        parsed = layout.parsed
        given = {i: self._of_value(layout, i) for i in range(len(layout.values))}
        last = given[len(given) - 1] if given else self._of_sentence(parsed)
        if given or last.rule not in (rules.MAIN, rules.COMMENTED, rules.PARAGRAPH):
            self.focus = Focus(last.value, parsed.sentence.paragraph, True)
        return given

    def _of_value(self, layout: Layout, i: int) -> Attachment:
        parsed, q = layout.parsed, layout.values[i]
        named = parsed.of("study", "registration")
        end = parsed.tokens[q.last].end
        cited_before = any(p.start < end for p in parsed.sentence.pointers)
        if named and not speaks_of_own(parsed.tokens):
            before = any(m.last < q.core for m in named)
            behind = next((m for m in named if m.first > q.core), None)
            near = behind is not None and self._belongs_behind(layout, q, behind)
            if before or near or not cited_before:
                return self._named(layout, q, named)
        if speaks_of_own(parsed.tokens):
            return Attachment(rules.OUR_OWN, None)
        pointer = self._right_after(parsed, q)
        if pointer is not None:
            return Attachment(rules.CITED_AT_VALUE, pointer)
        return self._of_sentence(parsed, end, bool(named) and cited_before)

    def _named(self, layout: Layout, q: Quantity, named: Sequence[Mention]) -> Attachment:
        """The name before a value in its clause, else the nearest one."""
        names = {m.name for m in named}
        before = [
            m for m in named if m.last < q.core and layout.clause[m.last] == layout.clause[q.core]
        ]
        after = [m for m in named if m.first > q.core]
        chosen = before[-1] if before else (after or named)[0]
        if before and after and self._belongs_behind(layout, q, after[0]):
            chosen = after[0]
        rule = rules.NAMED if len(names) == 1 else rules.NAMED_NEAREST
        doubt = (
            f"{chosen.text} may also be {', '.join(chosen.also)}" if chosen.also else chosen.doubt
        )
        return Attachment(rule, chosen.name, chosen.text, doubt)

    def _belongs_behind(self, layout: Layout, q: Quantity, m: Mention) -> bool:
        """Whether a name directly behind a value has it: `the 70% PFS of ALLPINE5`, `in ROWAN`."""
        named = places(layout.parsed.of("endpoint", "time", "arm"))
        gap = [k for k in range(q.last + 1, m.first) if k not in named]
        return len(gap) <= 6 and not any(
            layout.word(k) in (",", ";", "and", ".") or k in layout.parsed.cores for k in gap
        )

    def _right_after(self, parsed: ParsedSentence, q: Quantity) -> str | None:
        """The study of the citation that directly follows a value."""
        end = parsed.tokens[q.last].end
        text = parsed.sentence.text
        for pointer in parsed.sentence.pointers:
            between = text[end : pointer.start]
            if 0 <= pointer.start - end <= 3 and not any(c.isalpha() for c in between):
                for number in pointer.references:
                    if number in self.bearings.of_reference:
                        return self.bearings.of_reference[number]
        return None

    def _of_sentence(
        self, parsed: ParsedSentence, end: int = 0, as_cited: bool = False
    ) -> Attachment:
        """The study that a sentence is about, for a value that ends at the offset `end`."""
        named = parsed.of("study", "registration")
        if named and not as_cited:
            return Attachment(rules.NAMED, named[0].name, named[0].text)
        if speaks_of_own(parsed.tokens):
            return Attachment(rules.OUR_OWN, None)
        opening = parsed.tokens[0].text.lower() if parsed.tokens else ""
        here = self.focus.paragraph == parsed.sentence.paragraph
        if self.focus.study is not None and here and opening in _POSSESSIVE:
            return Attachment(rules.SPOKEN_OF, self.focus.study)
        return (
            self._cited(parsed, end) or self._author(parsed) or self._spoken_of(parsed)
            or self._default(parsed)
        )  # fmt: skip

    def _cited(self, parsed: ParsedSentence, end: int) -> Attachment | None:
        """The work that a sentence cites; in a report, one that it relays or cites at its end."""
        b = self.bearings
        relays = not b.reports or bool(_RELAYS & {t.text.lower() for t in parsed.tokens})
        pointers = [p for p in parsed.sentence.pointers if p.start >= end or relays]
        groups = [p for p in pointers if any(n in b.of_reference for n in p.references)]
        if not groups:
            return None
        chosen = _nearest(groups, end)
        number = next(n for n in chosen.references if n in b.of_reference)
        several = len({n for p in groups for n in p.references}) > 1
        doubt = "the sentence cites several works" if several else None
        return Attachment(rules.CITED, b.of_reference[number], doubt=doubt)

    def _author(self, parsed: ParsedSentence) -> Attachment | None:
        """The cited work whose first author is named: `Wang et al. found …`."""
        number = by_author(parsed, self.bearings.printed)
        study = self.bearings.of_reference.get(number) if number is not None else None
        return Attachment(rules.AUTHOR, study) if study is not None else None

    def _spoken_of(self, parsed: ParsedSentence) -> Attachment | None:
        """The study before, where the sentence points back or goes on in a relaying document."""
        opening = [t.text.lower() for t in parsed.tokens[:3]]
        b, focus = self.bearings, self.focus
        here = focus.known and focus.paragraph == parsed.sentence.paragraph
        authors = _THE_AUTHORS & {t.text.lower() for t in parsed.tokens[:6]}
        if authors and b.commented and not here:
            return Attachment(rules.COMMENTED, b.commented)
        back = bool(opening) and (
            opening[0] in _OPENS_BACK or tuple(opening[:2]) in (("of", "these"), ("in", "this"))
            or (here and tuple(opening[:2]) in _THE_STUDY and focus.study != b.main)
        )  # fmt: skip
        if focus.study is not None and back and (here or not b.reports):
            return Attachment(rules.SPOKEN_OF, focus.study)
        begins = b.commented is None and bool(_ENTERED & {t.norm.lower() for t in parsed.tokens})
        if begins and not back and b.main is None:
            return Attachment(rules.OUR_OWN, None, doubt="people entered a study not named")
        if here and not b.reports and b.commented is None and (focus.study or not b.main):
            doubt = "the study is that of the sentence before"
            return Attachment(rules.PARAGRAPH, focus.study, doubt=doubt)
        if here and focus.study is None and not b.reports:
            return Attachment(rules.OUR_OWN, None, doubt="the patients of the sentence before")
        return None

    def _default(self, parsed: ParsedSentence) -> Attachment:
        b = self.bearings
        if b.commented is not None and not b.reports:
            return Attachment(rules.COMMENTED, b.commented)
        return Attachment(rules.MAIN, b.main)


def _nearest(pointers: Sequence[PointerMention], end: int) -> PointerMention:
    """The first pointer behind an offset, else the last before it."""
    behind = [p for p in pointers if p.start >= end]
    return behind[0] if behind else pointers[-1]
