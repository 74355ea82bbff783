"""Answers from sentences: pairs of quantities, one of each arm, in a sentence on the outcome."""

from collections.abc import Sequence

from ingest.extract import details, nearness, numbers, shares
from ingest.extract.mentions import Mention
from ingest.extract.question import Asked, Candidate, Numbers
from ingest.extract.reading import Parsed, Reading
from ingest.extract.tokens import Token
from ingest.extract.trial_arms import OTHER, Side, arm_mentions
from ingest.extract.wording import alike, content, overlap, time_rank


def candidates(asked: Asked) -> list[Candidate]:
    """Every pair of quantities in sentences that hold half of the outcome's words or more."""
    found: list[Candidate] = []
    for parsed in asked.parsed:
        near = content(parsed.sentence.text, asked.short)
        recall = overlap(asked.wanted, near)
        if recall < 0.5:
            continue
        found += _from_sentence(asked, parsed, recall)
    return found


def _from_sentence(asked: Asked, parsed: Parsed, recall: float) -> list[Candidate]:
    usable = [q for q in details.values(parsed) if _fits(asked, q)]
    if len(usable) < 2:
        return []
    named = arm_mentions(parsed, asked.arms, asked.short)
    usable = [q for q in usable if not any(m.first <= q.core <= m.last for m in named)]
    told: dict[Side, list[tuple[float, int]]] = {"intervention": [], "comparator": []}
    chosen = _sides(asked, parsed, usable, named)
    place = _outcome_place(asked, parsed.tokens)
    for n, q in enumerate(usable):
        side = chosen.get(n)
        if side:
            told[side].append((abs(q.core - place), n))
    if not told["intervention"] or not told["comparator"]:
        return []
    firsts = [n for _, n in told["intervention"]]
    seconds = [n for _, n in told["comparator"]]
    parallel = len(firsts) == len(seconds)
    made = []
    for _, i in sorted(told["intervention"])[:4]:
        for _, j in sorted(told["comparator"])[:4]:
            one = _of_quantity(asked, usable[i], "intervention")
            two = _of_quantity(asked, usable[j], "comparator")
            if one is None or two is None:
                continue
            if parallel and firsts.index(i) != seconds.index(j):
                continue
            distance = min(abs(usable[i].core - place), abs(usable[j].core - place))
            later = 0.03 * (i + j) if parallel else 0
            score = 0.75 * recall + 0.1 - 0.004 * distance + later
            score -= 0.02 * max(abs(i - j) - 1, 0)
            whole = (one.events is not None and one.size) or one.deviation
            score += 0.1 if whole else 0
            score += time_rank(parsed.sentence.text, asked.question.outcome) / 2
            score += asked.size_fit(one, two)
            s = parsed.sentence
            made.append(
                Candidate(score, one, two, f"paragraph {s.paragraph}, sentence {s.sentence}")
            )
    return made


def _outcome_place(asked: Asked, tokens: Sequence[Token]) -> int:
    """Where in a sentence the words of the outcome stand closest together: the middle one."""
    at = [
        i for i, t in enumerate(tokens)
        if t.kind == "word" and any(alike(t.norm.lower(), w) for w in asked.wanted)
    ]  # fmt: skip
    return at[len(at) // 2] if at else 0


def _sides(
    asked: Asked, parsed: Parsed, usable: Sequence[numbers.Quantity], named: Sequence[Mention]
) -> dict[int, Side]:
    """Which quantity is of which arm, by the extractor's own attachment."""
    readings = [Reading(parsed.sentence, q) for q in usable]
    got: dict[int, Side] = {}

    def settle(reading: Reading, m: Mention, rule: str) -> None:
        n = next(k for k, r in enumerate(readings) if r is reading)
        got[n] = "intervention" if m.name == "intervention" else "comparator"

    groups = _bracketed(parsed, usable)
    leaders = [readings[g[0]] for g in groups]
    if len(groups) >= 2 and all(len(g) == len(groups[0]) > 1 for g in groups):
        heads = Parsed(parsed.sentence, parsed.tokens, [usable[g[0]] for g in groups], list(named))
        nearness.nearest(heads, leaders, named, 14, settle)
        if len(set(got.values())) == 2:
            return {n: got[g[0]] for g in groups if g[0] in got for n in g}
        got.clear()
    small = _only(parsed, usable, named)
    nearness.nearest(small, readings, named, 12, settle)
    if len(usable) == 2 and len(set(got.values())) < 2:
        # A and B without names beside them: in the order of the arms in the sentence.
        order = list(dict.fromkeys(m.name for m in named))
        first = asked.first_named
        if order and (len(order) > 1 or named[0].last < usable[0].first):
            first = "comparator" if order[0] == "comparator" else "intervention"
        joined = {t.norm.lower() for t in parsed.tokens[usable[0].last : usable[1].first]}
        told = any(t.norm == "respectively" for t in parsed.tokens)
        parting = {"vs", "versus", "compared", "than"} | (
            {"and"} if len(order) > 1 or told else set()
        )
        if joined & parting:
            got = {0: first, 1: OTHER[first]}
    return got


def _fits(asked: Asked, q: numbers.Quantity) -> bool:
    if asked.question.kind == "continuous":
        return q.spread is not None or q.statistic == "mean"
    if "size" in q.rules:
        return False
    return q.numerator is not None or q.unit in ("%", None) or q.statistic == "count"


def _of_quantity(asked: Asked, q: numbers.Quantity, side: Side) -> Numbers | None:
    size = asked.size.get(side)
    if asked.question.kind == "continuous":
        deviation = q.spread if q.spread_kind != "se" else None
        return Numbers(None, size, q.value, deviation) if q.value else None
    if q.numerator is not None:
        total = int(q.denominator) if q.denominator else size
        return Numbers(int(q.numerator), total)
    if q.unit == "%" and q.value:
        if q.denominator:
            size = int(q.denominator)
        count = shares.count_from(q.value, size) if size else None
        return Numbers(count, size, computed=True) if count is not None else None
    if q.value and q.value.isdigit() and (size is None or int(q.value) <= size):
        return Numbers(int(q.value), size)
    return None


def _bracketed(parsed: Parsed, usable: Sequence[numbers.Quantity]) -> list[list[int]]:
    """Quantities by the bracket they stand in together; one outside of brackets is alone."""
    groups: list[list[int]] = []
    last = -1
    depth_at: list[int] = []
    opened = 0
    for k, token in enumerate(parsed.tokens):
        if token.norm in ("(", "["):
            opened += 1
        depth_at.append(opened)
        if token.norm in (")", "]"):
            last = k
    for n, q in enumerate(usable):
        bracket = depth_at[q.first]
        closed = any(
            parsed.tokens[k].norm in (")", "]")
            for k in range(usable[n - 1].last + 1 if n else 0, q.first)
        )
        if groups and n and not closed and depth_at[usable[n - 1].first] == bracket and last >= 0:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _only(parsed: Parsed, usable: Sequence[numbers.Quantity], named: Sequence[Mention]) -> Parsed:
    """The sentence with only the quantities and mentions that are in question."""
    return Parsed(parsed.sentence, parsed.tokens, list(usable), list(named))
