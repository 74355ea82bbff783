"""Salutations, thanks, grants and notices are told from the text of a paper."""

import pytest

from ingest.drafting.bibliography import Bibliography
from ingest.drafting.sources import source
from ingest.readers import read_bytes
from ingest.readers.paragraph_kinds import paragraph_kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("salutation", "Dear Editor,"),
        ("salutation", "Dear Sir or Madam:"),
        ("salutation", "Dear Dr. Poe,"),
        ("salutation", "Yours sincerely,"),
        ("thanks", "We thank the nurses of all wards for their patience."),
        ("thanks", "The authors would like to thank J. Doe for statistical help."),
        ("funding", "This work was supported by the Council of Sleep (grant 12)."),
        ("funding", "Funding: none."),
        ("funding", "No external funding was received."),
        ("notice", "Published in: Clinical Infectious Wards"),
        ("notice", "Published online March 3, 2020."),
        ("notice", "Correspondence to: J. Doe, City."),
        ("notice", "The authors declare no conflicts of interest."),
        ("notice", "© 2020 The Society of Sleep"),
        ("notice", "Trial registration SLEEP-123, May 3, 2012"),
    ],
)
def test_a_paragraph_around_the_text_has_its_kind(kind: str, text: str) -> None:
    assert paragraph_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Dear Editor, we read the report on sleep with interest.",
        "We thank Doe and colleagues for their letter on sleep.",
        "Published trials disagree on sleep.",
        "Received wisdom says that wards are loud.",
        "The authors report no difference between the wards.",
        "Supported by these data, light should be dimmed.",
        "This trial was supported by earlier data from other wards.",
        "Disclosure of the result changed practice.",
        "Conclusion: dim the light.",
        "Grants of leave from the ward shortened sleep.",
    ],
)
def test_a_sentence_that_only_begins_so_is_text(text: str) -> None:
    assert paragraph_kind(text) == "text"


def test_the_heading_of_a_section_decides_for_its_paragraphs() -> None:
    assert paragraph_kind("NCT01234567.", "Trial registration") == "notice"
    assert paragraph_kind("Council of Sleep.", "Funding") == "funding"
    assert paragraph_kind("Council of Sleep.", "Results") == "text"


def test_only_text_is_given_to_the_extractor_and_paragraphs_keep_their_numbers() -> None:
    paper = read_bytes(
        b"<article><body><p>Dear Editor,</p><p>Sleep was short in 40% of wards.</p>"
        b"<p>We thank all nurses.</p></body></article>",
        "a.xml",
    )
    kinds = [(p.number, p.kind) for s in paper.sections for p in s.paragraphs]
    assert kinds == [(1, "salutation"), (2, "text"), (3, "thanks")]
    sentences = source(paper, Bibliography(), reports=False).sentences
    assert [(s.paragraph, s.text) for s in sentences] == [(2, "Sleep was short in 40% of wards.")]
