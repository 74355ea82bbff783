"""The arm of each value: lists in order, `A% with X and B% with Y`, the other side of a pair."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract import rules
from ingest.extract.layout import Layout, distinct
from ingest.extract.reading import ParsedSentence
from ingest.extract.rules import Attachment, Rule
from ingest.language.mention import Mention
from ingest.language.numbers import PEOPLE
from ingest.language.words import words

_ARM_JOIN = words("arm_joining")
_TOWARDS = words("arm_towards")
_TOGETHER = frozenset(("and", "plus", "with", "in", "combination", "+", ",", "/"))
_COMPARED_WITH = {
    (verb, to) for verb in ("compared", "comparison", "relative", "contrast") for to in ("with", "to")
}
_FARTHEST = 12
Pair = tuple[Mention, ...]
"""The arms of a comparison, in the order in which a document names them."""


class ArmFrames:
    """The arms of one sentence's values; `order` has the arms as compared before it."""

    def __init__(self, layout: Layout, order: Pair, follows: bool) -> None:
        self.layout, self.order, self.follows = layout, order, follows
        self.given: dict[int, Attachment] = {}
        values = layout.values
        inside = {k for q in values for k in range(q.first, q.last + 1)}
        self.within = [m for m in layout.parsed.of("arm") if m.first in inside]
        self.arms = [m for m in layout.parsed.of("arm") if m.first not in inside]

    def attach(self) -> dict[int, Attachment]:
        """The arm of each value that has one, by the index of the value."""
        self._in_values()
        self._in_own_brackets()
        self._changes()
        for run in self._runs():
            self._in_order(run)
        if not self.given or self.within:
            self._one_by_one()
        self._shared_after()
        self._other_sides()
        self._as_pair_before()
        if not self.given and not self.arms:
            self._order_before()
        return self.given

    def _in_values(self) -> None:
        """Arms between a count and its share: `6/32 children given X (18.8%)`."""
        for i, q in enumerate(self.layout.values):
            m = next((m for m in self.within if q.core < m.first <= q.last), None)
            if m is not None and self._is_of_arm(i):
                self._settle(i, m, rules.ARM_AFTER)

    def _in_own_brackets(self) -> None:
        """Values in brackets behind their arms: `in X (9.3 vs. 9.9), in Y (11.3 vs. 9.1)`."""
        inside: dict[int, list[int]] = {}
        for i, q in enumerate(self.layout.values):
            bracket = self.layout.bracket(q.first)
            if bracket is not None and self._is_of_arm(i):
                inside.setdefault(bracket, []).append(i)
        behind = [(m, inside[m.last + 1]) for m in self.arms if m.last + 1 in inside]
        if len(distinct([m for m, _ in behind])) > 1:
            for m, values in behind:
                for i in values:
                    self._settle(i, m, rules.ARM_BEFORE)

    def _is_of_arm(self, i: int) -> bool:
        """Whether a value is one of an arm and not of a comparison."""
        q = self.layout.values[i]
        return q.unit != "ratio" and q.statistic != "difference" and bool(q.value or q.numerator)

    def _settle(self, i: int, m: Mention, rule: Rule, doubt: str | None = None) -> None:
        terms = tuple(
            (d.scheme, d.name) for d in self.layout.parsed.of("drug", "regimen")
            if m.first <= d.first and d.last <= m.last
        )  # fmt: skip
        self.given.setdefault(i, Attachment(rule, m.text, m.text, doubt or m.doubt, terms))

    def _changes(self) -> None:
        """Two values of one arm each: `in X from 8 to 3 and in Y from 8 to 5`, `from 8 to 3 in X`."""
        layout, values = self.layout, self.layout.values
        pairs = [
            i for i in range(len(values) - 1)
            if layout.word(values[i].first - 1) == "from" and self._is_of_arm(i)
            and "to" in layout.lowers[values[i].last + 1 : values[i + 1].first]
        ]  # fmt: skip
        ends = [-1, *(values[i + 1].last for i in pairs)]
        starts = [*(values[i].first for i in pairs), len(layout.lowers)]
        behind = [m for m in self.arms if m.last < starts[0]]
        if len(pairs) < 2:
            return
        for n, i in enumerate(pairs):
            start, stop = (ends[n], starts[n]) if behind else (ends[n + 1], starts[n + 1])
            between = [m for m in self.arms if start < m.first < stop]
            if len(distinct(between)) == 1:
                rule = rules.ARM_BEFORE if behind else rules.ARM_AFTER
                self._settle(i, between[0], rule)
                self._settle(i + 1, between[0], rule)

    # lists

    def _runs(self) -> list[list[int]]:
        """The values that are joined to each other with no arm between them."""
        runs: list[list[int]] = []
        arm_places = [m.first for m in self.arms]
        for i, q in enumerate(self.layout.values):
            if not self._is_of_arm(i):
                continue
            before = runs[-1][-1] if runs else None
            joined = before == i - 1 and self.layout.joint(i) is not None
            if joined and before is not None:
                start = self.layout.values[before].last
                joined = not any(start < place < q.first for place in arm_places)
            if joined:
                runs[-1].append(i)
            else:
                runs.append([i])
        return [run for run in runs if len(run) > 1]

    def _arm_lists(self) -> list[list[Mention]]:
        """The arms that are joined to each other: `SP vs S`, `in the A arm than in the B arm`."""
        lists: list[list[Mention]] = []
        cores = self.layout.parsed.cores
        for m in self.arms:
            last = lists[-1][-1] if lists else None
            gap = range(last.last + 1, m.first) if last is not None else range(0)
            joined = last is not None and all(
                k not in cores and (self.layout.word(k) in _ARM_JOIN | PEOPLE) for k in gap
            )  # fmt: skip
            if joined:
                lists[-1].append(m)
            else:
                lists.append([m])
        return [found for one in lists if len(found := distinct(one)) > 1]

    def _in_order(self, run: Sequence[int]) -> None:
        """Pair a run of values with the nearest list of arms that it is a multiple of."""
        values = self.layout.values
        first, last = values[run[0]].first, values[run[-1]].last
        respectively = "respectively" in self.layout.lowers

        def distance(arms: Sequence[Mention]) -> int:
            return max(arms[0].first - last, first - arms[-1].last)

        fitting = [arms for arms in self._arm_lists() if len(run) % len(arms) == 0]
        near = [a for a in fitting if distance(a) <= (40 if respectively else 2 * _FARTHEST)]
        if not near:
            return
        arms = self._subject_first(min(near, key=distance), values[run[0]].first)
        clash = {self.layout.clause[m.first] for m in arms} - {self.layout.clause[first]}
        if clash and not respectively:
            return
        width = len(run) // len(arms)
        inner = width == 1 or self.layout.joint(run[1]) == "vs"
        for n, i in enumerate(run):
            self._settle(i, arms[n % len(arms) if inner else n // width], rules.LISTED_ARM)

    def _subject_first(self, arms: Sequence[Mention], end: int) -> Sequence[Mention]:
        """The arms in the order of their values: the subject before what it is compared with."""
        behind = [m for m in arms if self._is_compared_with(m)]
        if len(arms) != 2 or len(behind) != 1 or arms[-1].last > end:
            return arms
        return [*(m for m in arms if m is not behind[0]), behind[0]]

    def _is_compared_with(self, m: Mention) -> bool:
        """Whether an arm stands behind `compared with`, `relative to` or `than`."""
        before = [w for w in self.layout.lowers[max(0, m.first - 4) : m.first] if w != "the"]
        return before[-1:] in (["than"], ["versus"]) or tuple(before[-2:]) in _COMPARED_WITH

    # one by one

    def _one_by_one(self) -> None:
        """`A% with X and B% with Y`, `X 24%, Y 17%`, by what is nearer as a whole."""
        singles = [i for i in range(len(self.layout.values)) if self._is_of_arm(i)]
        after = {i: self._after(i) for i in singles}
        before = {i: self._before(i) for i in singles}
        far = float(_FARTHEST)
        cost_after = sum(min(price, far) for price, _ in after.values())
        cost_before = sum(min(price, far) for price, _ in before.values())
        forward = cost_after <= cost_before
        for i in singles:
            sides = [(after[i], rules.ARM_AFTER), (before[i], rules.ARM_BEFORE)]
            if not forward:
                sides.reverse()
            for (price, m), rule in sides:
                if m is None or price >= far or self._is_total(i, m):
                    continue
                if not self._of_another(i, m, rule, singles):
                    self._settle(i, m, rule)
                    break

    def _is_total(self, i: int, m: Mention) -> bool:
        """Whether a count is of all who were allocated: `we assigned 80 people to X or to Y`."""
        others = [one for one in self.arms if one.first > m.last and not _same(one.text, m.text)]
        if self.layout.values[i].statistic != "count" or not others:
            return False
        between = {self.layout.word(k) for k in range(m.last + 1, others[0].first)}
        return bool(between & {"or", "versus", "vs"}) and m.first > self.layout.values[i].last

    def _of_another(self, i: int, m: Mention, rule: Rule, singles: Sequence[int]) -> bool:
        """Whether an arm already belongs to the value on its other side."""
        if rule is rules.ARM_BEFORE:
            return any(
                self.given.get(j) is not None and self.given[j].rule is rules.ARM_AFTER
                and self.layout.values[j].last < m.first < self.layout.values[i].first
                and self._after(j)[1] is m
                for j in singles
            ) and self.layout.joint(i) is not None  # fmt: skip
        return False

    def _after(self, i: int) -> tuple[float, Mention | None]:
        """The arm that follows a value, and how much stands between the two."""
        layout = self.layout
        end = layout.values[i].last
        stop = layout.values[i + 1].first if i + 1 < len(layout.values) else len(layout.lowers)
        m = next((m for m in self.arms if end < m.first < stop), None)
        if m is None or layout.clause[m.first] != layout.clause[end]:
            return 99.0, None
        gap = layout.outside_brackets(end + 1, m.first - 1)
        strange = [
            k for k in gap if layout.word(k) not in _TOWARDS | PEOPLE and k not in layout.scheme
        ]
        led = (bool(gap) and layout.word(gap[-1]) in _TOWARDS) or not gap
        inside = layout.bracket(layout.values[i].first)
        out = inside is not None and inside != layout.bracket(m.first)
        # placebo, 3.6 %: the arm has its own value
        own = (
            i + 1 < len(layout.values) and stop == m.last + 2
            and layout.word(m.last + 1) in (",", ":", "(", "[", "=") and self._is_of_arm(i + 1)
        )  # fmt: skip
        return len(strange) * 1.5 + 0.1 * len(gap) + 6 * (not led) + 4 * out + 12 * own, m

    def _before(self, i: int) -> tuple[float, Mention | None]:
        """The arm that stands before a value, and how much stands between the two."""
        layout = self.layout
        first = layout.values[i].first
        start = layout.values[i - 1].last if i else -1
        m = next((m for m in reversed(self.arms) if start < m.last < first), None)
        if m is None or layout.clause[m.first] != layout.clause[first]:
            return 99.0, None
        gap = range(m.last + 1, first)
        opened = len(gap) == 1 and layout.word(gap[0]) in ("(", "[")
        direct = not gap or opened or layout.word(m.last + 1) in (",", ":", "=")
        strange = [k for k in gap if k not in layout.scheme]
        return (0.0 if opened else 0.5 * len(strange)) + 2.0 * (not direct), m

    def _shared_after(self) -> None:
        """Give the arm behind a list to all of it: `2.8 and 13.2 months with X`."""
        several = len({m.name for m in self.layout.parsed.of("endpoint")}) > 1
        if not several and "respectively" not in self.layout.lowers:
            return
        for i in range(len(self.layout.values) - 2, -1, -1):
            following = self.given.get(i + 1)
            if i in self.given or following is None or not self._is_of_arm(i):
                continue
            if following.rule is rules.ARM_AFTER and self.layout.joint(i + 1) == "and":
                self.given[i] = following

    # the other side

    def _other_sides(self) -> None:
        """Give a value set against that of one arm the other arm of the comparison."""
        for i in range(1, len(self.layout.values)):
            one, two = self.given.get(i - 1), self.given.get(i)
            if self.layout.joint(i) != "vs" or (one is None) == (two is None):
                continue
            known = one or two
            missing = i if two is None else i - 1
            if known is None or not self._is_of_arm(missing):
                continue
            others = [m for m in self.order if not _same(m.text, known.text)]
            if len(self.order) == 2 and len(others) == 1:
                doubt = "the arm is the other one of the comparison"
                self._settle(missing, others[0], rules.OTHER_ARM, doubt)

    def _as_pair_before(self) -> None:
        """Give a pair without arms those of the pair before it: `(X 3 v Y 5) and sleep (9 v 10)`."""
        for j in range(3, len(self.layout.values)):
            known = [self.given.get(j - 3), self.given.get(j - 2)]
            missing = j - 1 not in self.given and j not in self.given
            between = range(self.layout.values[j - 2].last, self.layout.values[j].first)
            named = any(m.first in between for m in self.arms)
            if missing and not named and self.layout.joint(j) == "vs" and self._is_of_arm(j):
                one, two = known
                if one is not None and two is not None and one.text != two.text:
                    doubt = "in the order of the arms before"
                    self.given[j - 1] = replace(one, rule=rules.ORDER_BEFORE, doubt=doubt)
                    self.given[j] = replace(two, rule=rules.ORDER_BEFORE, doubt=doubt)

    def _order_before(self) -> None:
        """Give pairs without arms those of the sentence before, in its order."""
        if len(self.order) != 2:
            return
        for run in self._runs():
            pairs = (
                list(zip(run[::2], run[1::2], strict=len(run) % 2 == 0))
                if len(run) % 2 == 0
                else []
            )
            for i, j in pairs:
                against = self.layout.joint(j) == "vs" or "respectively" in self.layout.lowers
                changed = self.layout.word(self.layout.values[i].first - 1) in ("from", "between")
                alike = self.layout.values[i].unit == self.layout.values[j].unit
                if alike and not changed and (against or (self.follows and len(run) == 2)):
                    doubt = "in the order of the arms before"
                    self._settle(i, self.order[0], rules.ORDER_BEFORE, doubt)
                    self._settle(j, self.order[1], rules.ORDER_BEFORE, doubt)


def _same(one: str, other: str) -> bool:
    """Whether two texts name one arm."""
    a, b = (
        {w for w in text.lower().split() if w not in ("group", "arm", "the")}
        for text in (one, other)
    )
    return a <= b or b <= a


def compared(parsed: ParsedSentence) -> Pair:
    """The two arms that a sentence compares, in its order; empty unless it names two."""
    arms: list[Mention] = []
    for m in parsed.of("arm"):
        if not any(_same(m.text, known.text) for known in arms):
            arms.append(m)
    if len(arms) != 2:
        return ()
    between = {t.norm.lower() for t in parsed.tokens[arms[0].last + 1 : arms[1].first]}
    told_apart = any(m.text.lower().split()[-1] in ("group", "arm", "groups", "arms") for m in arms)
    together = between <= _TOGETHER and not told_apart
    lowers = {t.norm.lower() for t in parsed.tokens}
    return () if together and "respectively" not in lowers else tuple(arms)
