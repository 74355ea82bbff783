"""Of how many people a share or a count is, and how many a share is, where a sentence tells it.

`24 died, 95% of whom`, `Of the 80, 27 had diabetes (34%)`, `5% (8 deaths)`, `32% among 144 men`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.numbers.scanner import BACK
from ingest.language.words import words

_OPENS = frozenset(("of", "among", "in", "from"))
_AMONG = frozenset(("among", "of", "in"))
_DETERMINERS = frozenset(("the", "these", "all", "those", "our", "their"))
_FEWEST = 5
"""A smaller number rather counts something else."""
_PEOPLE = frozenset(("patients", None))
LARGEST = 7
"""The most digits of a number of people."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a sentence adds to a value: how many people it is, and of how many."""

    numerator: str | None = None
    denominator: str | None = None


@dataclass(slots=True)
class _Told:
    """One sentence with its readings in order, and what has been told of them."""

    parsed: ParsedSentence
    readings: list[ValueReading]
    before: ParsedSentence | None
    numerators: dict[int, str] = field(default_factory=dict)
    denominators: dict[int, str] = field(default_factory=dict)

    def word(self, k: int) -> str:
        tokens = self.parsed.tokens
        return tokens[k].norm.lower() if 0 <= k < len(tokens) else ""

    def opening(self, k: int) -> int | None:
        """The innermost bracket that is open at a token."""
        depths = self.parsed.depths
        depth = depths[k - 1] if k else 0
        while k and depth:
            k -= 1
            if self.word(k) in ("(", "[") and depths[k] == depth:
                return k
        return None

    def shares(self) -> list[ValueReading]:
        """The percentages of people without their number."""
        return [
            r for r in self.readings
            if r.quantity.unit == "%" and r.quantity.value and r.quantity.statistic != "difference"
            and not r.quantity.numerator and not r.quantity.denominator
        ]  # fmt: skip

    def counts(self) -> list[ValueReading]:
        return [r for r in self.readings if _is_count(r.quantity)]


def wholes(
    sentences: Sequence[ParsedSentence], readings: Sequence[ValueReading]
) -> Mapping[int, Part]:
    """What sentences tell of the numbers behind shares and counts, by the `id` of the reading."""
    by_sentence: dict[tuple[int, int], list[ValueReading]] = {}
    for reading in readings:
        where = reading.sentence.paragraph, reading.sentence.sentence
        by_sentence.setdefault(where, []).append(reading)
    found: dict[int, Part] = {}
    before: ParsedSentence | None = None
    for parsed in sentences:
        where = parsed.sentence.paragraph, parsed.sentence.sentence
        if before is not None and before.sentence.paragraph != where[0]:
            before = None
        here = sorted(by_sentence.pop(where, ()), key=lambda r: r.quantity.first)
        told = _Told(parsed, [r for r in here if r.quantity.value or r.quantity.numerator], before)
        for tell in (_in_brackets, _fractions, _sized, _opened, _among, _shared_out, _pointed):
            tell(told)
        for key in told.numerators.keys() | told.denominators.keys():
            found[key] = Part(told.numerators.get(key), told.denominators.get(key))
        before = parsed
    return found


def _is_count(q: Quantity) -> bool:
    return (
        q.unit in _PEOPLE and q.statistic in ("count", None) and not q.numerator
        and (q.value or "").isdigit() and len(q.value or "") <= LARGEST
    )  # fmt: skip


# -- how many a share is ---------------------------------------------------------------------------


def _in_brackets(told: _Told) -> None:
    """`27 had diabetes (34%)`, `22 hips and 39 hips (12% and 22%)`, `5% (8 deaths)`."""
    shares = told.shares()
    for opened in sorted({o for r in told.readings if (o := told.opening(r.quantity.first))}):
        before = [q for q in told.parsed.quantities if q.last < opened]
        inside = [r for r in told.readings if told.opening(r.quantity.first) == opened]
        if inside[0].quantity.first != opened + 1 or not before:
            continue
        listed = [r for r in inside if r in shares]
        if listed and listed == inside[: len(listed)]:
            counted = before[-len(listed) :]
            if len(counted) == len(listed) and all(_stands_free(told, q) for q in counted):
                for share, q in zip(listed, counted, strict=True):
                    told.numerators[id(share)] = q.value or ""
        host = next((r for r in shares if r.quantity.last == opened - 1), None)
        count = inside[0].quantity
        if host is not None and _is_count(count) and "size" not in count.rules:
            told.numerators[id(host)] = count.value or ""


def _stands_free(told: _Told, q: Quantity) -> bool:
    """Whether a quantity is a count outside brackets."""
    return _is_count(q) and told.opening(q.first) is None


def _fractions(told: _Told) -> None:
    """`62% vs 32% responded (106 of 172 and 28 of 87)`, where the numbers agree.

    The first fraction may have been read as that of the percentage nearest to it.
    """
    fractions = [
        q for q in told.parsed.quantities
        if q.numerator and q.denominator and not (q.value and _agree(q, q))
    ]  # fmt: skip
    if len(fractions) < 2:
        return
    stop = fractions[1].first
    shares = [r for r in told.readings if r.quantity.unit == "%" and r.quantity.last < stop]
    for n in range(len(shares) - len(fractions) + 1):
        pairs = list(zip(shares[n:], fractions, strict=False))
        if all(_agree(r.quantity, q) for r, q in pairs):
            for share, q in pairs:
                told.numerators[id(share)] = q.numerator or ""
                told.denominators[id(share)] = q.denominator or ""


def _agree(share: Quantity, fraction: Quantity) -> bool:
    whole = float(fraction.denominator or 0)
    return (
        whole > 0
        and abs(float(fraction.numerator or 0) / whole * 100 - float(share.value or 0)) < 1
    )


# -- of how many -----------------------------------------------------------------------------------


def _sized(told: _Told) -> None:
    """`67% for honey (n = 31)`: the size of the arm behind a share."""
    ends = {m.last: m.first for m in told.parsed.of("arm")}
    for size in (q for q in told.parsed.quantities if "size" in q.rules and q.value):
        opened = told.opening(size.first)
        start = ends.get(opened - 1) if opened is not None else None
        before = [r for r in told.readings if start is not None and r.quantity.last < start]
        if before and before[-1] in told.shares():
            told.denominators.setdefault(id(before[-1]), size.value or "")


def _opened(told: _Told) -> None:
    """`Of the 80, 27 had diabetes (34%)`, `In 30 adults … in 50%`: all that follow are of these."""
    k = next((k for k in range(3) if told.word(k) in _OPENS), None)
    if k is None or (k and told.word(k - 1) != ","):
        return
    whole = next((q for q in told.parsed.quantities if k < q.first), None)
    led = {told.word(j) for j in range(k + 1, whole.first)} if whole is not None else set()
    if whole is None or not _is_count(whole) or not led <= _DETERMINERS:
        return
    people = whole.noun in PEOPLE or told.word(whole.last + 1) in (",", "(", "who", "in", "with")
    if not people or (told.word(k) in ("in", "from") and whole.noun not in PEOPLE):
        return
    for r in told.readings:
        q = r.quantity
        if q.first > whole.last and not q.denominator and (
            (r in told.shares() and r.arm is None)
            or (_is_count(q) and int(q.value or 0) < int(whole.value or 0))
        ):  # fmt: skip
            told.denominators.setdefault(id(r), whole.value or "")


def _among(told: _Told) -> None:
    """`32% responded to zelimab among 144 children`."""
    for share in told.shares():
        after = [q for q in told.parsed.quantities if q.first > share.quantity.last]
        if after and _is_count(after[0]) and after[0].noun in PEOPLE:
            k = after[0].first - 1
            k -= told.word(k) in _DETERMINERS
            if told.word(k) in _AMONG and int(after[0].value or 0) >= _FEWEST:
                if told.opening(after[0].first) is None:
                    told.denominators.setdefault(id(share), after[0].value or "")


def _shared_out(told: _Told) -> None:
    """`87 were enrolled (41 in X and 46 in Y)`: the counts behind another that sum up to it."""
    counts = told.counts()
    for n, total in enumerate(counts):
        parts = counts[n + 1 :]
        sizes = [int(r.quantity.value or 0) for r in parts]
        if len(parts) > 1 and sum(sizes) == int(total.quantity.value or 0):
            for r in parts:
                told.denominators.setdefault(id(r), total.quantity.value or "")
            return


def _pointed(told: _Told) -> None:
    """`24 died, 95% of whom …`, `116 took part, of whom 62% …`."""
    for share in told.shares():
        if (count := _pointed_at(told.parsed, share.quantity, told.before)) is not None:
            told.denominators.setdefault(id(share), count)


def _pointed_at(
    parsed: ParsedSentence, share: Quantity, before: ParsedSentence | None
) -> str | None:
    spoken = [token.text.lower() for token in parsed.tokens]
    after = spoken[share.last + 1 : share.last + 3]
    opens = spoken[:2]
    named = [t for t in parsed.tokens[share.last + 3 : share.last + 4] if t.kind == "word"]
    if after[1:] and after[1] in ("these", "those") and named:
        if not {t.norm for t in named} & (words("people") | words("predicates")):
            return None  # of these cases: another count than the last
    if after[:1] == ["of"] and after[1:] and after[1] in BACK:
        counts = list(_counts(parsed, share.first))
        if counts or after[1] == "which":
            return counts[-1] if counts else None
        return _last_count(before)
    if spoken[max(0, share.first - 2) : share.first] in (["of", "whom"], ["of", "which"]):
        return next(reversed(list(_counts(parsed, share.first))), None)
    if opens[:1] == ["of"] and opens[1:] and opens[1] in BACK:
        return _last_count(before)
    return None


def _counts(parsed: ParsedSentence, end: int) -> Iterator[str]:
    """The counts of people before a token, in order."""
    for q in parsed.quantities:
        value = q.numerator or q.value or ""
        if q.last < end and value.isdigit() and len(value) <= LARGEST and int(value) >= _FEWEST:
            if q.unit in _PEOPLE and q.statistic in ("count", None):
                yield value


def _last_count(before: ParsedSentence | None) -> str | None:
    """The only count of people in the sentence before, or nothing."""
    counts = set(_counts(before, len(before.tokens))) if before is not None else set()
    return counts.pop() if len(counts) == 1 else None
