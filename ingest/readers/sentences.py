"""Where sentences end in medical prose. Why own rules, and how they compare: docs/reading.md."""

import re
from collections.abc import Iterator

from ingest.readers.blocks import words

# What may follow the full stop before the space: closing marks and citation marks.
CLOSERS = r"[\"'”’»)\]]{0,6}"
SUPERSCRIPT = r"[⁰¹²³⁴-⁹](?:[⁰¹²³⁴-⁹]|[,;·˒–—‐⁻-](?=[⁰¹²³⁴-⁹]))*+"
MARK = (
    r"(?:\s?\$?\^\{[^{}]{0,80}\}\$?|\s?\$?\^\[?[0-9][0-9,;–—-]*\]?\^?\$?"
    rf"|\s?{SUPERSCRIPT}|\s?\\?\[[0-9][0-9 ,;–—-]*\\?\](?:\(\#[^()\s]{{0,80}}\))?"
    r"|\s?<sup>[^<>]{0,80}</sup>|[*†‡§])"
)
END = re.compile(
    rf"(?P<stop>[.?!…؟۔।]{{1,8}}){CLOSERS}"
    rf"(?P<mark>{MARK}{{0,5}}|(?<=[a-z)\]]\.)[0-9]{{1,3}}(?:[,–-][0-9]{{1,3}}){{0,8}}){CLOSERS}"
    r"(?P<gap>\s+)|[。！？]+[」』）]?\s*"
)
OPENERS = "\"'“‘«([*_$\\¿¡†‡§"

NEVER = words(
    "vs v fig figs ref refs eq eqs tab tabs suppl vol vols pp ca approx cf e.g i.e eg ie viz "
    "resp dr drs prof mr mrs ms mx st mt nr chap sect sec ed eds incl excl max min avg dept univ "
    "assoc ext seq spp subsp ssp var sp sv pt pts s.c i.v i.m p.o b.i.d t.i.d q.d"
)
"""Abbreviations that something always follows."""
SOMETIMES = words(
    "al etc inc ltd co corp jr sr ph.d m.d b.sc m.sc u.s u.k u.s.a e.u a.m p.m no nos wk wks mo "
    "mos yr yrs hr hrs h d int natl hosp"
)
"""Abbreviations that may end a sentence: they do where the next word opens one."""
STARTERS = words(
    "a after all although among an and another as at because before between both but by compared "
    "conversely despite during each even finally first for four from further furthermore given "
    "here hence how however if importantly in indeed interestingly it its many median moreover "
    "most neither nevertheless no none nonetheless not notably of on one only other others our "
    "overall patients second similarly since several six so some such ten that the their then "
    "there therefore these they third this those three through thus to together two under unlike "
    "until using we what when whereas whether which while who why with within without you"
)
"""Words that, with a capital, open a sentence rather than name something."""
LETTERED = words(
    "vitamin vitamins hepatitis group groups arm arms type types class cohort cohorts part panel "
    "factor influenza stratum step table appendix figure phase plan stage protocol category "
    "level model grade site"
)
"""Words after which a single capital is a name (`vitamin D.`) and not an initial (`D. Smith`)."""
LONGEST_ASIDE = 400
"""Within a bracketed aside up to so many characters no sentence ends."""


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, a normalised paragraph, as start and end offsets."""
    begin, position = start, start
    for found in END.finditer(text, start, end):
        if found.start() < position or found.end() >= end:
            continue
        position = found.end()
        if found["gap"] is None or _ends(text, begin, found, end):
            close = found.end() - len(found["gap"] or "")
            yield begin, len(text[:close].rstrip()) if found["gap"] is None else close
            begin = found.end()
    if begin < end:
        yield begin, end


def _ends(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    """Whether the stop that was found ends the sentence that began at `begin`."""
    following = text[found.end() : min(found.end() + 60, end)]
    word = following.lstrip(OPENERS).split(" ", 1)[0]
    if not word or not _opens(following, word):
        return False
    stop = found.start("stop")
    if _in_aside(text, begin, found.end(), end):
        return False
    if found["stop"] != ".":
        return True
    before = text[max(begin, stop - 40) : stop]
    last = before.rsplit(" ", 1)[-1].lstrip(OPENERS + "–—-/")
    starter = word.rstrip(",;:.").lower() in STARTERS
    if last.lower() == "al" and text[found.end("stop") : found.end()].strip():
        return True  # et al.⁴ Then: the mark closes the sentence
    return _ends_after(last, before, starter, begin == stop - len(last), following)


def _ends_after(last: str, before: str, starter: bool, opening: bool, following: str) -> bool:
    """Whether a full stop after the word `last` ends a sentence."""
    lower = last.lower()
    if lower in ("no", "nos"):
        return not following[:1].isdigit()
    if lower in NEVER:
        return False
    if lower in SOMETIMES:
        return starter
    if len(last) == 1 and last.isalpha() and last.isupper():
        previous = before[: -len(last)].split()
        return starter or bool(previous and previous[-1].lower() in LETTERED)
    if re.fullmatch(r"(?:[A-Za-z]\.-?)+[A-Za-z]", last):  # J.-P., U.S.A.
        return starter
    # An item's number opens a paragraph: it is no sentence by itself.
    return not (opening and re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})*|[ivxIVX]{1,4}|[a-z]", last))


def _opens(following: str, word: str) -> bool:
    """Whether a sentence may open with `word`: a capital, a figure, another script, mTOR."""
    first = word[0]
    if first.isupper() or first.isdigit() or (first.isalpha() and not first.islower()):
        return True
    if first.islower():  # mTOR, p53, α-fetoprotein
        return len(word) > 1 and (
            any(c.isupper() for c in word[1:4])
            or (first == "p" and word[1].isdigit())
            or (not first.isascii() and word[1] in "-‐–")
        )
    return following[0] in OPENERS and (word[0].isupper() or word[0].isdigit())


def _in_aside(text: str, begin: int, after: int, end: int) -> bool:
    """Whether a bracket is still open at `after` and closed soon after it."""
    low, high = max(begin, after - LONGEST_ASIDE), min(end, after + LONGEST_ASIDE)
    for opening, closing in ("()", "[]"):
        if text.count(opening, low, after) > text.count(closing, low, after):
            closed, opened = text.find(closing, after, high), text.find(opening, after, high)
            if closed >= 0 and not 0 <= opened < closed:
                return True
    return False
