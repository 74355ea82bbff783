"""The distance between mentions and numbers, and the pairing of lists of both.

Words, commas, clauses and other numbers between the two add to the cost; connectives (`of`, `was`,
an opening bracket) do not. Adjacent lists of equal length are paired in order.
"""

from collections.abc import Sequence

from ingest.extract.reading import ParsedSentence, places
from ingest.language.mention import Mention
from ingest.language.numbers import Quantity
from ingest.language.tokens import Token, wordset
from ingest.language.words import words

# -- the cost of a distance ------------------------------------------------------------------------

CONNECT = words("connecting")
_CLAUSES = words("clause_words")
_AGAINST = words("comparing")


def gap(parsed: ParsedSentence, q: Quantity, m: Mention) -> tuple[int, int]:
    """The tokens between a quantity and a mention: first and last, empty where they touch."""
    if m.last < q.core:
        return m.last + 1, q.first - 1
    return q.last + 1, m.first - 1


def cost(parsed: ParsedSentence, q: Quantity, m: Mention, silent: frozenset[int]) -> float:
    """The cost of joining a mention to a quantity; `silent` tokens between them are free."""
    if m.first <= q.core <= m.last:
        return 99.0
    first, last = gap(parsed, q, m)
    before = m.last < q.core
    heard = [k for k in range(first, last + 1) if k not in silent]
    norms = {k: parsed.tokens[k].norm.lower() for k in heard}
    total = sum(8.0 * (k in parsed.cores) + _toll(norms[k], before and k == last) for k in heard)
    count = sum(parsed.tokens[k].kind != "sign" for k in heard)
    if not before and parsed.depths[m.first] < parsed.depths[q.core]:
        total += 6  # outside of the brackets around the number
    if before and all(word in CONNECT for word in norms.values()):
        count = count * 3 // 10
    if not before and first <= last and parsed.tokens[first].norm == "of":
        count = min(count, 4) + max(count - 4, 0) // 2
    if before and last >= first and parsed.tokens[last].norm in ("(", "["):
        total -= 1
    return total + count


def _toll(word: str, at_value: bool) -> float:
    """What a word between the two adds to the cost, beyond being a word."""
    if word == "and":
        return 3.0 if at_value else 1.5
    if word in _CLAUSES or word in _AGAINST:
        return 4.0
    return {";": 8.0, ",": 1.5}.get(word, 0.0)


# -- adjacent lists -------------------------------------------------------------------------------

_JOINING = wordset(", and or vs versus . the for in with at of - / compared to ( ) ; a")
_NOUNS = wordset("arm group patient those treatment receiving year")


def runs(spans: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> list[list[int]]:
    """Groups of indices of consecutive spans with only joining words between them."""
    groups: list[list[int]] = []
    for n, (first, _) in enumerate(spans):
        if (
            groups
            and first - spans[n - 1][1] < 12
            and all(
                tokens[k].norm.lower() in _JOINING | _NOUNS
                for k in range(spans[n - 1][1] + 1, first)
            )
        ):
            groups[-1].append(n)
        else:
            groups.append([n])
    return [run for run in groups if len(run) > 1]


def paired(parsed: ParsedSentence, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Quantity index → mention, for adjacent lists of equal length."""
    pairs: dict[int, Mention] = {}
    values = [
        (n, q) for n, q in enumerate(parsed.quantities) if (q.unit not in ("time", "dose")
        and q.p is None) or (q.value is not None and q.unit not in ("time", "dose"))
    ]  # fmt: skip
    value_runs = runs([(q.first, q.last) for _, q in values], parsed.tokens)
    mention_runs = runs([(m.first, m.last) for m in mentions], parsed.tokens)
    in_order = any(t.norm == "respectively" for t in parsed.tokens)
    for run in value_runs:
        units = {values[n][1].unit for n in run}
        for other in mention_runs:
            if len(other) != len(run) or len({mentions[n].name for n in other}) != len(other):
                continue
            # Without `respectively` the lists must be close, and of one unit.
            left = min(values[run[-1]][1].last, mentions[other[-1]].last)
            right = max(values[run[0]][1].first, mentions[other[0]].first)
            if not in_order and (right - left > 6 or len(units) > 1):
                continue
            for a, b in zip(run, other, strict=True):
                pairs.setdefault(values[a][0], mentions[b])
    return pairs


def alternating(values: Sequence[Quantity], mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Two alternating values and names: `24% after A and 17% after B`, `A 24%, B 17%`."""
    names = [m for n, m in enumerate(mentions) if not n or mentions[n - 1].name != m.name]
    if len(values) != 2 or len(names) != 2:
        return {}
    one, two, a, b = values[0].core, values[1].core, names[0].first, names[1].first
    is_alternating = one < a < two < b or a < one < b < two
    return {0: names[0], 1: names[1]} if is_alternating else {}


# -- the nearest of many ---------------------------------------------------------------------------

TOWARDS = wordset("in for with among on of at by receiving to during")


def nearest(
    parsed: ParsedSentence,
    quantities: Sequence[Quantity],
    mentions: Sequence[Mention],
    limit: float,
    towards: frozenset[str] = TOWARDS,
) -> dict[int, Mention]:
    """Quantity index → the nearest of `mentions`: lists in order first, then by cost.

    A mention after the value counts if a word of `towards` leads to it.
    """
    lists = paired(parsed, mentions)
    silent = places(parsed.of("time", "grade", "phase", "population", "endpoint"))
    order = {id(q): n for n, q in enumerate(parsed.quantities)}
    taken: set[int] = set()
    chosen: dict[int, Mention] = {}
    for i, q in enumerate(quantities):
        place = order.get(id(q), -1)
        if place in lists:
            chosen[i] = lists[place]
            continue
        priced = [
            (_price(parsed, q, m, silent, towards, taken), n) for n, m in enumerate(mentions)
            if not (m.first > q.last and own_value(parsed, m))
        ]  # fmt: skip
        price, n = min(priced, default=(limit + 1, 0))
        if price <= limit:
            chosen[i] = mentions[n]
            if mentions[n].first > q.core:
                taken.add(mentions[n].first)
    return chosen


def _price(
    parsed: ParsedSentence, q: Quantity, m: Mention, silent: frozenset[int],
    towards: frozenset[str], taken: set[int],
) -> float:  # fmt: skip
    """The cost of a mention, less where a word leads to it, more where a value before has it."""
    price = cost(parsed, q, m, silent)
    if m.first > q.last:
        between = {parsed.tokens[k].norm.lower() for k in range(q.last + 1, m.first)}
        price += -1 if between & towards else 3
    if m.first in taken and m.last < q.core:
        price += 6
    return price


def own_value(parsed: ParsedSentence, m: Mention) -> bool:
    """Whether a mention is directly followed by its own value: `placebo, 3.6 %`."""
    k = m.last + 1
    if k < len(parsed.tokens) and parsed.tokens[k].norm in (",", "(", ":", "["):
        return any(q.first == k + 1 for q in parsed.quantities)
    return False
