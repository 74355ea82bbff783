"""Whose result a value is: the document's own, of the paper it comments on, or of a cited study."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.extract import rules
from ingest.extract.layout import Layout
from ingest.extract.reading import ParsedSentence, places
from ingest.extract.rules import Attachment
from ingest.extract.source import PointerMention
from ingest.language.mention import Mention, slug
from ingest.language.numbers import Quantity
from ingest.language.tokens import Token
from ingest.language.words import words

_OPENS_BACK = words("opens_back")
_OWN = words("own_nouns")
_WE_DID = words("we_did")
_HELPING = words("helping")
_THE_AUTHORS = words("the_authors")
_RELAYS = words("relays")
_INTRODUCES = words("introduces")
_STUDIES = words("study_nouns") | _THE_AUTHORS
_POSSESSIVE = frozenset(("their", "its", "they", "it", "such"))
_ENTERED = words("entered")
_OF_OWN_RESULTS = words("own_sections")
_THE_STUDY = (("the", "trial"), ("the", "study"), ("this", "trial"), ("that", "trial"))
_THIS_STUDY = frozenset((one, two) for one in ("this", "present") for two in ("study", "trial"))
_AIMS = frozenset(("aim", "purpose", "objective", "goal"))
_LIKENED = frozenset(("as", "which", "whom", "than", "like", "unlike", "that"))
"""Words before `we` and `our` in an aside: `as we had seen`, `which our patients notice`."""
_EARLY = 10
"""The sentences in which a comment says what it is about."""
_OPENING = 4
_ADDRESSES = words("addresses")
UNLISTED = "commented-paper"
"""The study of a commented paper that the list of references does not have."""

_AUTHOR = re.compile(
    r"\b(?P<name>[A-Z][\w'’‐-]*\w)"
    r"(?:,? et\.? al\b|,? (?:and|&) (?P<others>colleagues|co-?workers|associates|[A-Z][\w'’‐-]*\w))"
)
_DEFINES = re.compile(
    r"(?i)\b(?:defined|definitions?|according|criteri(?:a|on)|guidelines?|described|suggested"
    r"|recommended|proposed|recommendations?)\b"
)
_ASIDE = re.compile(r"(?i)[\s(]*(?:which|who|whose|where|as|defined|that)\b")
_TURN = re.compile(
    r"(?i)\b(?:compared (?:with|to)|than|versus|vs\.?|whereas|while|unlike|against"
    r"|in contrast (?:with|to)|similar to|comparable (?:with|to)|consistent with)(?=\s)"
)
_PARTS = ",;:("


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


def commented_reference(
    sentences: Sequence[ParsedSentence], of_reference: Mapping[int, str], printed: Mapping[int, str]
) -> int | None:
    """The reference that a letter or comment is about: the first whose authors it speaks of."""
    for parsed in sentences[:_EARLY]:
        numbers = {n for p in parsed.sentence.pointers for n in p.references if n in of_reference}
        lowers = {t.text.lower() for t in parsed.tokens}
        if len(numbers) == 1 and lowers & _INTRODUCES:
            return next(iter(numbers))
        for _, name, author in authors(parsed.sentence.text, printed):
            if author in of_reference and not numbers and name:
                return author
    return None


def speaks_of_authors(sentences: Sequence[ParsedSentence]) -> bool:
    """Whether a document tells what `the authors` did, and so is about somebody else's paper."""
    for parsed in sentences:
        lowers = [t.norm.lower() for t in parsed.tokens]
        for i, word in enumerate(lowers):
            if word in _THE_AUTHORS and lowers[i - 1 : i] == ["the"] and _done(lowers, i):
                return True
    return False


def tells_of_others(sentences: Sequence[ParsedSentence]) -> bool:
    """Whether a document opens with what `the authors` did and nowhere says what `we` did."""
    if any(_presents(parsed) for parsed in sentences[:_OPENING]):
        return True
    if not speaks_of_authors(sentences[:_EARLY]):
        return False
    return not any(speaks_of_own(parsed.tokens) for parsed in sentences)


def _presents(parsed: ParsedSentence) -> bool:
    """Whether a sentence presents a paper of the journal: `Roe and colleagues report this month`."""
    told = {t.norm.lower() for t in parsed.tokens}
    return (
        bool(_ADDRESSES & told)
        and len(parsed.sentence.pointers) == 1
        and (any(authors(parsed.sentence.text, {})))
    )


def _done(lowers: Sequence[str], i: int) -> bool:
    """Whether the verb behind a subject is one of doing a study."""
    verb = next((w for w in lowers[i + 1 : i + 4] if w not in _HELPING), "")
    return verb in _WE_DID


def authors(text: str, printed: Mapping[int, str]) -> Iterator[tuple[int, str, int | None]]:
    """Each author whom a sentence names, and the only reference that begins with the name."""
    for match in _AUTHOR.finditer(text):
        start = re.compile(rf"[\d.\s]*{re.escape(match['name'])}\b(?![-‐])")
        entries = [n for n, entry in printed.items() if start.match(entry)]
        if (match["others"] or "")[:1].isupper() and not entries:
            continue  # two drugs, two places
        yield match.start(), match["name"], entries[0] if len(entries) == 1 else None


def speaks_of_own(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is about the authors' own patients: `we treated`, `in our centre`."""
    lowers = [t.norm.lower() for t in tokens if t.kind == "word"]
    return bool(_AIMS & set(lowers) and {*pairwise(lowers)} & _THIS_STUDY) or any(
        ((word == "our" and _ours(lowers[i + 1 : i + 4])) or (word == "we" and _done(lowers, i)))
        and not _LIKENED & set(lowers[max(0, i - 2) : i])
        for i, word in enumerate(lowers)
    )


def _ours(following: Sequence[str]) -> bool:
    """Whether what follows `our` is an own hospital or own patients: no `our view of the trial`."""
    end = next((k for k, w in enumerate(following) if w in ("of", "on", "about", "in")), None)
    return bool(_OWN & set(following[:end]))


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
                last.rule is not rules.CITED or _tells_of_a_study(parsed)
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
            if before or near or not (cited_before or between):
                return self._named(layout, q, named)
        if speaks_of_own(parsed.tokens):
            return Attachment(rules.OUR_OWN, None)
        pointer = self._right_after(parsed, q)
        if pointer is not None:
            return Attachment(rules.CITED_AT_VALUE, pointer)
        return self._of_sentence(parsed, end, bool(named))

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
        speaks_of = _THE_AUTHORS & {t.text.lower() for t in parsed.tokens[:6]}
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
        if b.reports and (focus.study in (None, b.main) or _own_section(parsed)):
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


def _tells_of_a_study(parsed: ParsedSentence) -> bool:
    """Whether a sentence tells of a study as of something new: `in an earlier Swedish trial`."""
    lowers = [t.norm.lower() for t in parsed.tokens]
    return any(
        word in ("a", "an", "one", "another") and _STUDIES & set(lowers[i + 1 : i + 6])
        for i, word in enumerate(lowers)
    ) or any(authors(parsed.sentence.text, {}))


def _own_section(parsed: ParsedSentence) -> bool:
    """Whether a sentence stands where a report tells its own results, or speaks of its study."""
    heading = parsed.sentence.section.lower()
    lowers = [t.norm.lower() for t in parsed.tokens]
    ours = {"we", "our", "present", "current", "table", "figure", "fig", "here"} & set(lowers)
    this = any(lowers[i : i + 2] == ["this", noun] for noun in _STUDIES for i in range(len(lowers)))
    return not heading or bool(_OF_OWN_RESULTS & set(re.findall(r"\w+", heading)) or ours or this)


def is_source(text: str, pointer: PointerMention, end: int) -> bool:
    """Whether a value that ends at the offset `end` may come from a cited work.

    No work that only defines something, whose mention is an aside behind which the value stands,
    or that another result, set against the value, is from.

    >>> text = "Relapse, defined as before [4], was seen in 12%, against 9% in one trial [5]."
    >>> four, five = (PointerMention(text.index(m), text.index(m) + 3, ()) for m in ("[4]", "[5]"))
    >>> end = text.index("12%") + 3
    >>> is_source(text, four, end), is_source(text, five, end), is_source(text, five, end + 12)
    (False, False, True)
    """
    start = max(text.rfind(sign, 0, pointer.start - 1) for sign in _PARTS) + 1
    told = text[start : pointer.start]
    if start < end <= pointer.start:
        return True
    if _DEFINES.search(told):
        return False
    if pointer.start < end:
        return not (_ASIDE.match(told) and text[pointer.end : pointer.end + 2].lstrip()[:1] == ",")
    turns = [match for match in _TURN.finditer(text, end, pointer.start)]
    after = text[turns[-1].end() : pointer.start] if turns else ""
    spoken = set(re.findall(r"[\w-]+", after.lower()))
    other = bool(spoken & _STUDIES) or _AUTHOR.search(after) is not None
    return not (other and re.search(r"\d", after))


def _nearest(pointers: Sequence[PointerMention], end: int) -> PointerMention:
    """The first pointer behind an offset, else the last before it."""
    behind = [p for p in pointers if p.start >= end]
    return behind[0] if behind else pointers[-1]
