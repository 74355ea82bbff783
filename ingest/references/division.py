"""Where the title ends and the journal begins.

Quotation marks or emphasis say it; otherwise each sentence end (or, failing that, comma) is a
candidate, and what follows it is weighed by its form: capitals, length, abbreviated words, words
that journals are called by. Journals are known by form and place, not by a list of them.
"""

import re
from dataclasses import dataclass

from ingest.references.letters import JOURNAL_WORDS, LETTER, UPPER

_SMALL = frozenset(
    (
        "of", "and", "the", "in", "for", "on", "to", "with", "by", "&", "de", "la", "le", "les",
        "du", "des", "et", "y", "e", "del", "der", "die", "das", "den", "und", "für", "im",
        "zur", "i", "og", "och", "voor", "van", "en", "di", "della", "dei", "do", "da", "dos",
        "a", "an", "al",
    )
)  # fmt: skip
_SMALL_INITIAL = r"(?:eLife|mBio|mSphere|mSystems|npj|(?:bio|med|ar)Rxiv)\b"
_END = re.compile(
    r"(?:[.?!][\"”’'»)\]*]{0,2}\s?|\s[–—]\s|[;,]\s)"
    rf"(?=[\"“]?(?:[{UPPER}\d]|{_SMALL_INITIAL}))"
)
_WORD = re.compile(r"[\w&'’‐-]+\.?")
_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:[{UPPER}]|{LETTER}(?:\.\s?{LETTER}){{1,3}})$")
_SHORT = re.compile(rf"[{UPPER}]{{1,2}}|[{UPPER}][^\W\d_]{{0,8}}[^\W\d_aeoy]")
"""What an abbreviation looks like: a capital, few letters, seldom a, e, o or y at the end."""
_LONE_WORD = re.compile(rf"(?:[.?!]\s|^)((?:[{UPPER}][\w-]{{0,9}}\s)?[{UPPER}][\w-]{{0,9}})$")
_QUOTED = re.compile(r"\s?[\"“”„«](?P<title>[^\"“”«»]{3,1500})[\"”“»](?P<gap>[.,;:]?\s?)")
_SINGLY_QUOTED = re.compile(r"\s?[‘'](?P<title>[^\"“”]{3,1500}?)(?P<gap>[’'][.,;:]\s)(?=[A-Z])")

# Weights, set by hand: what speaks for (+) or against (-) a phrase being the journal.
_KNOWN_WORD = 0.8  # each word that journals are called by, three at most
_LOWER_CASE = -1.5  # each word in lower case that is not small ...
_LOWER_CASE_KNOWN = -0.5  # ... or that journals are called by
_HOLDS_DIGIT = -1.0
_POINT_AFTER_ABBREVIATION = 0.2
_POINT_WITHIN = -1.5  # a sentence would end within the journal
_BEYOND_NINE_WORDS = -0.4  # each word
_QUESTION = -3.0
_ODD_SIGN = -1.0  # colons, quotation marks, per cent ...
_AFTER_COMMA = -2.5  # the title would end at a comma
_AFTER_ABBREVIATION = -1.5  # the title would end in "J", "N.Y" ...
_AFTER_LONE_WORD = -1.0  # the title would end in a sentence of one short word
_NO_SPACE = -1.0
_TITLE_OF_ONE_WORD = -0.5
_HOPELESS = -6.0
_CLEAR = 1.0  # by how much the best must lead, else the division is in doubt
_LONGEST_JOURNAL = 220


@dataclass(frozen=True, slots=True)
class Division:
    """Title and journal, either of which may be missing, and the rules that told them apart."""

    title: str
    journal: str
    rule: str


def divide(text: str, emphasised: list[str], placed: bool) -> Division:
    """Divide what stands between authors and locator.

    `placed` says that volume or pages follow, so that a journal is to be expected.
    """
    text = text.strip(" ,;:")
    if quoted := _QUOTED.match(text) or _SINGLY_QUOTED.match(text):
        title, rest = quoted["title"], text[quoted.end() :].strip(" ,.;:")
        inside = title[-1] in ".,?!"
        if rest and (inside or quoted["gap"].strip(" ’'")) and (inside or _weigh(rest)[0] > 0):
            return Division(title, rest, "quotation marks")
    formed = _by_form(text, placed)
    emphasised_last = _emphasised_last(text, emphasised)
    # Where both ways agree, the one that was measured is named.
    if emphasised_last is None or formed.journal.rstrip(" .,;:") == emphasised_last.journal:
        return formed
    return emphasised_last


def _emphasised_last(text: str, emphasised: list[str]) -> Division | None:
    """The division where emphasised words end the text: journals are set in italics."""
    text = text.rstrip(" .,;:")
    for emphasis in reversed(emphasised):
        before = text.removesuffix(emphasis)
        if before != text and before.rstrip(" \"”'’)]")[-1:] in tuple(".?!,;:-–—"):
            return Division(before, emphasis, "emphasis")
    return None


def _by_form(text: str, placed: bool) -> Division:
    """Take the likeliest of the places where a title may end."""
    weighed = sorted(
        (
            (_weigh(text[end.end() :])[0] + _end_of_title(text, end), end.start(), end.end())
            for end in [*_END.finditer(text)][-40:]
            if len(text) - end.end() <= _LONGEST_JOURNAL
        ),
        key=lambda weight_and_place: -weight_and_place[0],
    )
    best = weighed[0][0] if weighed else _HOPELESS
    if placed and _only_a_journal(text, best if weighed else 0.0):
        return Division("", text, "journal without a title")
    if best <= _HOPELESS:
        return Division(text, "", "title without a journal")
    _, stop, start = weighed[0]
    lead = best - weighed[1][0] if len(weighed) > 1 else _CLEAR
    doubt = "" if lead >= _CLEAR and best >= 0 else ", in doubt"
    mark = "comma" if text[stop] in ",;" else "sentence end"
    title = text[: stop + 1] if text[stop] in "?!" else text[:stop]
    return Division(title, text[start:], f"{mark}, form of the journal{doubt}")


def _end_of_title(text: str, end: re.Match[str]) -> float:
    """What the place itself says for or against a title that ends there."""
    before = text[max(0, end.start() - 60) : end.start()]
    weight = 0.0 if " " in before else _TITLE_OF_ONE_WORD
    mark = end[0].strip()[:1]
    if mark in (",", ";"):
        return weight + _AFTER_COMMA
    if mark != ".":
        return weight
    if _ABBREVIATION.search(before):
        return weight + _AFTER_ABBREVIATION
    lone = _LONE_WORD.search(before)
    if lone and _SHORT.fullmatch(lone[1].split()[-1]):
        return weight + _AFTER_LONE_WORD
    return weight if end[0].endswith(" ") else weight + _NO_SPACE


def _only_a_journal(text: str, best: float) -> bool:
    """Whether the whole text is a journal's name, as where titles are left out."""
    weight, telling = _weigh(text)
    first = _WORD.match(text)
    abbreviated = first and first[0].endswith(".") and first[0][:-1].lower() in JOURNAL_WORDS
    whole = bool(abbreviated) or not _END.search(text)
    return whole and telling > 0 and weight - 1.0 > best


def _weigh(phrase: str) -> tuple[float, int]:
    """How much a phrase looks like a journal, and how many of its words say so."""
    words = _WORD.findall(phrase)
    if not words:
        return _HOPELESS, 0
    # "N Engl J Med" leaves the points out, so a point within it would end a sentence.
    letters = [w for w in words[:-1] if len(w.rstrip(".")) == 1 and w.isupper() and w != "A"]
    unpointed = bool(letters) and not any(letter.endswith(".") for letter in letters)
    weight, telling, since_point = 0.0, 0, 0
    for place, word in enumerate(words):
        plain = word.rstrip(".")
        known = plain.lower() in JOURNAL_WORDS
        telling += known
        since_point += 1
        if place and plain.lower() in _SMALL:
            continue
        if plain.islower():
            weight += _LOWER_CASE_KNOWN if known else _LOWER_CASE
        elif any(c.isdigit() for c in plain):
            weight += _HOLDS_DIGIT
        if place + 1 < len(words) and word.endswith("."):
            short = known or (since_point <= 3 and _SHORT.fullmatch(plain))
            weight += _POINT_AFTER_ABBREVIATION if short and not unpointed else _POINT_WITHIN
            since_point = 0
    weight += _KNOWN_WORD * min(telling, 3)
    weight += _BEYOND_NINE_WORDS * max(0, len(words) - 9)
    weight += _QUESTION * len(re.findall(r"[?!]\s", phrase))
    weight += _ODD_SIGN * len(re.findall(r":\s|[\"“”=<>%]", phrase))
    pointed = sum(word.endswith(".") and len(word) > 1 for word in words[:-1])
    return weight, telling + pointed
