"""Arms that are known beforehand, and values in the layouts of trial reports."""

import pytest
from told import last_values

from ingest.extract.extractor import extract
from ingest.extract.source import ExtractionInput, Sentence

TRIAL = "We assigned 90 adults to the yoga group or to the diet group."


def arms(sentence: str) -> list[tuple[str | None, str | None]]:
    return [(r.quantity.value, r.arm) for r in last_values(TRIAL, sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Pain fell in the yoga group from 8 ± 1 to 3 ± 1 and in the diet group from 7 ± 1 to 5 ± 1.",
        "Pain fell from 8 ± 1 to 3 ± 1 in the yoga group and from 7 ± 1 to 5 ± 1 in the diet group.",
        "Pain was the same in the yoga group (8 ± 1 vs. 3 ± 1), and fell in the diet group (7 ± 1 vs. 5 ± 1).",
    ],
)  # fmt: skip
def test_two_values_of_one_arm_stay_with_it(sentence: str) -> None:
    found = [(v, arm and arm.split()[0]) for v, arm in arms(sentence)]
    assert found == [("8", "yoga"), ("3", "yoga"), ("7", "diet"), ("5", "diet")]


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("Compared with the diet group, the yoga group had less nausea (12% vs 34%).", "yoga group"),
        ("The yoga group had less nausea than the diet group (12% vs 34%).", "yoga group"),
        ("The diet group had more nausea compared with the yoga group (34% vs 12%).", "diet group"),
    ],
)  # fmt: skip
def test_the_subject_of_a_comparison_has_the_first_value(sentence: str, first: str) -> None:
    assert arms(sentence)[0][1] == first


def test_a_size_behind_an_arm_is_the_denominator_of_the_share_before_it() -> None:
    found = last_values(TRIAL, "Itch was seen in 8% of the yoga group (n = 50) and 22% of the diet group (n = 45).")  # fmt: skip
    told = [(r.quantity.value, r.quantity.denominator, r.arm) for r in found]
    assert told == [("8", "50", "yoga group"), ("22", "45", "diet group")]


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("No severe rash was observed in either group.", "severe rash"),
        ("No late bleeding occurred.", "late bleeding"),
        ("No significant difference was observed between the groups.", None),
        ("No further data were recorded.", None),
    ],
)
def test_events_that_nobody_had_are_zero(sentence: str, phrase: str | None) -> None:
    found = [(r.quantity.value, r.phrase) for r in last_values(TRIAL, sentence)]
    assert found == ([("0", phrase)] if phrase else [])


def test_known_arms_are_recognised_by_their_names_and_parts_that_only_one_has() -> None:
    text = "Itch was seen in 9 with zelimab 80 mg and in 4 with mesh repair."
    source = ExtractionInput((Sentence(text, 1, 1, 0),))
    known = extract(source, arms=("oral zelimab 80 mg", "open mesh repair (OMR)")).sentences[0]
    assert [m.text for m in known.of("arm")] == ["zelimab 80 mg", "mesh repair"]
    shared = ExtractionInput((Sentence("Open repair was delayed.", 1, 1, 0),))
    both = extract(shared, arms=("open mesh repair", "open suture repair")).sentences[0]
    assert both.of("arm") == []
