"""Which sentences a document argues for: by where they stand, by their words, never by others'."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from paragraphs import statements

from ingest.extract import cues
from ingest.extract.conclusion_features import features, settings
from ingest.extract.linear import model
from ingest.extract.roles import ClassifiedSentence
from ontology.errors import VocabularyError
from ontology.settings import VOCABULARY

FILLER = "Gout is a common disease of adults."
LETTER = ("We read the report on zelimab.", "The trial had no control group of its own.")


def concluded(found: Iterable[ClassifiedSentence]) -> list[str]:
    return [s.name for s in found if s.concludes]


@pytest.mark.parametrize(
    "closing",
    [
        "Drug A can be considered a useful treatment.",
        "Fewer injections are welcome to most adults.",
        "Surgeons ought to wait for a second trial.",
        "We now give drug A to every adult in our two wards.",
        "We agree that a longer trial is needed.",
        "The question remains open for older adults.",
        "Until then, drug B remains the drug of choice.",
        "None of this makes drug B obsolete.",
    ],
)
def test_the_last_paragraph_of_a_letter_concludes_without_a_stock_opening(closing: str) -> None:
    assert concluded(statements(*LETTER, closing)) == ["s3.1"]


@pytest.mark.parametrize(
    "closing",
    [
        "Relapse was seen in 14% of the patients.",
        "Was the control group treated alike?",
        "We declare no competing interests.",
        "This work was supported by a grant of the city.",
        "A larger trial of drug A is being planned.",
        "Patients were randomly assigned to two arms.",
        "Forty adults were enrolled in March.",
        "Pain was scored by two nurses.",
    ],
)
def test_values_questions_thanks_and_plans_are_no_conclusions(closing: str) -> None:
    assert "s3.1" not in concluded(statements(*LETTER, closing))


def test_a_long_last_paragraph_concludes_at_its_end_only() -> None:
    long = " | ".join(["Gout pains many of the older adults."] * 6)
    assert concluded(statements(*LETTER, long)) == ["s3.5", "s3.6"]


def test_short_advice_concludes_and_a_short_remark_does_not() -> None:
    assert concluded(statements(*LETTER, "It should be stopped.")) == ["s3.1"]
    assert concluded(statements(*LETTER, "It was stopped early.")) == []


def test_a_section_of_conclusions_is_one_whatever_it_says() -> None:
    for heading in ("Conclusions", "Interpretation", "Key messages", "Implications for practice"):
        found = statements(
            ("Results", "Pain fell by half in all arms."),
            (heading, "Drug A works as well as B does."),
        )
        assert concluded(found) == ["s2.1"], heading


def test_a_heading_that_is_none_does_not_make_one() -> None:
    found = statements(
        ("Methods", "Pain was scored each day by nurses."),
        ("Results", "Pain fell by half in all of the arms."),
    )
    assert concluded(found) == []


def test_an_abstract_without_headings_concludes_at_its_end() -> None:
    text = "Gout hurts many adults. | Adults were randomly assigned to A or B. | Pain fell in both arms. | Drug A is the better of the two."
    assert concluded(statements(("Abstract", text))) == ["s1.4"]
    hoped = text.replace(
        "Drug A is the better of the two", "It is hoped that drug A will be cheaper"
    )
    assert concluded(statements(("Abstract", hoped))) == []


@pytest.mark.parametrize(
    "view",
    [
        "We think that the harm of drug A outweighs its use.",
        "In our view the control group was too small.",
        "Drug A can be considered a second choice in gout.",
    ],
)
def test_a_view_of_the_authors_concludes_anywhere(view: str) -> None:
    assert concluded(statements(FILLER, view, FILLER)) == ["s2.1", "s3.1"]


@pytest.mark.parametrize(
    "others",
    [
        "Doe and Roe also confirm our findings.",
        "Doe et al state that gout can be considered a risk.",
        "The guidelines say that it should be considered in gout.",
    ],
)
def test_what_others_say_is_no_conclusion(others: str) -> None:
    assert "s2.1" not in concluded(statements(FILLER, others, FILLER, FILLER))


def test_results_sum_up_only_as_the_subject_of_their_sentence() -> None:
    own = statements(FILLER, "Our findings suggest that gout is inherited.", FILLER)
    assert "s2.1" in concluded(own)
    other = statements(FILLER, "Gout is inherited, as in our findings of last year.", FILLER)
    assert "s2.1" not in concluded(other)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Drug A should replace drug B.", True),
        ("Drug A should not be given to children.", True),
        ("There is no evidence that drug A should replace drug B.", False),
        ("The trial does not suggest that drug A should replace drug B.", False),
        ("It is not clear that drug A should be given.", False),
    ],
)
def test_a_proposal_that_nobody_makes_is_no_recommendation(text: str, proposed: bool) -> None:
    assert (statements(FILLER, text, FILLER)[1].role == "recommendation") == proposed


def test_a_denied_proposal_may_be_a_conclusion() -> None:
    text = "Taken together, the evidence does not suggest that drug A should displace drug B."
    (found,) = [s for s in statements(FILLER, text, FILLER) if s.name == "s2.1"]
    assert (found.concludes, found.role) == (True, "conclusion")


@pytest.mark.parametrize(
    "strong",
    [
        "This clearly shows that drug A prevents gout.",
        "Both trials thus show that drug A is better.",
    ],
)
def test_a_strong_inference_may_conclude_within_a_letter(strong: str) -> None:
    assert "s2.2" in concluded(statements(FILLER, f"The dose was low. | {strong}", FILLER, FILLER))


@pytest.mark.parametrize(
    "plain", ["Doe and Roe scored pain at night.", "Pain was scored by nurses."]
)
def test_what_was_done_or_is_known_concludes_nothing_within_a_letter(plain: str) -> None:
    found = statements(FILLER, f"The dose was low. | {plain}", FILLER, FILLER)
    assert not {"s2.1", "s2.2"} & set(concluded(found))


def test_methods_printed_last_do_not_close_a_text_and_an_abstract_does_not_speak_for_its_body() -> (
    None
):
    found = statements(
        ("Methods", "Adults were randomly assigned to drug A or placebo."),
        ("Conclusions", "Drug A is no better than placebo."),
        ("Introduction", FILLER),
        ("Discussion", "Pain was hard to score. | Drug A can safely be given to older adults."),
        ("Methods", "Adults were enrolled in two towns. | Pain was scored by nurses."),
    )
    assert {"s2.1", "s4.2"} <= set(concluded(found))
    assert not {"s5.1", "s5.2"} & set(concluded(found))


def test_a_weighed_conclusion_says_what_weighed_most() -> None:
    (found,) = [
        s for s in statements(*LETTER, "None of this makes drug B obsolete.") if s.concludes
    ]
    assert found.rules["conclusion"] == "weighed 'in a short last paragraph'"


def test_the_weights_of_conclusions_are_of_features_that_there_are() -> None:
    """A feature that is renamed leaves a weight behind: train anew."""
    said = [
        *statements(*LETTER, "Hence we think this may be toxic and harmful, but safer for all adults."),
        *statements(("Abstract", FILLER), ("Methods", FILLER), ("Introduction", f"{FILLER} | Both trials will show a benefit of 4%."), ("Conclusions", FILLER)),
        *statements(FILLER, f"Drug A should be given. | {FILLER}"),
    ]  # fmt: skip
    given = {name for setting in settings(said) for name in features(setting)}
    assert given <= model("conclusion").weights.keys()


def test_every_decision_names_a_rule_that_says_why() -> None:
    for statement in statements(*LETTER, "In conclusion, drug A is useful in gout."):
        assert all(d.rule.name and d.rule.why for d in statement.decisions)
        assert statement.rules.keys() >= {"role", "modality"}


# -- a user's own words ----------------------------------------------------------------------------


@pytest.fixture
def own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterable[tuple[Path, pytest.MonkeyPatch]]:
    yield tmp_path, monkeypatch
    monkeypatch.undo()
    for cached in (cues._tables, cues.phrases, cues.words):
        cached.cache_clear()


def extended(own_words: tuple[Path, pytest.MonkeyPatch], text: str) -> None:
    folder, patch = own_words
    file = folder / "mine.toml"
    file.write_text(text)
    patch.setenv(VOCABULARY.name, str(file))
    for cached in (cues._tables, cues.phrases, cues.words):
        cached.cache_clear()


def test_a_file_of_the_user_adds_cues(own_words: tuple[Path, pytest.MonkeyPatch]) -> None:
    text = "Our verdict: gout is not a disease of kings."
    assert "s2.1" not in concluded(statements(FILLER, text, FILLER))
    extended(own_words, 'summing_up = "our verdict; zum schluss"\n')
    assert "s2.1" in concluded(statements(FILLER, text, FILLER))


@pytest.mark.parametrize("wrong", ["summing_up = 3\n", "summing_up = \n", 'a = ["b"]\n'])
def test_a_file_of_cues_that_cannot_be_read_is_told(
    own_words: tuple[Path, pytest.MonkeyPatch], wrong: str
) -> None:
    extended(own_words, wrong)
    with pytest.raises(VocabularyError, match=r"mine\.toml"):
        cues.phrases("views")
