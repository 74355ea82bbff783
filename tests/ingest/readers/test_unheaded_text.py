"""Where the text of an unheaded paper starts, and what stands before it."""

import pytest

from ingest.readers import read_bytes
from ingest.readers.document import Paper

LIST = """
References

1. Doe A. Study of wards. J Sleep. 2001;1:1-9.
2. Roe B. Study of noise. J Sleep. 2002;2:2-9.
3. Poe C. Study of light. J Sleep. 2003;3:3-9.
"""


def paper(text: str) -> Paper:
    return read_bytes(f"{text}\n{LIST}".encode(), "a.txt")


def body(read: Paper) -> list[str]:
    """The paragraphs of the body, as text."""
    return [
        read.text[p.start : p.end] for s in read.sections if s.part == "body" for p in s.paragraphs
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "Drug A failed in one trial¹, helped in another trial², and cured 20% elsewhere.³",
        "Noise wakes the old¹, light wakes the young², and both wake nurses at night.³",
        "Of the wards^{1}, half were dark^{2}, and none were silent through the night.^{3}",
    ],
)
def test_a_sentence_with_marks_behind_words_and_commas_is_no_affiliation(opening: str) -> None:
    read = paper(opening)
    assert body(read) == [opening]
    assert [pointer.numbers for pointer in read.pointers] == [[1], [2], [3]]


@pytest.mark.parametrize(
    "front",
    [
        "Jane Doe¹, John A. Roe², Max van der Poe¹",
        "¹ Department of Sleep, City. ² Institute of Noise, Town.",
        "Department of Sleep¹, University of City, Institute of Noise², Town, and Ward of Light³",
        "Received 3 May 2020; accepted 9 June 2020.",
        "Correspondence to: Jane Doe, City, and to all who sleep in wards.",
        "By Jane Doe, John Roe and Max Poe",
    ],
)
def test_authors_affiliations_and_dates_are_no_text(front: str) -> None:
    text = "Sleep is short in wards.¹ Noise is one cause.² Light is another one.³"
    read = paper(f"Sleep in wards\n\n{front}\n\n{text}")
    assert body(read) == [text]


@pytest.mark.parametrize("heading", ["Results", "Methods", "Patients and methods", "Discussion"])
def test_an_introduction_without_heading_is_text(heading: str) -> None:
    opening = "Sleep is short in wards.¹ Noise is one cause.²"
    read = paper(f"Sleep in wards\n\n{opening}\n\n{heading}\n\nNine of 20 wards slept.³")
    assert body(read)[0] == opening
    assert [pointer.numbers for pointer in read.pointers] == [[1], [2], [3]]
    assert read.metadata.title == "Sleep in wards"


@pytest.mark.parametrize("heading", ["Abstract", "Background", "Introduction", "Objectives"])
def test_what_stands_before_the_first_heading_of_a_paper_is_no_introduction(heading: str) -> None:
    note = "This trial was told at a meeting. It was not published."
    read = paper(f"Sleep in wards\n\n{note}\n\n{heading}\n\nNine of 20 wards slept.¹")
    assert note not in body(read)


@pytest.mark.parametrize(
    "opening",
    [
        "By contrast, sleep is long at home.¹ Noise is rare there.²",
        "Published trials disagree on sleep.¹ One of them was small.²",
        "Authors differ on what wakes patients.¹ Most name noise.²",
        "Received wisdom has it that wards are loud.¹ They are not.²",
    ],
)
def test_words_that_label_front_matter_may_open_a_sentence(opening: str) -> None:
    assert body(paper(opening)) == [opening]
