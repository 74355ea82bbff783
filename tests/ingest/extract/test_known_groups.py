"""Arms and cohorts that known records define are reused; one arm of a document has one name."""

import pytest
from told import drafted, source

from ingest.extract.draft import DraftSections, draft
from ingest.extract.extractor import extract
from ingest.extract.known_groups import known_groups
from ontology.model import Arm, Cohort

KNOWN = known_groups(
    [
        Arm(id="rowan/z", study="rowan", label="zorimab", names=("ZOR",), received=("rowan/z1",)),
        Arm(id="rowan/p", study="rowan", label="placebo", received=("rowan/a", "rowan/b")),
        Arm(id="birch/z", study="birch", label="honey"),
    ],
    [Cohort(id="rowan/old", study="rowan", label="adults over 60", populations=())],
)


def of_rowan(*sentences: str) -> DraftSections:
    studies = {"rowan": ("ROWAN",)}
    extraction = extract(source("ROWAN was large.", *sentences, reports=False), studies)
    return draft(extraction, "letter", studies, None, KNOWN)


@pytest.mark.parametrize("name", ["zorimab", "ZOR", "the zorimab group"])
def test_a_known_arm_is_reused_by_any_of_its_names(name: str) -> None:
    before = "In ROWAN adults got ZOR or placebo: the ZOR group and the placebo group."
    sections = of_rowan(before, f"In ROWAN sepsis was seen in 12% with {name}.")
    assert [(v.arm, v.regimen) for v in sections.stated] == [("rowan/z", "rowan/z1")]
    assert not sections.arms
    assert not sections.regimens


def test_an_arm_that_received_several_regimens_names_none() -> None:
    sections = of_rowan("In ROWAN sepsis was seen in 12% with placebo.")
    assert [(v.arm, v.regimen) for v in sections.stated] == [("rowan/p", None)]


def test_an_arm_of_another_study_is_not_reused() -> None:
    sections = of_rowan("In ROWAN sepsis was seen in 12% in the honey group.")
    assert [v.arm for v in sections.stated] == ["rowan/honey-in-letter"]
    assert [arm.id for arm in sections.arms] == ["rowan/honey-in-letter"]


def test_a_known_cohort_is_reused() -> None:
    sections = of_rowan("In ROWAN sepsis was seen in 12% of adults over 60.")
    assert [v.cohort for v in sections.stated] == ["rowan/old"]
    assert sections.cohorts == []


def test_a_name_of_two_arms_of_a_study_is_of_neither() -> None:
    arms = [Arm(id=f"rowan/{n}", study="rowan", label=n, names=("control",)) for n in ("a", "b")]
    assert ("rowan", "control") not in known_groups(arms, []).arms


TRIAL = "We assigned adults to weekly zorimab or to placebo."


def test_a_longer_name_of_an_arm_is_another_name_of_it() -> None:
    sections = drafted(
        TRIAL,
        "Sepsis was seen in 12% with zorimab and in 30% with placebo.",
        "Fever was seen in 9% with zorimab.",
        "Pain was seen in 9% with weekly zorimab.",
    )
    assert {arm.label: arm.names for arm in sections.arms} == {
        "zorimab": ("weekly zorimab",),
        "placebo": (),
    }


@pytest.mark.parametrize("other", ["zorimab plus salt", "zorimab alone", "zorimab 20"])
def test_a_name_that_tells_apart_is_of_another_arm(other: str) -> None:
    sections = drafted(
        f"Adults were in the zorimab group or the {other} group.",
        "Sepsis was seen in 12% in the zorimab group.",
        f"Fever was seen in 9% in the {other} group.",
    )
    assert all(not arm.names for arm in sections.arms)


def test_two_names_in_one_sentence_are_two_arms() -> None:
    sections = drafted(
        "Adults were in the zorimab group or the weekly zorimab group.",
        "Sepsis was seen in 12% in the zorimab group and in 30% in the weekly zorimab group.",
    )
    assert len(sections.arms) == 2
