"""The arm of each value: lists in order, `A% with X and B% with Y`, the other side of a pair."""

from collections.abc import Container, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.extract import rules
from ingest.extract.arm_nearness import FARTHEST, NearestArms
from ingest.extract.arm_pairs import Pair, distinct_arms, of_two_arms, same_name
from ingest.extract.layout import Layout, distinct
from ingest.extract.rules import Attachment, Rule
from ingest.language.mention import Mention
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.words import words

_ARM_JOIN = words("arm_joining")
_POINTING = {"former": 0, "first": 0, "latter": 1, "second": 1}
_STARTS = frozenset(("overall", "all", "total", "but", "whereas", "while", "compared", "than"))
"""Words with which something else begins to be told."""
_COMPARED_WITH = {
    (verb, to) for verb in ("compared", "comparison", "relative") for to in ("with", "to")
}


class ArmFrames:
    """The arms of one sentence's values; `order` has the arms as compared before it."""

    def __init__(self, layout: Layout, order: Pair, follows: bool) -> None:
        self.layout, self.order, self.follows = layout, order, follows
        self.given: dict[int, Attachment] = {}
        values = layout.values
        inside = {k for q in values for k in range(q.first, q.last + 1)}
        self.within = [m for m in layout.parsed.of("arm") if m.first in inside]
        arms = [m for m in layout.parsed.of("arm") if m.first not in inside]
        self.arms = sorted([*arms, *self._pointed(arms)], key=lambda m: m.first)
        self.values = [i for i in range(len(values)) if self._is_of_arm(i)]

    def attach(self) -> dict[int, Attachment]:
        """The arm of each value that has one, by the index of the value."""
        self._in_values()
        self._in_own_brackets()
        self._changes()
        for run in self._runs():
            self._in_order(run)
        self._in_brackets()
        near = NearestArms(self.layout, self.arms, self.given, self.values)
        if not self.given or self.within:
            near.attach()
        self._shared_after()
        self._order_before()
        self._other_sides()
        self._same_subject(near.host)
        near.companions()
        return self.given

    def _pointed(self, arms: Sequence[Mention]) -> list[Mention]:
        """The arms before that words point to: `with the former`, `in the second group`."""
        lowers, order = self.layout.lowers, self.order
        pointing = [
            (k, _POINTING[word]) for k, word in enumerate(lowers)
            if word in _POINTING and lowers[k - 1 : k] == ["the"]
            and (word in ("former", "latter") or "group" in lowers)
        ]  # fmt: skip
        if len(order) != 2 or len(pointing) > 2:
            told = distinct_arms(arms)
            order = tuple(told) if len(told) == 2 else ()
        grouped = {k: k + (lowers[k + 1 : k + 2] in (["group"], ["arm"])) for k, _ in pointing}
        return [replace(order[n], first=k, last=grouped[k]) for k, n in pointing if order]

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

    def _changes(self) -> None:
        """Two values of one arm each: `in X from 8 to 3 and in Y from 8 to 5`."""
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

    def _is_of_arm(self, i: int) -> bool:
        """Whether a value is one of an arm and not of a comparison."""
        q = self.layout.values[i]
        return not of_two_arms(self.layout, i) and bool(q.value or q.numerator)

    def _settle(self, i: int, m: Mention, rule: Rule, doubt: str | None = None) -> None:
        self.given.setdefault(i, self.layout.of_arm(m, rule, doubt))

    # lists

    def _runs(self) -> list[list[int]]:
        """The values that are joined to each other with no arm between them."""
        runs: list[list[int]] = []
        arm_places, values = [m.first for m in self.arms], self.layout.values
        for i in self.values:
            q = values[i]
            before = runs[-1][-1] if runs else None
            joined = (
                before == i - 1 and self.layout.joint(i) is not None and _alike(q, values[i - 1])
            )
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
        near = [a for a in fitting if distance(a) <= (40 if respectively else 2 * FARTHEST)]
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
            if self._one_arm_twice(i):
                one = self.given.pop(i - 1, None) and None
            if self._without(i) and one is not None:
                two = self.given.pop(i, None) and None
            elif self.layout.joint(i) != "vs" or (one is None) == (two is None):
                continue
            known = one or two
            missing = i if two is None else i - 1
            if known is None or not self._is_of_arm(missing):
                continue
            others = [m for m in self.order if not same_name(m.text, known.text)]
            if len(self.order) == 2 and len(others) == 1:
                doubt = "the arm is the other one of the comparison"
                self._settle(missing, others[0], rules.OTHER_ARM, doubt)

    def _one_arm_twice(self, i: int) -> bool:
        """Whether a value has the arm behind it, and the one that it is set against has it too."""
        one, two = self.given.get(i - 1), self.given.get(i)
        return (
            one is not None and two is not None and same_name(one.text, two.text)
            and (one.rule, two.rule) == (rules.ARM_BEFORE, rules.ARM_AFTER)
            and self.layout.joint(i) == "vs"
        )  # fmt: skip

    def _without(self, i: int) -> bool:
        """Whether a value is of those without: `in 4 with mesh and in 6 without`."""
        last = self.layout.values[i].last
        near = self.layout.lowers[last + 1 : last + 4]
        at = near.index("without") if "without" in near else None
        return at is not None and not self.layout.word(last + at + 2).isalpha()

    def _in_brackets(self) -> None:
        """Give `(7% vs 9%)` behind two arms these arms, in their order."""
        for i, j in pairwise(self.values):
            opened = self.layout.bracket(self.layout.values[i].first)
            if j != i + 1 or opened is None or self.layout.joint(j) != "vs":
                continue
            end = self.layout.values[j].last
            if any(opened < m.first <= end + 4 for m in self.arms) or i in self.given:
                continue
            arms = self._subject_first(self._pair_before(opened), opened)
            if len(arms) == 2 and self.layout.bracket(self.layout.values[j].first) == opened:
                for k, m in zip((i, j), arms, strict=True):
                    self._settle(k, m, rules.LISTED_ARM)

    def _pair_before(self, end: int) -> Sequence[Mention]:
        """The two arms that stand before a token and are told apart, if there are just two."""
        arms = distinct_arms(m for m in self.arms if m.last < end)
        return arms if len(arms) == 2 else ()

    def _order_before(self) -> None:
        """Give pairs without arms those of the clause or sentence before, in its order."""
        for run in self._runs():
            if len(run) % 2 or any(i in self.given for i in run) or self._has_arms(run):
                continue
            arms = self._pair_before(self.layout.values[run[0]].first)
            order = arms or (self.order if not self.arms else ())
            if len(order) == 2:
                self._pairs_in(run, order, bool(arms))

    def _has_arms(self, run: Sequence[int]) -> bool:
        """Whether an arm stands with a run: between the values around a pair set against each
        other, else in its clause.
        """
        values, layout = self.layout.values, self.layout
        if any(layout.joint(j) == "vs" for j in run[1:]):
            start = values[run[0] - 1].last if run[0] else -1
            behind = run[-1] + 1
            stop = values[behind].first if behind < len(values) else len(layout.lowers)
            own = self.given.get(run[0] - 1)
            return any(
                start < m.first < stop
                and not (own is not None and own.value == m.text and m.first < values[run[0]].first)
                for m in self.arms
            )
        clause = layout.clause[values[run[0]].first]
        return any(layout.clause[m.first] == clause for m in self.arms)

    def _alone(self, run: Sequence[int]) -> bool:
        """Whether nothing else in a sentence could be listed in the order of two values."""
        start = self.layout.values[run[0]].first
        return not {"and", "or", ",", "to"} & set(self.layout.lowers[:start]) and len(
            self.layout.values
        ) == len(run) == 2  # fmt: skip

    def _pairs_in(self, run: Sequence[int], order: Sequence[Mention], here: bool) -> None:
        """Give the pairs of a run the two arms, where they are set against each other."""
        for i, j in zip(run[::2], run[1::2], strict=True):
            against = self.layout.joint(j) == "vs" or "respectively" in self.layout.lowers
            changed = self.layout.word(self.layout.values[i].first - 1) in ("from", "between")
            if not changed and (
                against or ((self.follows or here or self._alone(run)) and len(run) == 2)
            ):
                doubt = "in the order of the arms before"
                self._settle(i, order[0], rules.ORDER_BEFORE, doubt)
                self._settle(j, order[1], rules.ORDER_BEFORE, doubt)

    def _same_subject(self, aside: Container[int]) -> None:
        """Give the further values of a clause the arm before them, where it names no other."""
        named = {m.text.lower() for m in self.arms}
        for i, j in pairwise(i for i in self.values if i not in aside):
            before = self.given.get(i)
            if before is None or j in self.given or len(named) != 1:
                continue
            one, two = (self.layout.values[k] for k in (i, j))
            words_between = self.layout.lowers[one.last + 1 : two.first]
            if before.rule is rules.ARM_BEFORE and {"and", ","} & set(words_between) and (
                self.layout.clause[one.core] == self.layout.clause[two.core]
                and not _STARTS & set(words_between)
            ):  # fmt: skip
                self.given[j] = before


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be values of one list: no count beside a percentage."""
    units = {one.unit, other.unit}
    return len(units - {None, "points"}) < 2 and units != {"patients", "points"}
