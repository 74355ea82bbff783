"""Whose result a value is: the document's own, of the paper it comments on, or of a cited study."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.extract import rules
from ingest.extract.layout import Layout
from ingest.extract.reading import ParsedSentence, places
from ingest.extract.rules import Attachment
from ingest.extract.source import PointerMention
from ingest.extract.speakers import (
    THE_AUTHORS,
    authors,
    is_source,
    own_section,
    speaks_of_own,
    tells_of_a_study,
)
from ingest.language.mention import Mention, slug
from ingest.language.numbers import Quantity
from ingest.language.words import words

_OPENS_BACK = words("opens_back")
_RELAYS = words("relays")
_POSSESSIVE = frozenset(("their", "its", "they", "it", "such"))
_ENTERED = words("entered")
_THE_STUDY = (("the", "trial"), ("the", "study"), ("this", "trial"), ("that", "trial"))
UNLISTED = "commented-paper"
"""The study of a commented paper that the list of references does not have."""


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
    introduced: bool = False
    """Whether a paragraph opened with the study itself: its name, its authors, `a trial`."""


class Tracker:
    """Attaches studies to the values of a document, sentence by sentence."""

    def __init__(self, bearings: Bearings) -> None:
        self.bearings = bearings
        self.focus = Focus()
        self.study: str | None = None
        """The study of the sentence that was attached last."""

    @property
    def default(self) -> str | None:
        """The study of what speaks of none."""
        return self._default().value

    def attach(self, layout: Layout) -> dict[int, Attachment]:
        """The study of each value of a sentence; also moves on the focus."""
        parsed = layout.parsed
        given = {i: self._of_value(layout, i) for i in range(len(layout.values))}
        last = given[len(given) - 1] if given else self._of_sentence(parsed)
        self.study = last.value
        if last.rule not in (rules.MAIN, rules.COMMENTED, rules.PARAGRAPH):
            introduced = parsed.sentence.sentence == 1 and (
                last.rule is not rules.CITED or tells_of_a_study(parsed)
            )
            self.focus = Focus(last.value, parsed.sentence.paragraph, True, introduced)
        elif given and last.rule is not rules.PARAGRAPH:
            self.focus = Focus()
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
            start = behind and parsed.tokens[behind.first].start
            between = any(start and end <= p.start < start for p in parsed.sentence.pointers)
            if (cited := self._of_several(layout, named)) is not None:
                return cited
            if before or near or not (cited_before or between):
                return self._named(layout, q, named)
        if speaks_of_own(parsed.tokens):
            return Attachment(rules.OUR_OWN, None)
        pointer = self._right_after(parsed, q)
        if pointer is not None:
            return Attachment(rules.CITED_AT_VALUE, pointer)
        return self._of_sentence(parsed, end, bool(named))

    def _of_several(self, layout: Layout, named: Sequence[Mention]) -> Attachment | None:
        """The work cited in a bracket for several studies: `three trials (A, B and C [4])`."""
        parsed = layout.parsed
        opened = layout.bracket(named[-1].first)
        inside = {m.name for m in named if layout.bracket(m.first) == opened}
        if opened is None or len(inside) < 2 or len(parsed.sentence.pointers) != 1:
            return None
        (pointer,) = parsed.sentence.pointers
        end = parsed.tokens[named[-1].last].end
        study = next((self.bearings.of_reference.get(n) for n in pointer.references), None)
        if study is None or not 0 <= pointer.start - end <= 2:
            return None
        return Attachment(rules.CITED, study, doubt="the work pools several studies")

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
            self._cited(parsed, end) or self._author(parsed, end) or self._spoken_of(parsed)
            or self._goes_on(parsed) or self._default()
        )  # fmt: skip

    def _cited(self, parsed: ParsedSentence, end: int) -> Attachment | None:
        """The work that a sentence cites; in a report, one that it relays or cites at its end."""
        of_reference = self.bearings.of_reference
        relays = not self.bearings.reports or bool(
            _RELAYS & {t.text.lower() for t in parsed.tokens}
        )
        groups = [
            p for p in parsed.sentence.pointers
            if (p.start >= end or relays) and any(n in of_reference for n in p.references)
            and is_source(parsed.sentence.text, p, end)
        ]  # fmt: skip
        if not groups:
            return None
        chosen = _nearest(groups, end)
        number = next(n for n in chosen.references if n in of_reference)
        several = len({n for p in groups for n in p.references}) > 1
        doubt = "the sentence cites several works" if several else None
        return Attachment(rules.CITED, of_reference[number], doubt=doubt)

    def _author(self, parsed: ParsedSentence, end: int) -> Attachment | None:
        """The work whose first author is named, rather before a value: `Wang et al. found …`."""
        b = self.bearings
        named = list(authors(parsed.sentence.text, b.printed))
        listed = [(start, n) for start, _, n in named if n is not None and n in b.of_reference]
        if listed:
            before = [n for start, n in listed if start < end]
            return Attachment(rules.AUTHOR, b.of_reference[before[-1] if before else listed[0][1]])
        if not named or b.reports:
            return None
        if b.commented in (None, UNLISTED):
            return Attachment(rules.COMMENTED, b.commented) if b.commented else None
        called = f"{named[0][1]} et al."
        doubt = "no reference has this first author"
        return Attachment(rules.AUTHOR, slug(called), called, doubt)

    def _spoken_of(self, parsed: ParsedSentence) -> Attachment | None:
        """The study before, where the sentence points back to it."""
        opening = [t.text.lower() for t in parsed.tokens[:3]]
        b, focus = self.bearings, self.focus
        here = focus.known and focus.paragraph == parsed.sentence.paragraph
        speaks_of = THE_AUTHORS & {t.text.lower() for t in parsed.tokens[:6]}
        if speaks_of and b.commented and not here:
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
        return None

    def _goes_on(self, parsed: ParsedSentence) -> Attachment | None:
        """The study of the sentence before in the paragraph, where nothing speaks of another."""
        b, focus = self.bearings, self.focus
        if not focus.known or focus.paragraph != parsed.sentence.paragraph:
            return None
        if b.reports and (focus.study in (None, b.main) or own_section(parsed)):
            return None
        if b.commented and not b.reports and focus.study and not focus.introduced:
            return None
        if focus.study is None:
            return Attachment(rules.OUR_OWN, None, doubt="the patients of the sentence before")
        doubt = "the study is that of the sentence before"
        return Attachment(rules.PARAGRAPH, focus.study, doubt=doubt)

    def _default(self) -> Attachment:
        b = self.bearings
        if b.commented is not None and not b.reports:
            return Attachment(rules.COMMENTED, b.commented)
        return Attachment(rules.MAIN, b.main)


def _nearest(pointers: Sequence[PointerMention], end: int) -> PointerMention:
    """The first pointer behind an offset, else the last before it."""
    behind = [p for p in pointers if p.start >= end]
    return behind[0] if behind else pointers[-1]
