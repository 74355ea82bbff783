"""How many people each arm holds: told at its name, in a table, or of all groups at once."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.extract import nearness, numbers, shares, tables
from ingest.extract.mentions import Abbreviations, Mention
from ingest.extract.reading import Parsed
from ingest.extract.source import Source, Table
from ingest.extract.tables import Cell
from ingest.extract.trial_arms import OTHER, SIDES, Arms, Side, arm_mentions


def sizes(
    arms: Arms,
    parsed: Sequence[Parsed],
    found: Sequence[Cell],
    source: Source,
    short: Abbreviations,
) -> dict[Side, int]:
    """The size of each arm, by the votes of sentences, heads and rows that count people."""
    votes: dict[Side, dict[int, float]] = {"intervention": {}, "comparator": {}}

    def vote(side: Side, size: int, weight: float) -> None:
        votes[side][size] = votes[side].get(size, 0) + weight

    for one in parsed:
        for arm, people, weight in _sizes_in_sentence(one, arms, short):
            vote(arm, people, weight)
    for table in source.tables:
        for arm, people, weight in _sizes_in_table(table, arms, short):
            vote(arm, people, weight)
    for arm, people, weight in _counted_in_cells(found, arms, short):
        vote(arm, people, weight)
    for arm, made in _sizes_of_shares(found, arms, short):
        known = [n for n in made if n in votes[arm]]
        for people in known or (made if len(made) == 1 else []):
            vote(arm, people, 1.0 / max(len(known), 1))
    return _chosen(votes, _totals(parsed))


def _sizes_in_table(
    table: Table, arms: Arms, short: Abbreviations
) -> Iterable[tuple[Side, int, float]]:
    """Sizes in heads, `Control (n = 39)`, also one row below the arm's name, and in row labels."""
    top = table.rows[: max(table.head, 1) + 1]
    for r, row in enumerate(top):
        for c, text in enumerate(row):
            size = tables.size_in(text) or (c and tables.bare_size(text))
            if not size or (c and row[c - 1] == text):
                continue
            own = arms.side(tables.unsized(text), short)
            above = " ".join(one[c] for one in top[:r] if one[c].strip() and one[c] != text)
            named = own or (arms.side(above, short) if tables.size_in(text) else None)
            more = above if own else re.search(r"[A-Za-z]{2}", tables.unsized(text))
            if named:
                yield named, size, 0.4 if more else 1.0
    for side, size in _by_elimination(top, arms, short):
        yield side, size, 0.8
    for row in table.rows:
        told = (tables.size_in(row[0]) or tables.bare_size(row[0])) if row else None
        whose = arms.side(tables.unsized(row[0]), short) if told else None
        if told and whose:
            yield whose, told, 1.0


_PEOPLE_ROW = re.compile(
    r"(?!no$)(no\.?|number|n|total)?\s*(of)?\s*"
    r"(patients|participants|subjects|children|n|women)?(,? ?n)?",
    re.I,
)  # fmt: skip


def _counted_in_cells(
    found: Sequence[Cell], arms: Arms, short: Abbreviations
) -> Iterable[tuple[Side, int, float]]:
    """Sizes in a row `Number of patients` below the arms, or in a column `n` beside them."""
    for cell in found:
        label = cell.labels[-1] if cell.labels else ""
        head = cell.heads[-1].strip(" ()=") if cell.heads else ""
        count = tables.whole_number(cell.value.first)
        if not count or cell.value.sign not in ("", "()"):
            continue
        if label and _PEOPLE_ROW.fullmatch(label):
            named = arms.side(" ".join(cell.heads), short)
        elif _PEOPLE_ROW.fullmatch(head) and head and len(cell.heads) == 1:
            named = arms.side(" ".join(cell.labels[-1:]), short)
        else:
            continue
        if named:
            yield named, count, 0.8


def _sizes_of_shares(
    found: Sequence[Cell], arms: Arms, short: Abbreviations
) -> Iterable[tuple[Side, list[int]]]:
    """The sizes that three or more counts of one arm with their percentages leave, by table."""
    columns: dict[tuple[int, Side], list[tuple[int, str]]] = {}
    for cell in found:
        count = tables.whole_number(cell.value.first)
        percent = cell.value.second
        if not count or cell.value.sign != "()" or not percent or cell.value.named:
            continue
        named = arms.side(" ".join(cell.heads), short)
        if named and not percent.startswith("-"):
            columns.setdefault((cell.table, named), []).append((count, percent))
    for (_, side), pairs in columns.items():
        tally = Counter(n for count, percent in pairs for n in shares.sizes_from(count, percent))
        if len(pairs) < 3 or not tally:
            continue
        most = max(tally.values())
        if most >= max(3, 0.6 * len(pairs)):
            yield side, sorted(n for n, times in tally.items() if times == most)


def _totals(parsed: Sequence[Parsed]) -> frozenset[int]:
    """Numbers of people whom a sentence counts before they are divided: `81 were randomised`."""
    return frozenset(
        n for one in parsed if any(t.norm.lower().startswith(_DIVIDED) for t in one.tokens)
        for q in one.quantities if (n := _counted(q)) is not None
    )  # fmt: skip


def _chosen(votes: dict[Side, dict[int, float]], totals: frozenset[int]) -> dict[Side, int]:
    """The sizes with the most votes; two that add up to a total of the report count for more."""
    ones, twos = votes["intervention"], votes["comparator"]
    if not ones or not twos:
        return {s: max(v, key=lambda n: (v[n], n)) for s, v in votes.items() if v}
    one, two = max(
        ((a, b) for a in ones for b in twos),
        key=lambda p: (ones[p[0]] + twos[p[1]] + 0.5 * (p[0] + p[1] in totals), p[0] + p[1]),
    )
    return {"intervention": one, "comparator": two}


def _by_elimination(
    top: Sequence[tuple[str, ...]], arms: Arms, short: Abbreviations
) -> Iterable[tuple[Side, int]]:
    """Where two heads tell a size and one names an arm, the other is of the other arm."""
    sized = {text: n for row in top for text in row[1:] if (n := tables.size_in(text))}
    if len(sized) != 2:
        return
    texts = list(sized)
    named = [arms.side(tables.unsized(text), short) for text in texts]
    for one, other in ((0, 1), (1, 0)):
        side = named[one]
        if side is not None and named[other] is None:
            yield OTHER[side], sized[texts[other]]


_DIVIDED = ("random", "assign", "allocat", "divid", "analy", "enrol", "recruit", "includ", "total")
_LEFT = re.compile(
    r"\b(lost to|withdr\w+|dropped|drop-?outs?|exclu\w+|declin\w+|discontinu\w+|refus\w+|missing|"
    r"did not (complete|receive|attend))\b", re.I,
)  # fmt: skip
"""Words of people who leave an arm; a number beside them is no size."""
_ENTERED = (
    "random", "assign", "allocat", "receiv", "include", "enrol", "hospitali", "there were",
    "comprise", "consist", "complete", "treated with", "underwent", "were given", "analy",
    "population", "divided",
)  # fmt: skip
"""Beginnings of words with which people enter an arm or are counted in it."""


def _sizes_in_sentence(
    parsed: Parsed, arms: Arms, short: Abbreviations
) -> Iterable[tuple[Side, int, float]]:
    for both, weight in _equal_sizes(parsed):
        for each in SIDES:
            yield each, both, weight
    named = arm_mentions(parsed, arms, short)
    if not named:
        return
    text = " ".join(t.text.lower() for t in parsed.tokens)
    entered = any(word in text for word in _ENTERED)
    analysed = 5.0 if re.search(r"\banaly[sz]", text) else 1.0
    if _LEFT.search(text) and analysed == 1.0 and "random" not in text:
        return
    people = any(t.norm in numbers.PEOPLE or t.norm in ("group", "arm") for t in parsed.tokens)
    yield from _denominators(parsed, named)
    counts = {id(q): n for q in parsed.quantities if (n := _counted(q)) is not None}
    counted = [q for q in parsed.quantities if id(q) in counts]
    people_only = Parsed(parsed.sentence, parsed.tokens, counted, named)
    listed = nearness.paired(people_only, named)
    if entered and people and listed and len({m.name for m in listed.values()}) == 2:
        for n, m in listed.items():
            yield _side(m.name), counts[id(counted[n])], 1.2 * analysed
        return
    total = {
        n for n in counts.values()
        if any(a + b == n for a in counts.values() for b in counts.values() if a and b)
    }  # fmt: skip
    for q in parsed.quantities:
        n = counts.get(id(q))
        if n is None or n < 2 or n in total:
            continue
        is_size = "size" in q.rules
        bracket = q.first and parsed.tokens[q.first - 1].norm in ("(", "[")
        behind_comma = q.first and parsed.tokens[q.first - 1].norm == "," and not _inside(parsed, q)
        price, side = min((_price(people_only, q, m, bool(behind_comma)), m.name) for m in named)
        named_before = q.first and parsed.tokens[q.first - 1].text.endswith(("'s", "’s"))
        alone = len(counts) == 1 and len({m.name for m in named}) == 2
        limit, weight = 9.0, 0.6
        if is_size:
            limit, weight = 6.0, 2.0
        elif q.noun is not None and (bracket or named_before) and price <= 1:
            limit, weight = 1.0, 1.0
        elif alone or not entered or not (people or q.noun):
            continue
        if price <= limit:
            yield _side(side), n, analysed * weight * (1 - max(price, 0) / 20)


def _denominators(parsed: Parsed, named: Sequence[Mention]) -> Iterable[tuple[Side, int, float]]:
    """Sizes that fractions tell by the way: `23 of 51 and 15 of 50 with A and B, respectively`."""
    parts = [q for q in parsed.quantities if q.numerator and q.denominator]
    only = Parsed(parsed.sentence, parsed.tokens, parts, list(named))
    listed = nearness.paired(only, named)
    for n, q in enumerate(parts):
        price, nearest = min(
            ((_price(only, q, m, False), m) for m in named), key=lambda pair: pair[0]
        )
        m = listed.get(n) or (nearest if price <= 6 else None)
        if m and q.denominator:
            yield _side(m.name), int(q.denominator), 0.3


def _price(parsed: Parsed, q: numbers.Quantity, m: Mention, behind_comma: bool) -> float:
    """How far an arm's name stands from a number of people, in tokens that part them."""
    if m.last == q.first - 2 and parsed.tokens[q.first - 1].norm in (";", ",", ":") and (
        "size" in q.rules
    ):  # fmt: skip
        return 0.0  # ketamine; n = 35
    return nearness.cost(parsed, q, m, frozenset()) + 9 * (behind_comma and m.last < q.core)


def _inside(parsed: Parsed, q: numbers.Quantity) -> bool:
    """Whether a quantity stands within brackets."""
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


_MANY = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}


def _equal_sizes(parsed: Parsed) -> Iterable[tuple[int, float]]:
    """Sizes told of all groups at once: `30 in each group`, `40 patients in two equal groups`."""
    norms = [t.norm.lower() for t in parsed.tokens]
    for q in parsed.quantities:
        if q.value is None or not q.value.isdigit() or q.statistic not in ("count", None):
            continue
        near = norms[q.last + 1 : q.last + 8]
        if any(q.last < k <= q.last + 8 for k in parsed.cores):
            continue
        before = norms[max(0, q.first - 6) : q.first]
        each = "each" in near or "per" in near[:3] or ("each" in before and "group" in before)
        of_groups = bool({"group", "arm"} & {*norms[q.last + 1 : q.last + 9], *before})
        all_groups = "size" in q.rules and ("each" in near[:3] or {"both", "all"} & set(before))
        ends = q.noun is not None and near[-1:] in (["each"], ["."])
        if all_groups or near[:1] == ["each"] or (each and (of_groups or ends)):
            yield int(q.value), 1.0
    for i, word in enumerate(norms):
        if word == "group" and norms[i + 1 : i + 2] == ["of"] and set(norms[:i]) & set(_MANY):
            of = [int(q.value) for q in parsed.quantities if q.first <= i + 2 <= q.core and
                  q.value and q.value.isdigit()]  # fmt: skip
            for n in of:
                yield n, 1.0
        if word in _MANY and norms[i + 1 : i + 3] == ["equal", "group"]:
            totals = [
                int(q.value) for q in parsed.quantities
                if q.last < i and q.noun is not None and q.value and q.value.isdigit()
            ]  # fmt: skip
            if totals and totals[-1] % _MANY[word] == 0:
                yield totals[-1] // _MANY[word], 0.8
