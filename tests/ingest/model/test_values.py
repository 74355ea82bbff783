"""What a model says of values: what is kept, what is dropped, and how it meets the rules."""

import pytest
from scripted_server import (
    LETTER,
    REMISSION,
    Script,
    drafted,
    dropped,
    of_number,
    read,
    value,
    values,
)

from ingest.language.doubts import ONLY_MODEL


def test_agreement_is_recorded_with_model_prompt_and_day() -> None:
    draft = read(Script(values=values(value(time="6 months"))))
    remission = of_number(draft, "77.5")
    assert "endpoint predicate + model" in remission.extracted_by
    assert "model: tester (server's id: scripted-1), prompt values-1, 20" in remission.extracted_by
    assert remission.confidence is not None
    assert remission.doubts == of_number(drafted(None), "77.5").doubts


def test_disagreement_leaves_the_rules_reading_and_becomes_a_doubt() -> None:
    draft = read(Script(values=values(value(endpoint="grumbling"))))
    remission = of_number(draft, "77.5")
    assert remission.endpoint == "complete-remission"
    assert any("the model reads the endpoint as 'grumbling'" in d for d in remission.doubts)


def test_an_arm_that_only_the_model_gave_is_a_doubt() -> None:
    text = "# T\n\nTo the Editor: We used zelimab. Grumbling was seen in 12.5% of people.\n"
    assert of_number(drafted(None, text), "12.5").regimen is None
    quote = "Grumbling was seen in 12.5% of people"
    item = value("12.5", quote, endpoint="grumbling", arm="zelimab")
    draft = read(Script(values=values(item)), text)
    grumbling = of_number(draft, "12.5")
    assert grumbling.regimen is not None
    assert f"{ONLY_MODEL} the arm" in grumbling.doubts


def test_a_model_that_is_silent_changes_nothing() -> None:
    assert read(Script()).record == drafted(None).record


def test_whose_a_value_is_may_become_a_doubt() -> None:
    draft = read(Script(values=values(value(whose="own"))))
    assert any("the model reads the study as" in d for d in of_number(draft, "77.5").doubts)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (value("99.9"), "the number is none of the sentence"),
        (value(quote="80% had a complete remission"), "the quote does not stand in the sentence"),
        (value(quote="31 (77.5%) had a Complete remission"), "the quote does not stand in"),
        (value(quote="7.5%) had a complete"), "the quote does not stand in the sentence"),
        (value(quote="had a complete remission"), "the number does not stand in its quote"),
        (value(endpoint="overall survival"), "an endpoint with words that the document lacks"),
        (value(endpoint="<b>remission</b>"), "an endpoint with words that the document lacks"),
        (value(arm="placebo"), "an arm with words that the document lacks"),
        (value(arm="40"), "an arm with words that the document lacks"),
        (value(time="12 months"), "the time is none that stands in the sentence"),
        (value(whose="reference 7"), "the study is none of the list"),
    ],
)
def test_what_fails_a_check_is_dropped_and_counted(item: dict[str, object], why: str) -> None:
    draft = read(Script(values=values(item)))
    assert [told for told in dropped(draft) if told.startswith(why)], dropped(draft)
    without = of_number(drafted(None), "77.5")
    with_model = of_number(draft, "77.5")
    fields = ("endpoint", "arm", "regimen", "time", "study", "value", "doubts")
    assert [getattr(with_model, f) for f in fields] == [getattr(without, f) for f in fields]


def test_a_second_proposal_for_one_value_is_dropped() -> None:
    script = Script(values=values(value(), value(endpoint="grumbling")))
    draft = read(script)
    assert dropped(draft) == ["a second proposal for one value"]
    assert "+ model" in of_number(draft, "77.5").extracted_by


def test_a_quote_with_the_number_twice_does_not_say_which() -> None:
    text = LETTER.replace("12.5% of them", "77.5% of them")
    quote = f"{REMISSION} at 6 months, and grumbling was seen in 77.5% of them"
    assert "the quote has the number several times" in dropped(
        read(Script(values=values(value(quote=quote))), text)
    )


def test_a_value_without_an_endpoint_gets_that_of_the_model() -> None:
    text = "# T\n\nTo the Editor: The outlook was poor in many wards. In ours, 14.5% (8 of 55).\n"
    item = value("14.5", "In ours, 14.5% (8 of 55)", endpoint="outlook")
    assert not drafted(None, text).record.stated
    draft = read(Script(values=values(item)), text)
    (stated,) = draft.record.stated
    assert (stated.value, stated.numerator, stated.endpoint_text) == ("14.5", 8, "outlook")
    assert f"{ONLY_MODEL} the endpoint" in stated.doubts
    assert stated.confidence is None
    assert not [told for told in draft.left_out if "no endpoint" in told]


def test_only_numbers_that_the_rules_can_read_are_asked_about() -> None:
    script = Script()
    read(script)
    (asked,) = [one for one in script.asked if one.task == "values"]
    assert "77.5" in asked.data["numbers"]
    assert "12.5" in asked.data["numbers"]
    assert "2030" not in asked.data["numbers"]
