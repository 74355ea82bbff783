"""Splits medical prose into sentences; for a comparison with libraries see docs/reading.md."""

import re
from collections.abc import Iterator

from ingest.readers.blocks import words

# Closing and citation marks between the full stop and the space.
CLOSING_MARKS = r"[\"'”’»)\]]{0,6}"
SUPERSCRIPT = r"[⁰¹²³⁴-⁹](?:[⁰¹²³⁴-⁹]|[,;·˒–—‐⁻-](?=[⁰¹²³⁴-⁹]))*+"
CITATION_MARK = (
    r"(?:\s?\$?\^\{[^{}]{0,80}\}\$?|\s?\$?\^\[?[0-9][0-9,;–—-]*\]?\^?\$?"
    rf"|\s?{SUPERSCRIPT}|\s?\\?\[[0-9][0-9 ,;–—-]*\\?\](?:\(\#[^()\s]{{0,80}}\))?"
    r"|\s?<sup>[^<>]{0,80}</sup>|[*†‡§])"
)
GLUED_MARK = (
    r"(?:(?<=[a-z)\]%”\"’][.?!])|(?<=[.?!][”\"’)])|(?<=[A-Z]{2}\.))"
    r"[0-9]{1,3}(?:(?:,\s?|[–-])[0-9]{1,3}){0,8}"
)
"""A raised mark that was copied as plain digits: `in 20%.1 Then`."""
CANDIDATE_END = re.compile(
    rf"(?P<stop>[.?!…؟۔।]{{1,8}}){CLOSING_MARKS}"
    rf"(?P<mark>{CITATION_MARK}{{0,5}}|{GLUED_MARK}){CLOSING_MARKS}"
    r"(?P<gap>\s+)|[。！？]+[」』）]?\s*"
)
OPENING_MARKS = "\"'“‘«([*_$\\¿¡†‡§"

NEVER_FINAL = words(
    "vs v fig figs ref refs eq eqs tab tabs suppl vol vols pp ca approx cf e.g i.e eg ie viz "
    "resp dr drs prof mr mrs ms mx st mt nr chap sect sec ed eds incl excl max min avg dept univ "
    "assoc ext seq spp subsp ssp var sp sv pt pts s.c i.v i.m p.o b.i.d t.i.d q.d"
)
"""Abbreviations that never end a sentence."""
SOMETIMES_FINAL = words(
    "al etc inc ltd co corp jr sr ph.d m.d b.sc m.sc u.s u.k u.s.a e.u a.m p.m no nos wk wks mo "
    "mos yr yrs hr hrs h d int natl hosp"
)
"""Abbreviations that end a sentence only if the next word is a sentence starter."""
SENTENCE_STARTERS = words(
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
MAX_ASIDE = 400
"""Maximum length in characters of a parenthesis inside which no sentence ends."""


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]`, a normalised paragraph, as start and end offsets.

    >>> text = "Hogan et al. saw 3.5%.⁴ Dr. Doe (cf. Fig. 2) agreed."
    >>> [text[a:b] for a, b in spans(text, 0, len(text))]
    ['Hogan et al. saw 3.5%.⁴', 'Dr. Doe (cf. Fig. 2) agreed.']
    """
    sentence_start, position = start, start
    for candidate in CANDIDATE_END.finditer(text, start, end):
        if candidate.start() < position or candidate.end() >= end:
            continue
        position = candidate.end()
        if candidate["gap"] is None or _is_sentence_end(text, sentence_start, candidate, end):
            sentence_end = candidate.end() - len(candidate["gap"] or "")
            yield (
                sentence_start,
                len(text[:sentence_end].rstrip()) if candidate["gap"] is None else sentence_end,
            )
            sentence_start = candidate.end()
    if sentence_start < end:
        yield sentence_start, end


def _is_sentence_end(text: str, sentence_start: int, candidate: re.Match[str], end: int) -> bool:
    """Whether a candidate end closes the sentence that starts at `sentence_start`."""
    following = text[candidate.end() : min(candidate.end() + 60, end)]
    next_word = following.lstrip(OPENING_MARKS).split(" ", 1)[0]
    if not next_word or not _can_start_sentence(following, next_word):
        return False
    stop = candidate.start("stop")
    if _inside_brackets(text, sentence_start, candidate.end(), end):
        return False
    if candidate["stop"] != ".":
        return True
    preceding = text[max(sentence_start, stop - 40) : stop]
    last_word = preceding.rsplit(" ", 1)[-1].lstrip(OPENING_MARKS + "–—-/")
    starter_follows = next_word.rstrip(",;:.").lower() in SENTENCE_STARTERS
    if last_word.lower() == "al" and text[candidate.end("stop") : candidate.end()].strip():
        return True  # et al.⁴ Then: the citation mark closes the sentence
    return _stop_ends_sentence(
        last_word, preceding, starter_follows, sentence_start == stop - len(last_word), following
    )


def _stop_ends_sentence(
    last_word: str, preceding: str, starter_follows: bool, opens_sentence: bool, following: str
) -> bool:
    """Whether a full stop after `last_word` ends a sentence."""
    lowered = last_word.lower()
    if lowered in ("no", "nos"):
        return not following[:1].isdigit()
    if lowered in NEVER_FINAL:
        return False
    if lowered in SOMETIMES_FINAL:
        return starter_follows
    if len(last_word) == 1 and last_word.isalpha() and last_word.isupper():
        previous = preceding[: -len(last_word)].split()
        return starter_follows or bool(previous and previous[-1].lower() in LETTERED)
    if re.fullmatch(r"(?:[A-Za-z]\.-?)+[A-Za-z]", last_word):  # J.-P., U.S.A.
        return starter_follows
    # The number of a list item at the start of a paragraph is not a sentence.
    return not (
        opens_sentence
        and re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})*|[ivxIVX]{1,4}|[a-z]", last_word)
    )


def _can_start_sentence(following: str, word: str) -> bool:
    """Whether a sentence may start with `word`: a capital, a digit, another script, mTOR."""
    first = word[0]
    if first.isupper() or first.isdigit() or (first.isalpha() and not first.islower()):
        return True
    if first.islower():  # mTOR, p53, α-fetoprotein
        return len(word) > 1 and (
            any(c.isupper() for c in word[1:4])
            or (first == "p" and word[1].isdigit())
            or (not first.isascii() and word[1] in "-‐–")
        )
    return following[0] in OPENING_MARKS and (word[0].isupper() or word[0].isdigit())


def _inside_brackets(text: str, sentence_start: int, position: int, end: int) -> bool:
    """Whether a bracket is open at `position` and closed soon after."""
    low, high = max(sentence_start, position - MAX_ASIDE), min(end, position + MAX_ASIDE)
    for opening, closing in ("()", "[]"):
        if text.count(opening, low, position) > text.count(closing, low, position):
            closed, opened = text.find(closing, position, high), text.find(opening, position, high)
            if closed >= 0 and not 0 <= opened < closed:
                return True
    return False
