"""Invented trial reports in many layouts: the answer is right wherever the layout is usual."""

from collections import defaultdict

import pytest
from invented_trials import EQUAL_SENTENCES, NAMINGS, SIZED_SENTENCES, Case, cases, sized
from test_pico import printed

from ingest.pico.ask import Question, answer

BY_LAYOUT: dict[str, list[Case]] = defaultdict(list)
for case in cases():
    BY_LAYOUT[case.layout].append(case)

UNREAD = {"treated | final | named rows"}
"""Reports that are known to be misread; each is a shortcoming to mend, not a rule."""


def told(case: Case) -> tuple[object, ...]:
    """Size, then events or mean and deviation, of intervention and comparator."""
    answered = answer(case.source, case.question)
    kind = case.question.kind
    return printed(answered.intervention, kind) + printed(answered.comparator, kind)


@pytest.mark.parametrize("layout", sorted(BY_LAYOUT))
def test_a_layout_is_read_whatever_the_arms_are_called(layout: str) -> None:
    wrong = {c.name: told(c) for c in BY_LAYOUT[layout] if told(c) != c.answer}
    assert set(wrong) == UNREAD & {c.name for c in BY_LAYOUT[layout]}, wrong


SIZES_UNREAD = {
    ("grouped acronyms", "Eighty participants were allocated to {x} or {y} (n = 40 in each)."),
}
"""Names and sentences that are known to be misread."""


@pytest.mark.parametrize("text", [*SIZED_SENTENCES, *EQUAL_SENTENCES])
def test_sizes_are_read_whatever_the_arms_are_called(text: str) -> None:
    wanted = (40, 40) if text in EQUAL_SENTENCES else (42, 39)
    wrong = {}
    for name, naming in NAMINGS.items():
        found = answer(sized(text, naming), Question(*naming.asked, "nausea", "binary"))
        got = found.intervention.size, found.comparator.size
        if got != wanted and (name, text) not in SIZES_UNREAD:
            wrong[name] = got
    assert not wrong
