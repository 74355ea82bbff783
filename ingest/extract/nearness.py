"""The distance between mentions and numbers, and the pairing of lists of both.

Words, commas, clauses and other numbers between the two add to the cost; connectives (`of`, `was`,
an opening bracket) do not. Adjacent lists of equal length are paired in order.
"""

from collections.abc import Callable, Sequence

from ingest.extract.mentions import Mention
from ingest.extract.numbers import Quantity
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.tokens import Token, wordset

# -- the cost of a distance------------------------------------------------------------------------

CONNECT = wordset(
    "of was were is are be rate rates in only at the a an estimated estimate probability "
    "incidence cumulative reached about by to as mean median observed seen occurred among for "
    "as low high mere just and had has been with from reported proportion risk score total "
    "overall value respectively = : ( [ , ≈ - or nearly almost approximately less than fewer "
    "more patient"
)
_CLAUSES = wordset("while whereas but although though however despite than because when which")
_AGAINST = wordset("inferior superior versus vs compared relative unlike higher lower")
"""Words between the sides of a comparison."""
MAX_COST = 16.0


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
    words, total = 0, 0.0
    plain = True
    for k in range(first, last + 1):
        if k in silent:
            continue
        norm = parsed.tokens[k].norm.lower()
        if k in parsed.cores:
            total += 8
        if norm == ";":
            total += 8
        elif norm == ",":
            total += 1.5
        elif norm in _CLAUSES or norm in _AGAINST:
            total += 4
        elif norm == "and":
            total += 3 if k == last and m.last < q.core else 1.5
        if parsed.tokens[k].kind != "sign":
            words += 1
        plain = plain and norm in CONNECT
    before = m.last < q.core
    if not before and parsed.depths[m.first] < parsed.depths[q.core]:
        total += 6  # outside of the brackets around the number
    if plain and before:
        words = words * 3 // 10
    following = parsed.tokens[first].norm if first <= last else ""
    if not before and following == "of":
        words = min(words, 4) + max(words - 4, 0) // 2
    if before and last >= first and parsed.tokens[last].norm in ("(", "["):
        total -= 1
    return total + words


def silent_tokens(parsed: ParsedSentence) -> frozenset[int]:
    """Tokens of times, grades, thresholds and labels, which do not add to a distance."""
    kinds = ("time", "grade", "grades", "population", "phase", "arm", "drug", "regimen")
    return frozenset(
        k for m in parsed.of(*kinds) for k in range(m.first, m.last + 1)
    )  # fmt: skip


# -- adjacent lists -------------------------------------------------------------------------------

_JOINING = wordset(", and or vs versus . the for in with at of - / compared to ( ) ; a")
_NOUNS = wordset("arm group patient those treatment receiving year")


def runs(places: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> list[list[int]]:
    """Groups of indices of consecutive spans with only joining words between them."""
    groups: list[list[int]] = []
    for n, (first, _) in enumerate(places):
        if (
            groups
            and first - places[n - 1][1] < 12
            and all(
                tokens[k].norm.lower() in _JOINING | _NOUNS
                for k in range(places[n - 1][1] + 1, first)
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
    readings: Sequence[ValueReading],
    mentions: Sequence[Mention],
    limit: float,
    settle: Callable[[ValueReading, Mention, str], None],
    after_needs: frozenset[str] | None = TOWARDS,
) -> None:
    """Attach to each reading the nearest of `mentions`: lists in order first, then by cost.

    A mention after the value counts if a word of `after_needs` leads to it.
    """
    if not mentions:
        return
    lists = paired(parsed, mentions)
    silent = frozenset(
        k for m in parsed.of("time", "grade", "phase", "population", "endpoint")
        for k in range(m.first, m.last + 1)
    )  # fmt: skip
    order = {id(q): n for n, q in enumerate(parsed.quantities)}
    taken: set[int] = set()
    for reading in readings:
        q = reading.quantity
        place = order.get(id(q), -1)
        if place in lists:
            settle(reading, lists[place], "listed-in-order")
            continue
        best: tuple[float, int, Mention] | None = None
        for n, m in enumerate(mentions):
            if m.first > q.last and own_value(parsed, m):
                continue
            price = cost(parsed, q, m, silent)
            if m.first > q.last and after_needs is not None:
                between = {parsed.tokens[k].norm.lower() for k in range(q.last + 1, m.first)}
                led = between & after_needs
                price += -1 if led else 3
            if m.first in taken and m.last < q.core:
                price += 6  # the value before is followed by it
            if best is None or price < best[0]:
                best = (price, n, m)
        if best is not None and best[0] <= limit:
            side = "before" if best[2].last < q.core else "after"
            if side == "after":
                taken.add(best[2].first)
            settle(reading, best[2], f"near-{side}" if best[0] > 2 else f"next-to-{side}")


def own_value(parsed: ParsedSentence, m: Mention) -> bool:
    """Whether a mention is directly followed by its own value: `placebo, 3.6 %`."""
    k = m.last + 1
    if k < len(parsed.tokens) and parsed.tokens[k].norm in (",", "(", ":", "["):
        return any(q.first == k + 1 for q in parsed.quantities)
    return False
