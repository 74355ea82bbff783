"""The author whom a sentence names beside a citation marker."""

import pytest

from ingest.drafting.named_authors import NamedAuthor, named_author


def beside(sentence: str, *, only: bool = True) -> NamedAuthor | None:
    """The author at the marker `[`."""
    return named_author(sentence, sentence.index("["), only=only)


@pytest.mark.parametrize(
    ("sentence", "family"),
    [
        ("Smith et al.[1] saw relapses in four children.", "Smith"),
        ("In the series of Okafor et al [2], one in ten relapsed.", "Okafor"),
        ("This was shown by García-López and colleagues.[3]", "García-López"),
        ("Lindqvist and co-workers [4] gave a second course.", "Lindqvist"),
        ("Later O'Brien et al. (2017) [5] doubled the dose.", "O'Brien"),
        ("Van Dijk & colleagues[6] did not.", "Dijk"),
    ],
)
def test_a_name_right_before_its_marker(sentence: str, family: str) -> None:
    assert beside(sentence, only=False) == NamedAuthor(family, adjacent=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Remission was seen in 40% of patients.[1]",
        "We and our colleagues saw the same.[1]",
        "The drug, the dose, et cetera, were the same.[1]",
        "[1] was criticised by Smith et al.",
    ],
)
def test_no_name_where_none_is_given_with_the_marker(sentence: str) -> None:
    assert beside(sentence) is None


def test_a_name_apart_from_the_only_marker_is_told_apart() -> None:
    sentence = "Smith et al. reported remission in 40% of patients.[1]"
    assert beside(sentence) == NamedAuthor("Smith", adjacent=False)


def test_a_name_apart_counts_for_nothing_among_several_markers_or_names() -> None:
    sentence = "Smith et al. reported remission in 40% of patients.[1]"
    assert beside(sentence, only=False) is None
    assert beside("Smith et al. and Roe et al. reported remission in 40%.[1]") is None


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Failure was frequent in the review of Roe and Poe [3].", "Roe"),
        ("Failure was frequent in the clinics of Delhi and Mumbai [3].", None),
        ("Failure was frequent with Zelimab and Placebo [3].", None),
    ],
)
def test_two_authors_of_the_list_are_named_beside_a_marker(body: str, named: str | None) -> None:
    author = named_author(body, body.index("["), only=True, authors={"roe", "poe", "doe"})
    assert (author and author.family) == named
