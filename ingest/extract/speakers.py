"""Of whom a sentence speaks: its own authors, those of another paper, a work that it cites."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ingest.extract.reading import ParsedSentence
from ingest.extract.source import PointerMention
from ingest.language.tokens import Token
from ingest.language.words import words

_OWN = words("own_nouns")
_WE_DID = words("we_did")
_HELPING = words("helping")
THE_AUTHORS = words("the_authors")
_INTRODUCES = words("introduces")
_ADDRESSES = words("addresses")
_STUDIES = words("study_nouns") | THE_AUTHORS
_OF_OWN_RESULTS = words("own_sections")
_THIS_STUDY = frozenset((one, two) for one in ("this", "present") for two in ("study", "trial"))
_AIMS = frozenset(("aim", "purpose", "objective", "goal"))
_LIKENED = frozenset(("as", "which", "whom", "than", "like", "unlike", "that"))
"""Words before `we` and `our` in an aside: `as we had seen`, `which our patients notice`."""
_EARLY = 10
"""The sentences in which a comment says what it is about."""
_OPENING = 4
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
            if word in THE_AUTHORS and lowers[i - 1 : i] == ["the"] and _done(lowers, i):
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
    """Whether a sentence presents a paper: `Roe and colleagues report in your issue`."""
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


def tells_of_a_study(parsed: ParsedSentence) -> bool:
    """Whether a sentence tells of a study as of something new: `in an earlier Swedish trial`."""
    lowers = [t.norm.lower() for t in parsed.tokens]
    return any(
        word in ("a", "an", "one", "another") and _STUDIES & set(lowers[i + 1 : i + 6])
        for i, word in enumerate(lowers)
    ) or any(authors(parsed.sentence.text, {}))


def own_section(parsed: ParsedSentence) -> bool:
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
    turns = list(_TURN.finditer(text, end, pointer.start))
    after = text[turns[-1].end() : pointer.start] if turns else ""
    spoken = set(re.findall(r"[\w-]+", after.lower()))
    other = bool(spoken & _STUDIES) or _AUTHOR.search(after) is not None
    return not (other and re.search(r"\d", after))
