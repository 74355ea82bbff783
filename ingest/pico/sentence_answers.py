"""Answers from sentences: pairs of quantities, one of each arm, in a sentence on the outcome."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.extract import measured, nearness
from ingest.extract.reading import ParsedSentence
from ingest.language import numbers
from ingest.language.mention import Mention
from ingest.language.tokens import Token
from ingest.pico.question import AnswerCandidate, ArmNumbers, QuestionContext
from ingest.pico.trial_arms import OTHER, SIDES, Side, arm_mentions
from ingest.pico.wording import alike, content, overlap, time_rank, times
from ingest.tables import shares

_TOWARDS = nearness.TOWARDS | {"after", "under", "undergoing", "given", "taking", "from"}
"""Words that lead from a value to the arm after it."""


def candidates(context: QuestionContext) -> list[AnswerCandidate]:
    """The pairs of quantities in sentences with at least half of the outcome's words."""
    answers: list[AnswerCandidate] = []
    for parsed in context.parsed:
        near = content(parsed.sentence.text, context.acronyms)
        recall = overlap(context.wanted, near)
        if recall < 0.5:
            continue
        answers += _from_sentence(context, parsed, recall) or _none_in_any(context, parsed, recall)
    return answers


_EVERY = re.compile(
    r"\b(?:any|either|both|all|each|neither) (?:of the )?(?:\w+ )?(?:groups?|arms?)\b", re.I
)
_NONE = re.compile(r"\b(?:no|neither|without)\b(?P<what>(?:[\s-]+[^\W\d]+){1,6})", re.I)
_DIFFERS = re.compile(
    r"\b(?:differ\w*|significant\w*|change\w*|effect|evidence|association)\b", re.I
)


def _none_in_any(
    context: QuestionContext, parsed: ParsedSentence, recall: float
) -> list[AnswerCandidate]:
    """Zero events in both arms: `No unexpected bleeding was seen in any group`."""
    text = parsed.sentence.text
    none = _NONE.search(text)
    if context.question.kind != "binary" or none is None or not _EVERY.search(text):
        return []
    named = overlap(context.wanted, content(none["what"], context.acronyms))
    if named < 1 or _DIFFERS.search(text) or parsed.of("endpoint")[1:]:
        return []
    arms = [ArmNumbers(0, context.size.get(side)) for side in SIDES]
    place = f"paragraph {parsed.sentence.paragraph}, sentence {parsed.sentence.sentence}"
    return [AnswerCandidate(recall, arms[0], arms[1], place, times(text))]


def _from_sentence(
    context: QuestionContext, parsed: ParsedSentence, recall: float
) -> list[AnswerCandidate]:
    usable = [q for q in measured.values(parsed) if _fits(context, q)]
    if len(usable) < 2:
        return []
    named = arm_mentions(parsed, context.arms, context.acronyms)
    usable = [
        q for q in usable
        if not any(m.first <= q.core <= m.last for m in named)
        and not _counts_arms(parsed, q)
    ]  # fmt: skip
    by_side: dict[Side, list[tuple[float, int]]] = {"intervention": [], "comparator": []}
    chosen, partners = _sides(context, parsed, usable, named)
    places = _outcome_places(context, parsed.tokens)
    for n, q in enumerate(usable):
        side = chosen.get(n)
        if side:
            by_side[side].append((_distance(q, places), n))
    if not by_side["intervention"] or not by_side["comparator"]:
        return []
    firsts = [n for _, n in by_side["intervention"]]
    seconds = [n for _, n in by_side["comparator"]]
    parallel = len(firsts) == len(seconds)
    answers = []
    for _, i in sorted(by_side["intervention"])[:4]:
        for _, j in sorted(by_side["comparator"])[:4]:
            one = _of_quantity(context, usable[i], "intervention")
            two = _of_quantity(context, usable[j], "comparator")
            if one is None or two is None:
                continue
            if i in partners or j in partners:
                if partners.get(i) != j:
                    continue
            elif parallel and firsts.index(i) != seconds.index(j):
                continue
            distance = min(_distance(usable[i], places), _distance(usable[j], places))
            score = 0.65 * recall + 0.1 - 0.006 * min(distance, 40)
            score += 0.15 * overlap(context.wanted, _words_around(context, parsed, usable, i, j))
            score += 0.15 * all(_is_final_value(parsed, usable, n) for n in (i, j))
            score -= 0.02 * max(abs(i - j) - 1, 0)
            score -= 0.06 * (_inside(parsed, usable[i]) != _inside(parsed, usable[j]))
            complete = (one.events is not None and one.size) or one.deviation
            score += 0.1 if complete else 0
            score += time_rank(parsed.sentence.text, context.question.outcome) / 2
            score += context.size_fit(one, two)
            s = parsed.sentence
            answers.append(
                AnswerCandidate(
                    score,
                    one,
                    two,
                    f"paragraph {s.paragraph}, sentence {s.sentence}",
                    times(s.text),
                )
            )
    return answers


def _counts_arms(parsed: ParsedSentence, q: numbers.Quantity) -> bool:
    """Whether a number counts the arms themselves: `the two treatment groups`."""
    following = [t.norm for t in parsed.tokens[q.last + 1 : q.last + 3]]
    return "group" in following[:1] or (
        following[:1] in (["treatment"], ["study"]) and "group" in following
    )


def _words_around(
    context: QuestionContext,
    parsed: ParsedSentence,
    usable: Sequence[numbers.Quantity],
    i: int,
    j: int,
) -> frozenset[str]:
    """The words from the quantity before two quantities to the end of their clause."""
    low, high = min(i, j), max(i, j)
    while low and _is_final_value(parsed, usable, low):
        low -= 1
    start = parsed.tokens[usable[low - 1].last].end if low else 0
    following = parsed.tokens[usable[high].last + 1 :]
    if high + 1 < len(usable):
        following = parsed.tokens[usable[high].last + 1 : usable[high + 1].first]
    parted = next(
        (t for t in following if t.norm in (",", ";")), following[-1] if following else None
    )
    stop = parted.end if parted else parsed.tokens[usable[high].last].end
    return content(parsed.sentence.text[start:stop], context.acronyms)


def _outcome_places(context: QuestionContext, tokens: Sequence[Token]) -> list[int]:
    """The positions of the outcome's words in a sentence, also as an acronym."""
    return [
        i for i, t in enumerate(tokens) if t.kind == "word" and any(
            alike(name.lower(), w)
            for name in (t.norm, *context.acronyms.get(t.norm, ())) for w in context.wanted
        )
    ]  # fmt: skip


def _distance(q: numbers.Quantity, places: Sequence[int]) -> float:
    """The distance to the nearest word of the outcome; a word after the number counts more."""
    return min((q.core - p if p < q.core else 1.5 * (p - q.core) for p in places), default=20.0)


def _is_final_value(parsed: ParsedSentence, usable: Sequence[numbers.Quantity], n: int) -> bool:
    """Whether a value is the final one of a change: `from 6.8 to 3.0`, `(6.8 vs. 3.0)`."""
    start = usable[n - 1].last + 1 if n else 0
    before = [t.norm.lower() for t in parsed.tokens[start : usable[n].first]]
    return bool(n) and len(before) <= 4 and bool({"to", "vs", "v", "versus"} & set(before))


def _opens(parsed: ParsedSentence, m: Mention, q: numbers.Quantity) -> bool:
    """Whether a quantity is the first in a bracket directly after a mention."""
    return q.first == m.last + 2 and parsed.tokens[m.last + 1].norm in ("(", "[")


def _inside(parsed: ParsedSentence, q: numbers.Quantity) -> bool:
    """Whether a quantity is within brackets."""
    norms = [t.norm for t in parsed.tokens[: q.first]]
    return sum(n in ("(", "[") for n in norms) > sum(n in (")", "]") for n in norms)


def _sides(
    context: QuestionContext,
    parsed: ParsedSentence,
    usable: Sequence[numbers.Quantity],
    named: Sequence[Mention],
) -> tuple[dict[int, Side], dict[int, int]]:
    """The arm of each quantity, and the opposite quantity of each in a comparison.

    Quantities are attached to arms as in extraction; two in `a vs. b` without arms beside them
    follow the order of the arms in the sentence or in its first such pair.
    """
    pairs = _compared_pairs(parsed, usable, named, False)
    of_arms = {m.name for m in named if any(_opens(parsed, m, q) for q in usable)}
    if pairs and 2 * len(pairs) == len(usable) > 2 and len(of_arms) < 2:
        first = _first_of(context, parsed, usable[pairs[0]], named)
        return _of_pairs(pairs, first)
    groups = _bracketed(parsed, usable)
    leaders = [usable[g[0]] for g in groups]
    split = any(usable[g[0]].first < m.first < usable[g[-1]].first for g in groups for m in named)
    if len(groups) >= 2 and not split and all(len(g) == len(groups[0]) > 1 for g in groups):
        heads = ParsedSentence(parsed.sentence, parsed.tokens, leaders, list(named))
        led = nearness.nearest(heads, leaders, named, 14)
        if len({m.name for m in led.values()}) == 2:
            return {n: _side(led[k]) for k, g in enumerate(groups) if k in led for n in g}, {}
    small = _restricted(parsed, usable, named)
    near = nearness.nearest(small, usable, named, 12, _TOWARDS)
    side_of = {n: _side(m) for n, m in near.items()}
    for n in range(len(usable) - 1):
        if n + 1 in side_of and _between(parsed, usable[n], usable[n + 1]) == {"to"}:
            side_of[n] = side_of[n + 1]  # from one value to another, of one arm
    if len(set(side_of.values())) < 2:
        side_of = {n: _side(m) for n, m in nearness.alternating(usable, named).items()} or side_of
    pairs = _compared_pairs(parsed, usable, named, len(set(side_of.values())) < 2)
    if not pairs:
        return side_of, {}
    explicit = [
        side_of[n] for n in range(pairs[0] - 1)
        if n in side_of and side_of.get(n + 1) == OTHER[side_of[n]]
        and _AGAINST & _between(parsed, usable[n], usable[n + 1])
    ]  # fmt: skip
    first = explicit[0] if explicit else _first_of(context, parsed, usable[pairs[0]], named)
    sides, partners = _of_pairs(pairs, first)
    return side_of | sides, partners


_AGAINST = frozenset(("vs", "v", "versus", "against"))


def _between(parsed: ParsedSentence, one: numbers.Quantity, two: numbers.Quantity) -> set[str]:
    return {t.norm.lower() for t in parsed.tokens[one.last + 1 : two.first]}


def _of_pairs(pairs: Sequence[int], first: Side) -> tuple[dict[int, Side], dict[int, int]]:
    sides: dict[int, Side] = {}
    partners: dict[int, int] = {}
    for n in pairs:
        sides[n], sides[n + 1] = first, OTHER[first]
        partners[n], partners[n + 1] = n + 1, n
    return sides, partners


def _side(m: Mention) -> Side:
    return "comparator" if m.name == "comparator" else "intervention"


def _compared_pairs(
    parsed: ParsedSentence,
    usable: Sequence[numbers.Quantity],
    named: Sequence[Mention],
    alone: bool,
) -> list[int]:
    """The first of each two quantities that are compared without an arm between them.

    `and` joins two compared quantities only if there are no others and their order is stated.
    """
    ordered = (
        any(t.norm == "respectively" for t in parsed.tokens) or len({m.name for m in named}) > 1
    )
    parting = set(_AGAINST)
    if len(usable) == 2:
        parting |= {"than", "compared"} | ({"and"} if ordered and alone else set())
    firsts: list[int] = []
    for n in range(len(usable) - 1):
        start, stop = usable[n].last + 1, usable[n + 1].first
        between = _between(parsed, usable[n], usable[n + 1])
        apart = any(start <= m.first < stop for m in named) or stop - start > 8
        if between & parting and not apart and (not firsts or firsts[-1] < n - 1):
            firsts.append(n)
    return firsts


_BEHIND = frozenset(("than", "versus", "vs", "v", "over", "against"))


def _first_of(
    context: QuestionContext, parsed: ParsedSentence, q: numbers.Quantity, named: Sequence[Mention]
) -> Side:
    """The arm whose number comes first: the subject of the sentence, before `than`."""
    ordered: list[tuple[bool, int, Side]] = []
    for m in named:
        before = [t.norm.lower() for t in parsed.tokens[max(0, m.first - 3) : m.first]]
        later = bool(_BEHIND & set(before)) or any(
            pair in (("compared", "with"), ("compared", "to"), ("comparison", "with"))
            for pair in pairwise(before)
        )
        ordered.append((later, m.first, _side(m)))
    ordered.sort()
    if len({side for *_, side in ordered}) > 1:
        return ordered[0][2]
    if ordered and ordered[0][1] < q.first:
        return OTHER[ordered[0][2]] if ordered[0][0] else ordered[0][2]
    return context.first_named


def _fits(context: QuestionContext, q: numbers.Quantity) -> bool:
    if context.question.kind == "continuous":
        return q.spread is not None or q.statistic == "mean"
    if "size" in q.rules:
        return False
    return q.numerator is not None or q.unit in ("%", None) or q.statistic == "count"


def _of_quantity(context: QuestionContext, q: numbers.Quantity, side: Side) -> ArmNumbers | None:
    size = context.size.get(side)
    if context.question.kind == "continuous":
        deviation = q.spread if q.spread_kind != "se" else None
        return ArmNumbers(None, size, q.value, deviation) if q.value else None
    if q.numerator is not None:
        total = int(q.denominator) if q.denominator else size
        return ArmNumbers(int(q.numerator), total)
    if q.unit == "%" and q.value:
        if q.denominator:
            size = int(q.denominator)
        count = shares.count_from(q.value, size) if size else None
        return ArmNumbers(count, size, computed=True) if count is not None else None
    if q.value and q.value.isdigit() and (size is None or int(q.value) <= size):
        return ArmNumbers(int(q.value), size)
    return None


def _bracketed(parsed: ParsedSentence, usable: Sequence[numbers.Quantity]) -> list[list[int]]:
    """Groups of quantities in one bracket; each quantity outside of brackets is a group."""
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


def _restricted(
    parsed: ParsedSentence, usable: Sequence[numbers.Quantity], named: Sequence[Mention]
) -> ParsedSentence:
    """The sentence with only the given quantities and mentions."""
    return ParsedSentence(parsed.sentence, parsed.tokens, list(usable), list(named))
