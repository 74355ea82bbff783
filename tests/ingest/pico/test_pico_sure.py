"""Questions that a report leaves open have no answer; those it answers surely have one."""

import pytest
from test_pico import report

from ingest.extract.source import Table
from ingest.pico.ask import Answer, Kind, Question, answer


def asked(table: Table, outcome: str, kind: Kind = "continuous", one: str = "balm") -> Answer:
    return answer(report(table=table), Question(one, "placebo", outcome, kind))


HEAD = ("", "Balm (n = 31)", "Placebo (n = 33)")


def test_baseline_is_no_result() -> None:
    before = Table(
        "Baseline characteristics", (HEAD, ("Itch score, mean (SD)", "6.2 (2.1)", "6.0 (2.0)"))
    )
    later = Table("Results at week 6", before.rows)
    assert asked(before, "itch score").place == "not found"
    assert asked(later, "itch score").intervention.mean == "6.2"  # fmt: skip


def test_an_arms_name_within_another_is_not_taken_for_it() -> None:
    head = ("Score", "Placebo (n = 30)", "ZLM (n = 31)", "ZLM+PX (n = 32)")
    table = Table("Scores, mean (SD)", (head, ("Recall", "3.0 (1.0)", "4.0 (1.1)", "5.0 (1.2)")))
    both, alone = asked(table, "recall", one="ZLM+PX group"), asked(table, "recall", one="ZLM")
    assert (both.intervention.mean, both.intervention.size) == ("5.0", 32)
    assert (alone.intervention.mean, alone.intervention.size) == ("4.0", 31)


def test_two_places_with_other_numbers_give_no_answer() -> None:
    rows = (
        HEAD,
        ("Itch score, mean (SD)", "3.1 (1.2)", "5.6 (1.4)"),
        ("Itch score, mean (SD)", "3.9 (1.2)", "5.1 (1.4)"),
    )
    assert asked(Table("Results", rows[:2]), "itch score").intervention.mean == "3.1"
    assert asked(Table("Results", rows), "itch score").fields()["intervention_mean"] is None  # fmt: skip


def test_columns_that_name_no_arm_give_no_answer() -> None:
    table = Table(
        "Results", (("", "First", "Second"), ("Itch score, mean (SD)", "3.1 (1.2)", "5.6 (1.4)"))
    )
    assert asked(table, "itch score").place == "not found"  # fmt: skip


def test_a_word_with_the_same_beginning_is_another_outcome() -> None:
    rows = (HEAD, ("Pneumonectomy", "9 (29.0)", "3 (9.1)"), ("Pneumonia", "2 (6.5)", "8 (24.2)"))
    assert asked(Table("Events, n (%)", rows), "pneumonia", "binary").intervention.events == 2
    assert asked(Table("Events, n (%)", rows[:2]), "pneumonia", "binary").place == "not found"


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("No serious bleeding was reported in any group.", 0),
        ("No significant difference in serious bleeding was seen in any group.", None),
        ("No patient refused, and serious bleeding was rare in both groups.", None),
        ("No serious bleeding was reported.", None),
    ],
)
def test_none_in_any_group_is_zero_in_both(text: str, events: int | None) -> None:
    source = report("Adults received balm (n = 31) or placebo (n = 33).", text)
    told = answer(source, Question("balm", "placebo", "serious bleeding", "binary"))
    assert (told.intervention.events, told.comparator.events) == (events, events)
    assert (told.intervention.size, told.comparator.size) == (31, 33)
