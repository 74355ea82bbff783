"""The arm that stands nearest to a value: `A% with X and B% with Y`, `X 24%, Y 17%`."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.extract import rules
from ingest.extract.layout import Layout
from ingest.extract.rules import Attachment, Rule
from ingest.language.mention import Mention
from ingest.language.numbers import PEOPLE, Quantity
from ingest.language.words import words

_TOWARDS = words("arm_towards")
_ADDED = words("adding")
FARTHEST = 12
"""What stands between a value and its arm may not cost more than this."""


class NearestArms:
    """Attaches to values the arms beside them; `values` are those that can be of one arm.

    A number in brackets behind another, `5% (8 deaths)`, goes with it, as does that before a
    change: `from 9% to 7% with X`.
    """

    def __init__(
        self, layout: Layout, arms: Sequence[Mention], given: dict[int, Attachment],
        values: Sequence[int],
    ) -> None:  # fmt: skip
        self.layout, self.arms, self.given = layout, arms, given
        self.values = values
        self.totals = _totals(layout)
        self.host = {i: host for i in values if (host := self._host(i)) is not None}

    def _host(self, i: int) -> int | None:
        """The value that a number goes with, if it does not stand for itself."""
        q, layout = self.layout.values[i], self.layout
        opened = layout.bracket(q.first)
        behind = layout.values[i - 1] if i else None
        if behind is not None and opened == behind.last + 1 and q.unit == "patients":
            return i - 1
        if "size" in q.rules and opened is not None and i:
            arm = any(
                m.last == opened - 1 and m.first > layout.values[i - 1].last for m in self.arms
            )
            return i - 1 if arm and self._led_by(i - 1) else None
        if layout.word(q.first - 1) == "from" and i + 1 in self.values and (
            layout.word(layout.values[i + 1].first - 1) == "to"
        ):  # fmt: skip
            return i + 1
        return None

    def _led_by(self, i: int) -> bool:
        """Whether an arm behind a value is led to by a preposition."""
        return self.layout.word(self.layout.values[i].last + 1) in (
            "for",
            "in",
            "with",
            "on",
            "among",
        )

    def companions(self) -> None:
        """Give each number that goes with another the other's arm."""
        for i, host in self.host.items():
            found = self.given.get(host)
            if found is not None and not (host > i and self._is_added(found)):
                self.given[i] = found
            elif host > i:
                self.given.pop(i, None)

    def _is_added(self, arm: Attachment) -> bool:
        """Whether an arm is told of as what was added: the value before is of those without."""
        before = [self.layout.lowers[max(0, m.first - 3) : m.first] for m in self.arms]
        texts = [m.text for m in self.arms]
        return any(
            text == arm.text and _ADDED & set(lead)
            for text, lead in zip(texts, before, strict=True)
        )

    def attach(self) -> None:
        """Give each value the arm after or before it, whichever is nearer in its clause."""
        singles = [i for i in self.values if i not in self.host]
        by_clause: dict[int, list[int]] = {}
        for i in singles:
            by_clause.setdefault(self.layout.clause[self.layout.values[i].core], []).append(i)
        for values in by_clause.values():
            self._of_clause(values, singles)

    def _of_clause(self, values: Sequence[int], singles: Sequence[int]) -> None:
        after = {i: self._after(i) for i in values}
        before = {i: self._before(i) for i in values}
        far = float(FARTHEST)
        cost_after = sum(min(price, far) for price, _ in after.values())
        cost_before = sum(min(price, far) for price, _ in before.values())
        for i in values:
            sides = [(after[i], rules.ARM_AFTER), (before[i], rules.ARM_BEFORE)]
            if cost_after > cost_before:
                sides.reverse()
            for (price, m), rule in sides:
                if m is None or price >= far or i in self.totals or self._is_total(i, m):
                    continue
                if not self._of_another(i, m, rule, singles):
                    self.given.setdefault(i, self.layout.of_arm(m, rule))
                    break

    def _is_total(self, i: int, m: Mention) -> bool:
        """Whether a count is of all who were allocated: `we assigned 80 people to X or to Y`."""
        others = [one for one in self.arms if one.first > m.last and one.name != m.name]
        if self._of_both(i):
            return True
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

    def _of_both(self, i: int) -> bool:
        """Whether a count is of the two arms before it: `compared X with Y in 90 adults`."""
        q = self.layout.values[i]
        before = [m for m in self.arms if m.last < q.first]
        if q.statistic != "count" or len(before) < 2 or self.layout.word(q.first - 1) != "in":
            return False
        between = self.layout.lowers[before[-2].last + 1 : before[-1].first]
        near = before[-1].last == q.first - 2
        joined = bool({"with", "and", "to", "versus", "vs"} & set(between))
        return near and joined and before[-2].name != before[-1].name

    def _after(self, i: int) -> tuple[float, Mention | None]:
        """The arm that follows a value, and how much stands between the two."""
        layout = self.layout
        end = layout.values[i].last
        following = next(
            (j for j in range(i + 1, len(layout.values)) if self.host.get(j) != i), None
        )
        stop = layout.values[following].first if following is not None else len(layout.lowers)
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
            following is not None and stop == m.last + 2
            and layout.word(m.last + 1) in (",", ":", "(", "[", "=") and following in self.values
        )  # fmt: skip
        return len(strange) * 1.5 + 0.1 * len(gap) + 6 * (not led) + 4 * out + 12 * own, m

    def _before(self, i: int) -> tuple[float, Mention | None]:
        """The arm that stands before a value, and how much stands between the two."""
        layout = self.layout
        first = layout.values[i].first
        earlier = [q.last for j, q in enumerate(layout.values[:i]) if self.host.get(j) != i]
        start = max(earlier, default=-1)
        m = next((m for m in reversed(self.arms) if start < m.last < first), None)
        if m is None or layout.clause[m.first] != layout.clause[first]:
            return 99.0, None
        gap = range(m.last + 1, first)
        opened = len(gap) == 1 and layout.word(gap[0]) in ("(", "[")
        direct = not gap or opened or layout.word(m.last + 1) in (",", ":", "=")
        strange = [k for k in gap if k not in layout.scheme]
        return (0.0 if opened else 0.5 * len(strange)) + 2.0 * (not direct), m


def _totals(layout: Layout) -> frozenset[int]:
    """The values that are the sum of two others beside each other: of all, and of no arm."""
    counts = [q for q in layout.parsed.quantities if _counts(q)]
    numbers = [int(q.value or 0) for q in counts]
    sums = {
        q.core for k, q in enumerate(counts)
        if any(one + two == numbers[k] for one, two in pairwise(numbers[:k] + numbers[k + 1 :]))
    }  # fmt: skip
    return frozenset(i for i, q in enumerate(layout.values) if q.core in sums)


def _counts(q: Quantity) -> bool:
    return q.unit in ("patients", None) and (q.value or "").isdigit() and q.numerator is None
