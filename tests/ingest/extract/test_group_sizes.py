"""Group sizes as a text tells them, and numbers that are none."""

import pytest

from ingest.extract.extractor import extract
from ingest.extract.group_sizes import GroupSizes, group_sizes
from ingest.extract.source import ExtractionInput, Sentence


def sizes(*sentences: str) -> GroupSizes:
    source = ExtractionInput(tuple(Sentence(s, 1, n, 500 * n) for n, s in enumerate(sentences, 1)))
    return group_sizes(extract(source).sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients received zelimab (n = 41) or placebo (n = 39).", {"zelimab": 41, "placebo": 39}),
        ("Of 90 adults, 44 were assigned to zelimab and 46 to placebo.", {"zelimab": 44, "placebo": 46}),
        ("Adults were randomised to the zelimab arm (51 patients) or the placebo arm (52 patients).", {"zelimab": 51, "placebo": 52}),
        ("Thirty-five patients (group A) underwent stapling and 33 (group B) suture.", {"group-a": 35, "group-b": 33}),
    ],
)  # fmt: skip
def test_sizes_beside_the_names_of_groups(text: str, expected: dict[str, int]) -> None:
    assert dict(sizes(text).allocated) == expected


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("One hundred patients were divided into two groups of fifty.", 50),
        ("Adults were randomly divided into two groups (n = 13).", 13),
        ("Eighty adults were randomised to zelimab or placebo (40 in each group).", 40),
        ("Adults were seen on two wards of fifty beds.", None),
        ("Patients in two groups were seen (p = 0.13).", None),
    ],
)
def test_one_size_for_all_groups(text: str, each: int | None) -> None:
    assert sizes(text).each == each


@pytest.mark.parametrize(
    "text",
    [
        "Eighty adults were randomised to zelimab or placebo.",
        "Of those assigned, 3 in the zelimab arm and 5 in the placebo arm withdrew.",
        "Patients received zelimab 40 mg or placebo.",
        "Nausea was seen in the zelimab arm (12 patients) and the placebo arm (9 patients).",
        "Patients were assigned to zelimab (40%) or placebo (60%).",
    ],
)
def test_numbers_of_others_are_no_sizes(text: str) -> None:
    assert sizes(text) == GroupSizes()


def test_those_analysed_are_told_apart_and_two_numbers_for_a_group_are_none() -> None:
    allocated = "Patients were assigned to the zelimab arm (n = 41) or the placebo arm (n = 39)."
    analysed = "We analysed 40 in the zelimab arm and 37 in the placebo arm."
    told = sizes(allocated, analysed)
    assert (dict(told.allocated), dict(told.analysed)) == (
        {"zelimab": 41, "placebo": 39},
        {"zelimab": 40, "placebo": 37},
    )
    other = "Patients were assigned to the zelimab arm (n = 45) or the placebo arm (n = 39)."
    assert dict(sizes(allocated, other).allocated) == {"placebo": 39}
