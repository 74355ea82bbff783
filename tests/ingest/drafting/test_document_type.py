"""What kind of document a paper is: its file's own word wins over words in its title."""

import pytest

from ingest.drafting.record import document_type
from ingest.readers import read_bytes


def typed(declared: str, title: str, opening: str = "Sleep was short in 40% of wards.") -> str:
    attribute = f' article-type="{declared}"' if declared else ""
    data = (
        f"<article{attribute}><front><article-meta><title-group><article-title>{title}"
        f"</article-title></title-group></article-meta></front><body><p>{opening}</p></body></article>"
    )
    return document_type(read_bytes(data.encode(), "a.xml"))


@pytest.mark.parametrize(
    ("declared", "title", "kind"),
    [
        ("research-article", "Early response to light in wards: a randomised trial", "article"),
        ("research-article", "Comment cards and editorial letters in wards", "article"),
        ("case-report", "Reply of the pupil to light", "article"),
        ("research-article", "A review of charts at night", "article"),
        ("review-article", "Response to light in wards", "review"),
        ("letter", "Response to light in wards", "reply"),
        ("letter", "Light in wards", "letter"),
        ("reply", "Light in wards", "reply"),
        ("article-commentary", "Light in wards", "letter"),
        ("research-article", "Comment on: Light in wards", "letter"),
        ("research-article", "Authors' reply", "reply"),
        ("other", "Response to Doe and colleagues", "reply"),
        ("", "Letter on light", "letter"),
        ("", "Light in wards: a review", "review"),
        ("", "Light in wards", "article"),
    ],
)
def test_the_declared_type_wins_and_the_title_decides_without_one(
    declared: str, title: str, kind: str
) -> None:
    assert typed(declared, title) == kind


def test_an_address_to_the_editor_makes_a_letter_of_an_article() -> None:
    opening = "To the Editor: Sleep was short in 40% of wards."
    assert typed("research-article", "Light in wards", opening) == "letter"
