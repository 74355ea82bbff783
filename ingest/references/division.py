"""Separates the title of a reference from the name of its journal.

Quotation marks or emphasis mark the boundary. Otherwise each sentence end (and, less likely, each
comma) is a candidate, and the text after it is scored as a journal name by its form: capitals,
length, abbreviations, and words that are common in journal names. There is no list of journals.
"""

import re
from dataclasses import dataclass

from ingest.references.letters import JOURNAL_WORDS, LETTER, UPPER

_FUNCTION_WORDS = frozenset(
    (
        "of", "and", "the", "in", "for", "on", "to", "with", "by", "&", "de", "la", "le", "les",
        "du", "des", "et", "y", "e", "del", "der", "die", "das", "den", "und", "für", "im",
        "zur", "i", "og", "och", "voor", "van", "en", "di", "della", "dei", "do", "da", "dos",
        "a", "an", "al",
    )
)  # fmt: skip
_LOWER_CASE_TITLES = r"(?:eLife|mBio|mSphere|mSystems|npj|(?:bio|med|ar)Rxiv)\b"
_TITLE_END = re.compile(
    r"(?:[.?!][\"”’'»)\]*]{0,2}\s?|\s[–—]\s|[;,]\s)"
    rf"(?=[\"“]?(?:[{UPPER}\d]|{_LOWER_CASE_TITLES}))"
)
_WORD = re.compile(r"[\w&'’‐-]+\.?")
_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:[{UPPER}]|{LETTER}(?:\.\s?{LETTER}){{1,3}})$")
_SHORT = re.compile(rf"[{UPPER}]{{1,2}}|[{UPPER}][^\W\d_]{{0,8}}[^\W\d_aeoy]")
"""The form of an abbreviated word: a capital, few letters, rarely a final a, e, o or y."""
_LONE_WORD = re.compile(rf"(?:[.?!]\s|^)((?:[{UPPER}][\w-]{{0,9}}\s)?[{UPPER}][\w-]{{0,9}})$")
_QUOTED = re.compile(r"\s?[\"“”„«](?P<title>[^\"“”«»]{3,1500})[\"”“»](?P<gap>[.,;:]?\s?)")
_SINGLY_QUOTED = re.compile(r"\s?[‘'](?P<title>[^\"“”]{3,1500}?)(?P<gap>[’'][.,;:]\s)(?=[A-Z])")

# Hand-set weights: evidence for (+) or against (-) a phrase being the journal name.
_JOURNAL_WORD = 0.8  # each word common in journal names, up to three
_LOWER_CASE = -1.5  # each lower-case word that is no function word ...
_LOWER_CASE_JOURNAL_WORD = -0.5  # ... and each that is common in journal names
_HOLDS_DIGIT = -1.0
_FULL_STOP_AFTER_ABBREVIATION = 0.2
_FULL_STOP_WITHIN = -1.5  # a sentence would end within the journal name
_WORD_BEYOND_NINE = -0.4  # each word after the ninth
_QUESTION = -3.0
_UNLIKELY_SIGN = -1.0  # colon, quotation mark, per cent sign ...
_AFTER_COMMA = -2.5  # the title would end at a comma
_AFTER_ABBREVIATION = -1.5  # the title would end in "J", "N.Y" ...
_AFTER_LONE_WORD = -1.0  # the title would end in a sentence of one short word
_NO_SPACE = -1.0
_TITLE_OF_ONE_WORD = -0.5
_REJECTED = -6.0
_CLEAR_LEAD = 1.0  # a smaller lead over the runner-up marks the division as doubtful
_LONGEST_JOURNAL = 220


@dataclass(frozen=True, slots=True)
class Division:
    """A title and a journal name, either possibly empty, and the rule that separated them."""

    title: str
    journal: str
    rule: str


def divide(text: str, emphasised: list[str], has_locator: bool) -> Division:
    """The title and the journal name in the text between the author list and the locator.

    `emphasised` lists the runs of that text set in italics or bold. `has_locator` states that
    volume or pages follow, so that a journal name is expected.

    >>> divide("A trial of one drug. N Engl J Med", [], has_locator=True).journal
    'N Engl J Med'
    """
    text = text.strip(" ,;:")
    if quoted := _QUOTED.match(text) or _SINGLY_QUOTED.match(text):
        title, remainder = quoted["title"], text[quoted.end() :].strip(" ,.;:")
        title_keeps_stop = title[-1] in ".,?!"
        if (
            remainder
            and (title_keeps_stop or quoted["gap"].strip(" ’'"))
            and (title_keeps_stop or _journal_score(remainder)[0] > 0)
        ):
            return Division(title, remainder, "quotation marks")
    by_score = _by_score(text, has_locator)
    by_emphasis = _by_emphasis(text, emphasised)
    # Where both methods agree, report the one whose accuracy was measured.
    if by_emphasis is None or by_score.journal.rstrip(" .,;:") == by_emphasis.journal:
        return by_score
    return by_emphasis


def _by_emphasis(text: str, emphasised: list[str]) -> Division | None:
    """The division if emphasised words end the text: journal names are set in italics."""
    text = text.rstrip(" .,;:")
    for emphasis in reversed(emphasised):
        title = text.removesuffix(emphasis)
        if title != text and title.rstrip(" \"”'’)]")[-1:] in tuple(".?!,;:-–—"):
            return Division(title, emphasis, "emphasis")
    return None


def _by_score(text: str, has_locator: bool) -> Division:
    """The division at the highest-scoring candidate for the end of the title."""
    candidates = sorted(
        (
            (
                _journal_score(text[end.end() :])[0] + _title_end_score(text, end),
                end.start(),
                end.end(),
            )
            for end in [*_TITLE_END.finditer(text)][-40:]
            if len(text) - end.end() <= _LONGEST_JOURNAL
        ),
        key=lambda candidate: -candidate[0],
    )
    best = candidates[0][0] if candidates else _REJECTED
    if has_locator and _is_journal_alone(text, best if candidates else 0.0):
        return Division("", text, "journal without a title")
    if best <= _REJECTED:
        return Division(text, "", "title without a journal")
    _, title_end, journal_start = candidates[0]
    lead = best - candidates[1][0] if len(candidates) > 1 else _CLEAR_LEAD
    qualifier = "" if lead >= _CLEAR_LEAD and best >= 0 else ", in doubt"
    separator = "comma" if text[title_end] in ",;" else "sentence end"
    title = text[: title_end + 1] if text[title_end] in "?!" else text[:title_end]
    return Division(title, text[journal_start:], f"{separator}, form of the journal{qualifier}")


def _title_end_score(text: str, end: re.Match[str]) -> float:
    """The score of a candidate title end by the text just before it; 0 is neutral."""
    before = text[max(0, end.start() - 60) : end.start()]
    score = 0.0 if " " in before else _TITLE_OF_ONE_WORD
    separator = end[0].strip()[:1]
    if separator in (",", ";"):
        return score + _AFTER_COMMA
    if separator != ".":
        return score
    if _ABBREVIATION.search(before):
        return score + _AFTER_ABBREVIATION
    lone_word = _LONE_WORD.search(before)
    if lone_word and _SHORT.fullmatch(lone_word[1].split()[-1]):
        return score + _AFTER_LONE_WORD
    return score if end[0].endswith(" ") else score + _NO_SPACE


def _is_journal_alone(text: str, best_score: float) -> bool:
    """Whether the whole text is a journal name, as in styles that omit titles."""
    score, journal_words = _journal_score(text)
    first = _WORD.match(text)
    abbreviated = first and first[0].endswith(".") and first[0][:-1].lower() in JOURNAL_WORDS
    undivided = bool(abbreviated) or not _TITLE_END.search(text)
    if undivided and len(_WORD.findall(text)) == 1 and text[:1].isupper():
        return True  # "Blood", "Lancet": a title of one word would have a journal behind it
    return undivided and journal_words > 0 and score - 1.0 > best_score


def _journal_score(phrase: str) -> tuple[float, int]:
    """The score of a phrase as a journal name, and its count of journal words and abbreviations."""
    words = _WORD.findall(phrase)
    if not words:
        return _REJECTED, 0
    # "N Engl J Med" omits full stops, so one inside it would end a sentence.
    single_letters = [w for w in words[:-1] if len(w.rstrip(".")) == 1 and w.isupper() and w != "A"]
    unpunctuated = bool(single_letters) and not any(
        letter.endswith(".") for letter in single_letters
    )
    score, journal_words, words_since_stop = 0.0, 0, 0
    for index, word in enumerate(words):
        bare = word.rstrip(".")
        is_journal_word = bare.lower() in JOURNAL_WORDS
        journal_words += is_journal_word
        words_since_stop += 1
        if index and bare.lower() in _FUNCTION_WORDS:
            continue
        if bare.islower():
            score += _LOWER_CASE_JOURNAL_WORD if is_journal_word else _LOWER_CASE
        elif any(c.isdigit() for c in bare):
            score += _HOLDS_DIGIT
        if index + 1 < len(words) and word.endswith("."):
            is_abbreviation = is_journal_word or (words_since_stop <= 3 and _SHORT.fullmatch(bare))
            score += (
                _FULL_STOP_AFTER_ABBREVIATION
                if is_abbreviation and not unpunctuated
                else _FULL_STOP_WITHIN
            )
            words_since_stop = 0
    score += _JOURNAL_WORD * min(journal_words, 3)
    score += _WORD_BEYOND_NINE * max(0, len(words) - 9)
    score += _QUESTION * len(re.findall(r"[?!]\s", phrase))
    score += _UNLIKELY_SIGN * len(re.findall(r":\s|[\"“”=<>%]", phrase))
    abbreviations = sum(word.endswith(".") and len(word) > 1 for word in words[:-1])
    return score, journal_words + abbreviations
