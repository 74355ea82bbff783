"""Which statements bear on which: only for a reason, in the direction that words and numbers give."""

import pytest
from paragraphs import statements

from ingest.extract.compared import Statements
from ingest.extract.evidence import ProposedEvidence, lines
from ingest.extract.line_features import pairs
from ingest.extract.linear import model
from ingest.extract.roles import draws_on

PAD = "Gout hurts."


def drawn(*paragraphs: str | tuple[str, str]) -> dict[tuple[str, str], ProposedEvidence]:
    found = lines(statements(*paragraphs))
    return {(line.evidence.name, line.bears_on.name): line for line in found}


def test_a_result_bears_on_the_conclusion_that_names_its_arms() -> None:
    found = drawn(
        "In the ALPHA trial death from any cause was 4.1% with zelimab and 6.6% with placebo. {1}",
        "In conclusion, zelimab is not more deadly than placebo.",
    )
    assert found["s1.1", "s2.1"].direction == "supports"
    assert "placebo, zelimab" in found["s1.1", "s2.1"].why


def test_a_value_of_an_arm_bears_on_the_conclusion_that_names_arm_and_endpoint() -> None:
    value = "The 4-year overall survival was 41% in the zelimab arm. {1}"
    assert ("s1.1", "s2.1") in drawn(value, "In conclusion, zelimab gave a poor overall survival.")
    assert not drawn(value, "In conclusion, zelimab was given to too many adults.")
    assert not drawn(value, "In conclusion, dorimab gave a poor overall survival.")


def test_a_sentence_without_a_result_does_not_bear_on_a_summing_up() -> None:
    assert not drawn(
        "The trial of zelimab ended early. {1} | Taken together, the evidence so far does not suggest that zelimab should displace existing treatments."
    )


@pytest.mark.parametrize(
    ("better", "first", "second", "direction"),
    [
        ("improves overall survival", 40, 60, "disputes"),
        ("improves overall survival", 60, 40, "supports"),
        ("does not improve overall survival", 40, 60, "supports"),
        ("is superior to placebo", 40, 60, "disputes"),
    ],
)
def test_the_numbers_decide_the_direction(
    better: str, first: int, second: int, direction: str
) -> None:
    found = drawn(
        f"In the ALPHA trial overall survival was {first}% with blinatumomab and {second}% with placebo. {{1}}",
        f"In conclusion, blinatumomab {better}.",
    )
    assert found["s1.1", "s2.1"].direction == direction
    assert ("the numbers say otherwise" in found["s1.1", "s2.1"].why) == (direction == "disputes")


def test_fewer_harms_are_better() -> None:
    found = drawn(
        "Infection was seen in 40% with blinatumomab and in 60% with placebo. {1}",
        "In conclusion, blinatumomab is safer than placebo.",
    )
    assert found["s1.1", "s2.1"].direction == "supports"


def test_a_contrast_is_never_support() -> None:
    for contrast in ("However,", "On the other hand,", "Nevertheless,"):
        found = drawn(
            PAD,
            f"Remission was seen in 40% with blinatumomab and in 30% with placebo. | {contrast} blinatumomab and placebo are costly, we think.",
        )
        assert all(line.direction != "supports" for line in found.values()), contrast


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Therefore drug A is better.", "therefore"),
        ("Drug A is thus the better one.", "thus"),
        ("Placebo was given at night, and therefore the nurses were not blinded.", None),
        ("The nurses knew, and thus told.", None),
        ("Drug A is the better one.", None),
    ],
)
def test_a_therefore_about_its_own_sentence_stays_in_it(text: str, cue: str | None) -> None:
    (statement,) = statements(text)
    assert draws_on(statement) == cue


def test_a_therefore_within_a_sentence_draws_no_line_from_the_one_before() -> None:
    assert not drawn(
        "Zelimab cured 20% in the ALPHA trial. {1} | Placebo was given at night, and therefore the nurses were not blinded.",
        PAD,
    )


def test_a_limit_qualifies_and_a_null_result_disputes_a_claim_of_better() -> None:
    limited = drawn(
        "Overall survival was 60% with blinatumomab and 40% with placebo, but the sample was too small. {1}",
        "In conclusion, blinatumomab improves overall survival.",
    )
    assert limited["s1.1", "s2.1"].direction == "qualifies"
    null = drawn(
        "Overall survival did not differ between blinatumomab and placebo (p = 0.6). {1}",
        "In conclusion, blinatumomab improves overall survival beyond placebo.",
    )
    assert null["s1.1", "s2.1"].direction == "disputes"


@pytest.mark.parametrize(
    ("tested", "direction"),
    [
        ("(p = 0.41)", "disputes"),
        ("(hazard ratio 0.90, 95% CI 0.70 to 1.16)", "disputes"),
        ("(p = 0.01)", "supports"),
        ("(hazard ratio 0.70, 95% CI 0.52 to 0.94)", "supports"),
    ],
)
def test_a_difference_that_is_not_significant_disputes_a_claim_of_better(
    tested: str, direction: str
) -> None:
    found = drawn(
        f"In the ALPHA trial overall survival was 44% with blinatumomab and 40% with placebo {tested}. {{1}}",
        "In conclusion, blinatumomab improves overall survival.",
    )
    assert found["s1.1", "s2.1"].direction == direction


@pytest.mark.parametrize(
    "claim", ["is effective on overall survival", "and placebo gave a similar overall survival"]
)
def test_a_difference_that_is_not_significant_does_not_dispute_what_claims_none(claim: str) -> None:
    found = drawn(
        "In the ALPHA trial overall survival was 44% with blinatumomab and 40% with placebo (p = 0.4). {1}",
        f"In conclusion, blinatumomab {claim}.",
    )
    assert found["s1.1", "s2.1"].direction == "supports"


REMISSION = "Remission was reached by 40% with blinatumomab and by 30% with placebo (p = 0.03)."
INFECTION = "Infections were seen in 22% with blinatumomab and in 9% with placebo (p = 0.01)."


def test_each_result_of_an_abstract_bears_on_one_of_its_conclusions() -> None:
    found = drawn(
        ("Results", f"{REMISSION} | {INFECTION}"),
        ("Conclusions", "Blinatumomab raises the rate of remission. | Blinatumomab causes more infections than placebo."),
    )  # fmt: skip
    assert set(found) == {("s1.1", "s2.1"), ("s1.2", "s2.2")}
    assert {line.rule for line in found.values()} == {"results-to-conclusions"}


@pytest.mark.parametrize(
    "who",
    [
        "Two hundred adults were randomly assigned, with a median age of 54 years.",
        "Median follow-up was 22 months, and 12 adults were not evaluable.",
    ],
)
def test_who_took_part_bears_on_no_conclusion(who: str) -> None:
    found = drawn(
        ("Results", f"{who} | {REMISSION}"),
        ("Conclusions", "Blinatumomab raises the rate of remission beyond that of placebo."),
    )
    assert set(found) == {("s1.2", "s2.1")}


def test_a_result_with_its_p_value_bears_on_the_advice_at_the_end_of_a_letter() -> None:
    advice = "Blinatumomab is effective, and should be given before placebo to reach a remission."
    found = drawn(f"We read of the trial. | {REMISSION} {{1}}", "The authors were brief.", advice)
    assert set(found) == {("s1.2", "s3.1")}


def test_what_the_methods_tell_bears_on_nothing() -> None:
    found = drawn(
        ("Methods", "Remission was assessed by 2 nurses with blinatumomab and with placebo."),
        ("Conclusions", "Blinatumomab raises the rate of remission beyond that of placebo."),
    )
    assert not found


def test_an_aim_or_thanks_bear_on_nothing() -> None:
    found = drawn(
        "We thank the 14 nurses of the ward for overall survival data. | Overall survival was 60% with blinatumomab and 40% with placebo.",
        "In conclusion, blinatumomab improves overall survival.",
    )
    assert {one for one, _ in found} == {"s1.2"}


def test_no_pair_has_more_lines_than_the_most_and_none_is_its_own_evidence() -> None:
    results = " | ".join(
        f"Overall survival was {n}% with blinatumomab and {n - 9}% with placebo."
        for n in range(50, 62)
    )
    found = drawn(results, "In conclusion, blinatumomab improves overall survival.")
    assert 0 < len(found) <= 4
    assert all(one != other for one, other in found)


def test_every_line_says_why_and_how_sure_it_is() -> None:
    found = drawn(
        "Overall survival was 60% with blinatumomab and 40% with placebo.",
        "In conclusion, blinatumomab improves overall survival.",
    )
    for line in found.values():
        assert "; " in line.why
        assert line.confidence is not None
        assert 0 < line.confidence < 1


def test_the_weights_are_of_features_that_there_are() -> None:
    """A feature that is renamed leaves a weight behind: train anew."""
    text = " | ".join(
        f"Overall survival was {n}% with blinatumomab, but few took placebo." for n in range(50, 65)
    )
    found = [
        *statements(("Background", "Gout is limited to men, p = 0.2."), ("Results", text), ("Discussion", "Gout may be limited. | It fell by 4%. | Therefore drug A is poor and drug A is toxic.")),
        *statements(("Results", text), *[f"Gout hit {n}% of men." for n in range(5)], ("Conclusions", "In conclusion, further trials of blinatumomab for overall survival of 5% are needed. | It is promising.")),
    ]  # fmt: skip
    given = {
        name for several in pairs(Statements(found)) for pair in several for name in pair.features
    }
    assert given <= model("line").weights.keys() | {"shared endpoints", "opposite judgement"}
    assert model("line").weights.keys() & given
