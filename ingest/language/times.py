"""Times at which a value holds, and grades of adverse events, in the form of the record."""

from collections.abc import Iterable, Sequence

from ingest.language.lexicon import DROPPED, Lexicon
from ingest.language.mention import Mention
from ingest.language.numbers.scanner import WORD_NUMBERS
from ingest.language.tokens import Token
from ingest.language.words import words

_UNITS = {
    "year": "years", "yr": "years", "y": "years", "month": "months", "mo": "months",
    "week": "weeks", "wk": "weeks", "day": "days", "d": "days", "hour": "hours", "h": "hours",
}  # fmt: skip
_AMOUNTS = {word: str(number) for word, number in WORD_NUMBERS.items() if number}
_TIMINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("at", "the", "end", "of"), "end of"), (("at", "end", "of"), "end of"),
    (("end", "of"), "end of"), (("completion", "of"), "end of"), (("start", "of"), "start of"),
    (("beginning", "of"), "start of"), (("prior", "to"), "before"), (("before",), "before"),
    (("during",), "during"), (("after",), "after"), (("following",), "after"), (("post",), "after"),
)  # fmt: skip
_TIMINGS_BY_WORD = {
    first: [timing for timing in _TIMINGS if timing[0][0] == first]
    for first in {timing[0][0] for timing in _TIMINGS}
}
_LEADS = ("at", "by", "after", "within", "over")
_BEFORE_LABEL = ("at", "by", "on", "of", "after", "to", "", "(", "until")
_ESTIMATES = words("estimates")
_LENGTHS = words("lengths")
"""Words after `26-week` that make it the length of something and not the time of a value."""
_AVERAGES = frozenset(("median", "mean", "average", "minimum", "maximum"))
_GENERAL = ("treatment", "therapy")
_BLOCKS = ("block", "cycle", "induction", "course")


def times(tokens: Sequence[Token], lexicon: Lexicon) -> Iterable[Mention]:
    """Times at which a value holds, in the form of the record: `4 years`, `end of block-1`."""
    norms = [t.norm.lower() for t in tokens]
    for i in range(len(tokens)):
        yield from _listed(tokens, norms, i)
        mention = _amount(tokens, norms, i) or _label(tokens, norms, i)
        if mention is not None:
            yield mention
        mention = _timing(tokens, norms, i, lexicon)
        if mention is not None:
            yield mention


def _at(norms: Sequence[str], i: int) -> str:
    return norms[i] if 0 <= i < len(norms) else ""


def _mention(name: str, first: int, last: int) -> Mention:
    return Mention("time", name, first, last, "time", name)


def _listed(tokens: Sequence[Token], norms: Sequence[str], i: int) -> Iterable[Mention]:
    """3- and 5-year, at 3 and 5 years: the first number has the unit of the second."""
    k = i + 1 + (_at(norms, i + 1) == "-")
    second = k + 1
    if tokens[i].kind != "number" or _at(norms, k) != "and":
        return
    if second >= len(tokens) or tokens[second].kind != "number":
        return
    k = second + 1 + (_at(norms, second + 1) == "-")
    unit = _UNITS.get(_at(norms, k))
    hyphen = _at(norms, k - 1) == "-"
    if unit is None or not (hyphen or _at(norms, i - 1) == "at"):
        return
    yield _mention(f"{tokens[i].norm} {unit}", i, i)
    if not hyphen:
        yield _mention(f"{tokens[second].norm} {unit}", second, k)


def _amount(tokens: Sequence[Token], norms: Sequence[str], i: int) -> Mention | None:
    """`4-year`, `at 24 months`, `within six months of waking`."""
    amount = tokens[i].norm if tokens[i].kind == "number" else _AMOUNTS.get(norms[i])
    hyphen = _at(norms, i + 1) == "-"
    k = i + 1 + hyphen
    unit = _UNITS.get(_at(norms, k))
    if amount is None or unit is None or _age_or_span(norms, i, k):
        return None
    if _of_follow_up(norms, i, k):
        return None
    led = _at(norms, i - 1) in _LEADS or _at(norms, i - 2) in ("at", "within", "by")
    estimate = bool(_ESTIMATES & set(norms[k + 1 : k + 4]))
    if not (hyphen or led or estimate) or _at(norms, k + 1) in _LENGTHS:
        return None
    since = max((j for j in range(i) if tokens[j].kind != "word"), default=-1)
    if "median" in norms[max(0, i - 8, since + 1) : i] and not hyphen and not led:
        return None
    return _mention(f"{amount} {unit}", i, k)


def _of_follow_up(norms: Sequence[str], i: int, k: int) -> bool:
    """Whether an amount is the average length of follow-up, which is a value and no time.

    `after a median follow-up of 42 months`, `at 40 months' median follow-up`.
    """
    before, after = norms[max(0, i - 6) : i], norms[k + 1 : k + 6]
    told = any("follow" in near or "followup" in near for near in (before, after))
    averaged = _AVERAGES & {*(before if "of" in before[-1:] else ()), *after[:2]}
    return told and bool(averaged)


def _label(tokens: Sequence[Token], norms: Sequence[str], i: int) -> Mention | None:
    """`at week 26`, `on day 29`."""
    unit = _UNITS.get(_at(norms, i - 1))
    if unit is None or tokens[i].kind != "number" or _at(norms, i + 1) == "%":
        return None
    if _at(norms, i - 2) not in _BEFORE_LABEL:
        return None
    return _mention(f"{tokens[i].norm} {unit}", i - 1, i)


def _timing(
    tokens: Sequence[Token], norms: Sequence[str], i: int, lexicon: Lexicon
) -> Mention | None:
    """`at the end of induction`, `after block 1`."""
    for phrase, timing in _TIMINGS_BY_WORD.get(norms[i], ()):
        if tuple(norms[i : i + len(phrase)]) == phrase:
            rest = i + len(phrase)
            while _at(norms, rest) in DROPPED | {"-", "first", "of"}:
                if _at(norms, rest) == "first" and _at(norms, rest + 1) in _BLOCKS:
                    break
                rest += 1
            if _at(norms, rest) in _GENERAL and timing.endswith("of"):
                return Mention("time", f"{timing} all-therapy", i, rest, "time")
            length, meanings = lexicon.at([t.norm for t in tokens[rest : rest + 6]], 0)
            phase = next((name for scheme, name in meanings if scheme == "phase"), None)
            if length and phase is not None:
                last = rest + length - 1
                return Mention("time", f"{timing} {phase}", i, last, "time")
            return None
    return None


def _age_or_span(norms: Sequence[str], i: int, k: int) -> bool:
    """Whether an amount of time is an age or a duration, as in `aged 5 years`, `for 8 weeks`."""
    after = norms[k + 1 : k + 3]
    before = norms[max(0, i - 4) : i]
    return (
        "old" in after or bool({"age", "aged", "ages"} & {*before, *after[:1]})
        or before[-1:] in (["for"], ["<"], [">"], ["≥"], ["≤"], ["than"])
    )  # fmt: skip


# -- grades ----------------------------------------------------------------------------------------

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_HIGHER = frozenset(("higher", "above", "greater", "worse", "more"))


def grades(tokens: Sequence[Token]) -> Iterable[Mention]:
    """Grades of adverse events in the record's form: `3`, `≥3`; a list yields one each."""
    norms = [t.norm.lower() for t in tokens]
    for i, word in enumerate(norms):
        if word == "grade":
            yield from _grades_at(tokens, norms, i)


def _grades_at(tokens: Sequence[Token], norms: Sequence[str], i: int) -> Iterable[Mention]:
    digits, ranged = _digits_after(norms, i)
    if not digits:
        return
    last = digits[-1][1]
    sign = next((n for n in norms[i + 1 : i + 3] if n in ("≥", "≤")), "")
    low, high = digits[0][0], digits[-1][0]
    text = " ".join(t.text for t in tokens[i : last + 1])
    if len(digits) == 1:
        open_end = not sign and bool(_HIGHER & set(norms[last + 1 : last + 4]))
        name = f"≥{low}" if open_end else f"{sign}{low}"
        yield Mention("grade", name, i, last + 2 * open_end, "grade", text)
    elif ranged and high == 5:
        yield Mention("grade", f"≥{low}", i, last, "grade", text)
    elif ranged or norms[digits[0][1] + 1] in ("/", "or"):
        yield Mention("grades", f"{low}-{high}", i, last, "grade", text)
    else:
        for digit, place in digits:
            yield Mention("grade", str(digit), place, place, "grade", text)


def _digits_after(norms: Sequence[str], i: int) -> tuple[list[tuple[int, int]], bool]:
    """The grades listed after the word at `i` with their places, and whether they are a range."""
    k = i + 1
    while _at(norms, k) in ("≥", ">", "≤", "(", "-"):
        k += 1
    digits: list[tuple[int, int]] = []
    ranged = False
    while k < len(norms):
        if (norms[k] in "12345" and len(norms[k]) == 1) or norms[k] in _ROMAN:
            digits.append((_ROMAN.get(norms[k]) or int(norms[k]), k))
        elif norms[k] in ("-", "to", "–"):
            ranged = True
        elif norms[k] not in (",", "and", "or", "/", "grade"):
            break
        k += 1
    return digits, ranged and len(digits) > 1
