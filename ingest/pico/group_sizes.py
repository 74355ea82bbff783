"""The size of each arm: stated at its name, in a table, or for all groups at once."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from ingest.extract import nearness
from ingest.extract.equal_sizes import DIVIDED, equal_sizes
from ingest.extract.reading import ParsedSentence
from ingest.extract.source import ExtractionInput
from ingest.language import numbers
from ingest.language.mention import Mention
from ingest.language.mentions import Abbreviations
from ingest.pico import table_sizes
from ingest.pico.trial_arms import SIDES, Arms, Side, arm_mentions
from ingest.tables.grid import Cell


def sizes(
    arms: Arms,
    parsed: Sequence[ParsedSentence],
    cells: Sequence[Cell],
    source: ExtractionInput,
    acronyms: Abbreviations,
) -> dict[Side, int]:
    """The size of each arm, by votes of sentences, heads and rows that count people."""
    votes: dict[Side, dict[int, float]] = {"intervention": {}, "comparator": {}}

    def vote(side: Side, size: int, weight: float) -> None:
        votes[side][size] = votes[side].get(size, 0) + weight

    for sentence in parsed:
        for arm, people, weight in _sizes_in_sentence(sentence, arms, acronyms):
            vote(arm, people, weight)
    for table in source.tables:
        for arm, people, weight in table_sizes.in_heads(table, arms, acronyms):
            vote(arm, people, weight)
    for arm, people, weight in table_sizes.in_cells(cells, arms, acronyms):
        vote(arm, people, weight)
    for arm, possible in table_sizes.of_shares(cells, arms, acronyms):
        known = [n for n in possible if n in votes[arm]]
        for people in known or (possible if len(possible) == 1 else []):
            vote(arm, people, 1.0 / max(len(known), 1))
    return _chosen(votes, _totals(parsed))


def _totals(parsed: Sequence[ParsedSentence]) -> frozenset[int]:
    """Numbers of people before allocation: `81 were randomised`."""
    return frozenset(
        n for sentence in parsed if any(t.norm.lower().startswith(DIVIDED) for t in sentence.tokens)
        for q in sentence.quantities if (n := _counted(q)) is not None
    )  # fmt: skip


def _chosen(votes: dict[Side, dict[int, float]], totals: frozenset[int]) -> dict[Side, int]:
    """The sizes with the most votes; a pair that adds up to a stated total gets a bonus."""
    ones, twos = votes["intervention"], votes["comparator"]
    if not ones or not twos:
        return {s: max(v, key=lambda n: (v[n], n)) for s, v in votes.items() if v}
    one, two = max(
        ((a, b) for a in ones for b in twos),
        key=lambda p: (ones[p[0]] + twos[p[1]] + 0.5 * (p[0] + p[1] in totals), p[0] + p[1]),
    )
    return {"intervention": one, "comparator": two}


_LEFT = re.compile(
    r"\b(lost to|withdr\w+|dropped|drop-?outs?|exclu\w+|declin\w+|discontinu\w+|refus\w+|missing|"
    r"did not (complete|receive|attend))\b", re.I,
)  # fmt: skip
"""Words for leaving an arm; a number beside them is no size."""
_STAYED = re.compile(r"\b(random|analy|compris|consist|complet|remain|leaving|final)", re.I)
_ENTERED = (
    "random", "assign", "allocat", "receiv", "include", "enrol", "hospitali", "there were",
    "comprise", "consist", "complete", "treated with", "underwent", "were given", "analy",
    "population", "divided", "finish", "was given", "administered", "remain",
)  # fmt: skip
"""Stems of words for entering an arm or being counted in it."""


def _sizes_in_sentence(
    parsed: ParsedSentence, arms: Arms, acronyms: Abbreviations
) -> Iterable[tuple[Side, int, float]]:
    """Sizes with weights: for all groups at once, listed with the arms, or beside a name."""
    for both, weight in equal_sizes(parsed):
        for each in SIDES:
            yield each, both, weight
    named = arm_mentions(parsed, arms, acronyms)
    text = " ".join(t.text.lower() for t in parsed.tokens)
    left = bool(_LEFT.search(text))
    if not named or (left and not _STAYED.search(text)):
        return
    yield from _denominators(parsed, named)
    analysed = 5.0 if re.search(r"\banaly[sz]", text) else 1.0
    counted = [
        (q, n) for q in parsed.quantities
        if (n := _counted(q)) is not None and not (_inside(parsed, q) and q.noun in _SEXES)
    ]  # fmt: skip
    only = ParsedSentence(parsed.sentence, parsed.tokens, [q for q, _ in counted], named)
    people = any(t.norm in numbers.PEOPLE or t.norm in ("group", "arm") for t in parsed.tokens)
    pairs = combinations((n for _, n in counted), 2)
    total = {a + b for a, b in pairs if a and b} & {n for _, n in counted}
    # 81 people, 42 in one arm and 39 in the other: a sum needs no word of entering.
    entered = any(word in text for word in _ENTERED) or any(n >= 20 for n in total)
    listed = nearness.paired(only, named)
    if not listed:
        counted = [(q, n) for q, n in counted if n not in total]
        listed = nearness.alternating([q for q, _ in counted], named)
    if entered and people and listed and len({m.name for m in listed.values()}) == 2:
        for k, m in listed.items():
            yield _side(m.name), counted[k][1], 1.2 * analysed
        return
    alone = len(counted) == 1 and len({m.name for m in named}) == 2
    for q, n in counted:
        if n < 2 or n in total:
            continue
        price, m = min(((_cost(only, q, m), m) for m in named), key=lambda pair: pair[0])
        limit, weight = _trust(parsed, q, entered and not alone and (people or bool(q.noun)))
        if price <= limit:
            size = int(q.denominator) if left and q.denominator else n  # 3 of 45 left
            yield _side(m.name), size, analysed * weight * (1 - max(price, 0) / 20)


def _trust(parsed: ParsedSentence, q: numbers.Quantity, entered: bool) -> tuple[float, float]:
    """The highest cost of joining a number of people to an arm's name, and its weight."""
    before = parsed.tokens[q.first - 1] if q.first else None
    attached = before is not None and (
        before.norm in ("(", "[") or before.text.endswith(("'s", "’s"))
    )
    if "size" in q.rules:
        return 6.0, 2.0
    if q.noun is not None and attached:
        return (9.0, 0.6) if entered else (1.0, 1.0)
    return (9.0, 0.6) if entered else (-99.0, 0.0)


_SEXES = frozenset(("man", "woman", "male", "female", "boy", "girl"))


def _denominators(
    parsed: ParsedSentence, named: Sequence[Mention]
) -> Iterable[tuple[Side, int, float]]:
    """Sizes implied by fractions: `23 of 51 and 15 of 50 with A and B, respectively`."""
    parts = [q for q in parsed.quantities if q.numerator and q.denominator]
    only = ParsedSentence(parsed.sentence, parsed.tokens, parts, list(named))
    listed = nearness.paired(only, named)
    for n, q in enumerate(parts):
        price, nearest = min(((_cost(only, q, m), m) for m in named), key=lambda pair: pair[0])
        m = listed.get(n) or (nearest if price <= 6 else None)
        if m and q.denominator:
            yield _side(m.name), int(q.denominator), 0.3


def _cost(parsed: ParsedSentence, q: numbers.Quantity, m: Mention) -> float:
    """The cost of joining an arm's name to a number of people."""
    before = parsed.tokens[q.first - 1].norm if q.first else ""
    if "size" in q.rules and m.last == q.first - 2 and before in (";", ",", ":"):
        return 0.0  # ketamine; n = 35
    behind_comma = before == "," and not _inside(parsed, q) and m.last < q.core
    return nearness.cost(parsed, q, m, frozenset()) + 9 * behind_comma


def _inside(parsed: ParsedSentence, q: numbers.Quantity) -> bool:
    """Whether a quantity is within brackets."""
    opened = 0
    for token in parsed.tokens[: q.first]:
        opened += (token.norm in ("(", "[")) - (token.norm in (")", "]"))
    return opened > 0


def _side(name: str) -> Side:
    return "intervention" if name == "intervention" else "comparator"


def _counted(q: numbers.Quantity) -> int | None:
    """The people a quantity counts: the numerator of a fraction, else a whole number."""
    if q.unit in ("time", "dose", "ratio") or q.statistic in ("mean", "median"):
        return None
    small = q.value is not None and q.value.isdigit() and int(q.value) < 4
    if "number-in-words" in q.rules and q.noun is None and q.numerator is None and small:
        return None  # two visits, three doses
    count = q.numerator or (q.value if q.unit != "%" else None)
    return int(count) if count and count.isdigit() and len(count) < 8 else None
