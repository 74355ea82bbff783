"""The two arms of a ratio or difference: `hazard ratio of X against Y`, else the pair compared."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.extract import rules
from ingest.extract.arm_pairs import Pair, distinct_arms, of_two_arms, same_arm
from ingest.extract.layout import AGAINST, Layout
from ingest.extract.rules import Attachment, Field, Rule
from ingest.language.mention import Mention
from ingest.language.words import words

_CONTROLS = words("control_arms")
_ADDED = words("adding")
_NEAREST = 6
"""The most tokens between the arms of `X against Y`."""
Contrast = dict[Field, dict[int, Attachment]]


def contrasts(layout: Layout, order: Pair) -> Contrast:
    """The arm and the comparator of each ratio and difference; `order` is the pair before.

    Where the words do not say which arm is set against which, it is the treated one against the
    control, else the first against the second, with a doubt.
    """
    given: Contrast = {"arm": {}, "comparator": {}}
    for i, q in enumerate(layout.values):
        if not of_two_arms(layout, i):
            continue
        arms = _arms_in_reach(layout, i)
        if pair := _against(layout, i, arms):
            _settle(layout, given, i, pair, rules.CONTRAST)
        elif arm := _led(layout, i, arms):
            other = next((m for m in distinct_arms([*arms, *order]) if not same_arm(m, arm)), None)
            _settle(layout, given, i, (arm, other) if other else (arm,), rules.CONTRAST)
        elif len(found := distinct_arms(arms)) == 2 or len(found := list(order)) == 2:
            doubt = "taken for the first arm against the second"
            _settle(layout, given, i, tuple(oriented(found)), rules.CONTRAST_ORDER, doubt)
        elif len(found := distinct_arms(arms)) == 1 and found[0].last < q.first:
            _settle(layout, given, i, tuple(found), rules.CONTRAST_ORDER)
    return given


def oriented(pair: Sequence[Mention]) -> Sequence[Mention]:
    """Two arms, the control last where only the first is called one.

    >>> one = Mention("arm", "placebo", 0, 0, "arm-word", "placebo")
    >>> two = Mention("arm", "zelimab", 2, 2, "named-arm", "zelimab")
    >>> [m.text for m in oriented([one, two])]
    ['zelimab', 'placebo']
    """
    first, second = (_is_control(m) for m in pair)
    return pair[::-1] if first and not second else pair


def first_told(order: Pair, first: Pair) -> Pair:
    """The pair compared last as the document orders it where it first compares the two."""
    same = len(order) == len(first) == 2 and all(
        any(same_arm(m, known) for known in first) for m in order
    )  # fmt: skip
    return first if same else order


def _is_control(m: Mention) -> bool:
    return bool(_CONTROLS & set(m.text.lower().replace("-", " ").split()))


def _arms_in_reach(layout: Layout, i: int) -> list[Mention]:
    """The arms of the sentence, rather those of the value's own clause."""
    arms = layout.parsed.of("arm")
    own = [m for m in arms if layout.clause[m.first] == layout.clause[layout.values[i].core]]
    return own if len(distinct_arms(own)) > 1 else arms


def _against(layout: Layout, i: int, arms: Sequence[Mention]) -> tuple[Mention, ...]:
    """The two arms nearest to a value that a word of comparison directly joins."""
    core = layout.values[i].core
    joined = [
        (one, two) for one, two in pairwise(arms)
        if not same_arm(one, two) and _sets_against(layout, one, two)
    ]  # fmt: skip
    return min(joined, key=lambda pair: abs(pair[0].first - core), default=())


def _sets_against(layout: Layout, one: Mention, two: Mention) -> bool:
    gap = layout.lowers[one.last + 1 : two.first]
    return len(gap) <= _NEAREST and bool(AGAINST & set(gap)) and not any(
        k in layout.parsed.cores for k in range(one.last + 1, two.first)
    )  # fmt: skip


def _led(layout: Layout, i: int, arms: Sequence[Mention]) -> Mention | None:
    """The arm of `hazard ratio for the X group`, `with X the ratio was`, `the addition of X`."""
    q = layout.values[i]
    before = [m for m in arms if m.last < q.first]
    for m in before:
        lead = layout.lowers[max(0, m.first - 3) : m.first]
        if _ADDED & set(lead):
            return m
    near = [
        m
        for m in before
        if q.first - m.last <= 3 and layout.bracket(q.first) == layout.bracket(m.first)
    ]
    lead = layout.lowers[max(0, near[-1].first - 2) : near[-1].first] if near else []
    return near[-1] if {"for", "of"} & set(lead) else None


def _settle(
    layout: Layout, given: Contrast, i: int, pair: Sequence[Mention], rule: Rule,
    doubt: str | None = None,
) -> None:  # fmt: skip
    """Attach an arm and, where there is one, its comparator."""
    given["arm"][i] = layout.of_arm(pair[0], rule, doubt)
    if len(pair) > 1:
        given["comparator"][i] = layout.of_arm(pair[1], rules.COMPARATOR, doubt)
