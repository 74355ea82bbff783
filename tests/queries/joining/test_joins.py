"""Joins: a stated value beside what its source reports, drafted from invented texts of each kind."""

import pytest

from ingest import readers
from ingest.drafting.cited import CitedWork, cited_record
from ingest.drafting.known import known
from ingest.drafting.record import draft_record
from queries.joining.joins import Join, joins
from queries.joining.occurrences import numbers_of
from queries.joining.restating import works_of

DAY = "2030-01-01"
NOTHING = known([])
LIST = """

References

1. Aalto P, Berg Q. A trial of reinduction in leukaemia. J Inv. 2020;1(1):1-9.
2. Cruz R, Dahl S. Another study of reinduction in leukaemia. J Inv. 2021;2(1):10-19.
"""
NAMES = {1: "aalto-2020-1-1", 2: "cruz-2021-2-10"}


def joined(sentence: str, sources: dict[int, str], suffix: str = "pubmed") -> list[Join]:
    """The joins of a letter of one sentence with the abstracts, or the articles, that it cites."""
    letter = f"A letter\n\nTo the Editor:\n\nWe read both with interest. {sentence}\n{LIST}"
    paper = readers.read_bytes(letter.encode(), "letter.txt")
    records, numbers = [], {}
    for number, text in sources.items():
        heads = (
            ("## Abstract", "") if suffix == "pubmed" else ("## Abstract", "## Results\n\nBelow.\n")
        )
        content = f"# The source\n\n{heads[0]}\n\n{text}\n\n{heads[1]}"
        source = readers.read_bytes(content.encode(), "source.md")
        work = CitedWork(f"{NAMES[number]}-source", NAMES[number], NAMES[number])
        records.append(cited_record(source, work, NOTHING, DAY))
        numbers[NAMES[number]] = numbers_of(source)
    drafted = draft_record(paper, NOTHING, DAY, "letter").record
    references = {r.number: r.publication for r in drafted.references}
    assert references == NAMES
    return joins(drafted, works_of(references, records, numbers))


def kinds(sentence: str, sources: dict[int, str], suffix: str = "pubmed") -> list[str]:
    return [join.kind for join in joined(sentence, sources, suffix)]


@pytest.mark.parametrize(
    ("sentence", "abstract"),
    [
        (
            "Complete remission was achieved in 57.1% of patients [1].",
            "Complete remission was achieved in 36 of 63 patients (57.1%).",
        ),
        (
            "The 2-year overall survival was 71.5% with blinatumomab [1].",
            "The 2-year overall survival was 71.5% (95% CI 62.6 to 78.6) with blinatumomab and "
            "58.3% with chemotherapy.",
        ),
        (
            "Sepsis occurred in 12 of 80 patients [1].",
            "Sepsis occurred in 12 of 80 patients (15%).",
        ),
        (
            "Complete remission was achieved in 57% of patients [1].",
            "Complete remission was achieved in 57.1% of patients.",
        ),
    ],
)
def test_the_same_number_for_the_quantity_is_joined(sentence: str, abstract: str) -> None:
    assert kinds(sentence, {1: abstract}) == ["same"]


@pytest.mark.parametrize(
    ("sentence", "abstract"),
    [
        (
            "Complete remission was achieved in 74.6% of patients [1].",
            "Complete remission was achieved in 36 of 63 patients (57.1%).",
        ),
        (
            "The 5-year overall survival was 48.9% [1].",
            "The 5-year overall survival was 38.9%, and 41 patients died.",
        ),
        (
            "Sepsis occurred in 22 of 80 patients [1].",
            "Sepsis occurred in 12 of 80 patients.",
        ),
        (
            "Complete remission was achieved in 74.6% of patients in the blinatumomab arm [1].",
            "Complete remission was achieved in 57.1% of patients in the blinatumomab arm and in "
            "41.3% in the chemotherapy arm.",
        ),
    ],
)
def test_another_number_for_certainly_the_quantity_is_told(sentence: str, abstract: str) -> None:
    assert kinds(sentence, {1: abstract}) == ["other"]


@pytest.mark.parametrize(
    ("sentence", "abstract"),
    [
        pytest.param(
            "The 5-year overall survival was 48.9% [1].",
            "The 2-year overall survival was 61.2%.",
            id="another time",
        ),
        pytest.param(
            "Overall survival was 48.9% [1].",
            "The 2-year overall survival was 61.2%.",
            id="no time, and the abstract alone was seen",
        ),
        pytest.param(
            "Complete remission was achieved in 74.6% of patients with late relapse [1].",
            "Complete remission was achieved in 57.1% of patients.",
            id="other people",
        ),
        pytest.param(
            "Complete remission was achieved in 74.6% with clofarabine [1].",
            "Complete remission was achieved in 57.1% with mitoxantrone.",
            id="another treatment",
        ),
        pytest.param(
            "Complete remission was achieved in 74.6% of patients [1].",
            "MRD negativity was reached in 57.1% of patients.",
            id="another endpoint",
        ),
        pytest.param(
            "Grade 3 or higher febrile neutropenia occurred in 24.6% of patients [1].",
            "Febrile neutropenia occurred in 57.1% of patients.",
            id="another grade",
        ),
        pytest.param(
            "Complete remission was achieved in 74.6% of patients [1].",
            "Complete remission was achieved in 57.1% of patients. The rate rose to 74.6% later.",
            id="the number stands somewhere",
        ),
        pytest.param(
            "Complete remission was achieved in 74.6% of patients [1].",
            "Complete remission was achieved in 57.1% of patients with early relapse and in 88.0% "
            "of patients with late relapse.",
            id="several numbers for what it may be",
        ),
        pytest.param(
            "Nearly 75% of patients were in complete remission [1].",
            "Complete remission was achieved in 57.1% of patients.",
            id="no exact number",
        ),
        pytest.param(
            "Complete remission was achieved in 74.6% of patients [1].",
            "We describe a programme of reinduction.",
            id="nothing is reported",
        ),
    ],
)
def test_what_may_be_another_quantity_is_no_mismatch(sentence: str, abstract: str) -> None:
    assert "other" not in kinds(sentence, {1: abstract})


def test_of_two_cited_works_one_may_be_unseen() -> None:
    sentence = "Complete remission was achieved in 74.6% of patients [1,2]."
    abstract = "Complete remission was achieved in 57.1% of patients."
    assert kinds(sentence, {1: abstract}) == ["nothing"]


def test_a_number_of_another_reference_is_found_there() -> None:
    sentence = "Treatment-related mortality was 6.84% [1]."
    sources = {
        1: "Complete remission was achieved in 57.1% of patients.",
        2: "Treatment-related mortality was 6.84%.",
    }
    (join,) = joined(sentence, sources)
    assert (join.kind, join.references) == ("elsewhere", (2,))


@pytest.mark.parametrize(
    ("sentence", "cited", "other"),
    [
        ("Treatment-related mortality was 7% [1].", "", "Treatment-related mortality was 7%."),
        (
            "Treatment-related mortality was 6.84% [1].",
            "Of all, 6.84% died of the treatment.",
            "Treatment-related mortality was 6.84%.",
        ),
        (
            "The 2-year overall survival was 68.4% [1].",
            "",
            "The 5-year overall survival was 68.4%.",
        ),
    ],
    ids=["a number that many have", "the cited work has it", "another time"],
)
def test_what_may_be_chance_is_not_credited_to_another(
    sentence: str, cited: str, other: str
) -> None:
    sources = {1: f"Complete remission was achieved in 57.1% of patients. {cited}", 2: other}
    assert "elsewhere" not in kinds(sentence, sources)
