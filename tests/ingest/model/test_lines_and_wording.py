"""What a model says of statements: which bears on which, and what they assert."""

import json

import pytest
from scripted_server import (
    CONCLUSION,
    OPENING,
    RESULT,
    Script,
    drafted,
    dropped,
    line,
    lines,
    read,
)

from ingest.drafting.record import DraftRecord
from ingest.language.doubts import ONLY_MODEL, WORDED_BY_MODEL
from ingest.model.wording import fault_of
from ontology.model import EvidenceLine


def drawn(draft: DraftRecord) -> dict[str, EvidenceLine]:
    """The lines to the conclusion, by the sentence that they come from."""
    return {one.evidence[0].removeprefix("claim-"): one for one in draft.record.evidence}


def test_a_line_that_both_drew_records_the_agreement() -> None:
    ruled = drawn(drafted(None))["1.2"]
    both = drawn(read(Script(lines=lines(line()))))["1.2"]
    assert "+ model; model: tester" in str(both.extracted_by)
    assert both.confidence == ruled.confidence
    assert both.doubts == ruled.doubts


def test_a_line_with_another_direction_is_a_doubt() -> None:
    both = drawn(read(Script(lines=lines(line(direction="disputes")))))["1.2"]
    assert both.direction == "supports"
    assert "the model reads that it disputes" in both.doubts


def test_a_line_that_only_the_model_drew_is_doubtful_and_has_no_confidence() -> None:
    script = Script(lines=lines(line(OPENING, direction="qualifies", linking="implicit")))
    assert "1.1" not in drawn(drafted(None))
    only = drawn(read(script))["1.1"]
    assert only.doubts == (f"{ONLY_MODEL} this line",)
    assert only.confidence is None
    assert only.why == "implicit: no words link the two"


@pytest.mark.parametrize(
    ("item", "why"),
    [
        (line("s9.9"), "a line to or from a statement that is not of the list"),
        (line(RESULT, RESULT), "a line to or from a statement that is not of the list"),
        (line(CONCLUSION), "a line to or from a statement that is not of the list"),
        (line(linking="because of this"), "the linking words stand in neither statement"),
        (line(linking="."), "the linking words stand in neither statement"),
    ],
)
def test_a_line_needs_both_ends_and_words_that_are_there(item: dict[str, str], why: str) -> None:
    draft = read(Script(lines=lines(item)))
    assert dropped(draft) == [why]
    assert draft.record.evidence == drafted(None).record.evidence


@pytest.mark.parametrize("missing", ["evidence", "bears_on", "direction", "linking"])
def test_a_line_without_a_part_is_no_answer(missing: str) -> None:
    item = {key: value for key, value in line().items() if key != missing}
    draft = read(Script(lines=lines(item)))
    assert "an answer that is not of the form that was asked for" in dropped(draft)


# -- wording ---------------------------------------------------------------------------------------

SENTENCE = "In conclusion, zelimab may be better than usual care."


def worded(text: str) -> DraftRecord:
    return read(Script(wording=json.dumps({"text": text})))


def test_a_wording_that_holds_is_the_text_of_the_claim() -> None:
    text = "Zelimab might be a better choice than the usual care."
    (conclusion,) = worded(text).record.conclusions
    assert conclusion.text == text
    assert conclusion.quote == SENTENCE
    assert conclusion.doubts == (WORDED_BY_MODEL,)
    assert "prompt wording-1" in str(conclusion.extracted_by)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Zelimab might be 20% better.", "with a number that the sentence lacks"),
        ("Three of them might do better on it.", "with a number that the sentence lacks"),
        ("Zelimab might beat usual care in NSCLC.", "with a name that the sentence lacks"),
        ("Perhaps overall survival is longer.", "with a name that the sentence lacks"),
        ("Zelimab might not be better.", "that denies what the sentence does not, or the reverse"),
        ("Zelimab might be worse.", "that denies what the sentence does not, or the reverse"),
        ("Zelimab is better than usual care.", "that is surer than the sentence"),
        (SENTENCE, "that copies the sentence"),
        ("zelimab may be better", "that copies the sentence"),
        ("Better.", "that is no plain sentence"),
        ("See https://example.org for what zelimab may do.", "that is no plain sentence"),
        ("Zelimab may be <b>better</b> for people.", "that is no plain sentence"),
        ("So zelimab could be preferable to the care that is usual.", None),
    ],
)
def test_a_wording_adds_nothing_to_the_sentence(text: str, why: str | None) -> None:
    assert fault_of(text, SENTENCE) == why


def test_a_wording_does_not_turn_higher_into_lower() -> None:
    sentence = "Deaths were higher with placebo."
    assert fault_of("Fatality was lower under placebo.", sentence) is not None
    assert fault_of("Fatality was higher under placebo.", sentence) is None


def test_a_wording_that_fails_leaves_the_topic() -> None:
    draft = worded("Zelimab cures 99% of people.")
    assert draft.record.conclusions == drafted(None).record.conclusions
    assert "a wording with a number that the sentence lacks" in dropped(draft)
