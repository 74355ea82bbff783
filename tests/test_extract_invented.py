"""Invented trial reports in many layouts: the answer is right wherever the layout is usual."""

from collections import defaultdict

import pytest
from invented_trials import Case, cases

from ingest.extract.ask import answer

BY_LAYOUT: dict[str, list[Case]] = defaultdict(list)
for case in cases():
    BY_LAYOUT[case.layout].append(case)

UNREAD = {"treated | of all | named rows"}
"""Reports that are known to be misread; each is a shortcoming to mend, not a rule."""


def told(case: Case) -> tuple[object, ...]:
    """Size, then events or mean and deviation, of intervention and comparator."""
    fields = answer(case.source, case.question).fields()
    binary = case.question.kind == "binary"
    names = ("group_size", "events") if binary else ("group_size", "mean", "standard_deviation")
    return tuple(fields[f"{side}_{n}"] for side in ("intervention", "comparator") for n in names)


@pytest.mark.parametrize("layout", sorted(BY_LAYOUT))
def test_a_layout_is_read_whatever_the_arms_are_called(layout: str) -> None:
    wrong = {c.name: told(c) for c in BY_LAYOUT[layout] if told(c) != c.answer}
    assert set(wrong) == UNREAD & {c.name for c in BY_LAYOUT[layout]}, wrong
