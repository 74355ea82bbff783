"""Printed references of less common kinds: preprints, meeting abstracts, groups, odd locators."""

import pytest

from ingest.references.model import ParsedReference, Person
from ingest.references.parse import parse


def names(reference: ParsedReference) -> list[str]:
    return [" ".join(filter(None, person)) for person in reference.authors]


@pytest.mark.parametrize(
    ("printed", "server", "year"),
    [
        ("Doe J, Roe A. Sleep in wards. medRxiv [Preprint]. 2021 Mar 3 [cited 2022 Apr 5]. "
         "Available from: https://doi.org/10.1101/2021.03.03.99999999", "medRxiv", "2021"),
        ("Doe J. Sleep in wards. bioRxiv 2020.05.01.123456; doi: 10.1101/2020.05.01.123456.",
         "bioRxiv", "2020"),
        ("Doe J. Sleep in wards. Preprint at medRxiv https://doi.org/10.1101/2022.01.02.2 (2022).",
         "medRxiv", "2022"),
        ("Doe J, Roe A. Sleep in wards. arXiv:2105.01234 [q-bio.QM]. 2021.", "arXiv", "2021"),
        ("Poe B (2019) Sleep in wards. bioRxiv doi:10.1101/123456", "bioRxiv", "2019"),
        ("Poe B. Sleep in wards. Research Square [Preprint]. 2020. "
         "https://doi.org/10.21203/rs.3.rs-1/v1", "Research Square", "2020"),
    ],
)  # fmt: skip
def test_a_preprint_has_title_server_and_year_and_no_volume(
    printed: str, server: str, year: str
) -> None:
    reference = parse(printed)
    assert reference.kind == "preprint"
    assert (reference.title, reference.journal, reference.year) == ("Sleep in wards", server, year)
    assert (reference.volume, reference.issue, reference.first_page) == (None, None, None)


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Doe J. How medRxiv changed research on sleep. J Sleep. 2019;12(3):12-20.",
         "How medRxiv changed research on sleep"),
        ("Doe J. bioRxiv: the server for biology. J Sleep. 2019;12(3):12-20.",
         "bioRxiv: the server for biology"),
    ],
)  # fmt: skip
def test_an_article_on_a_preprint_server_is_an_article(printed: str, title: str) -> None:
    reference = parse(printed)
    assert reference.kind == "article"
    assert (reference.title, reference.journal, reference.volume) == (title, "J Sleep", "12")


@pytest.mark.parametrize(
    ("printed", "title", "locator"),
    [
        ("Doe J, Roe A. Sleep in wards [abstract]. Blood. 2019;134(Suppl 1):1234. Abstract 615.",
         "Sleep in wards [abstract]", ("Blood", "2019", "134", "Suppl 1", "1234")),
        ("Doe J. Sleep in wards. Ann Oncol. 2017;28(Suppl 5):v300. Poster P-044.",
         "Sleep in wards", ("Ann Oncol", "2017", "28", "Suppl 5", "v300")),
        ("Doe J. Sleep in wards. Presented at: 61st Annual Meeting of Sleep; December 7-10, 2019; "
         "Orlando, FL. Abstract 615.", "Sleep in wards", (None, "2019", None, None, None)),
        ("Poe B. Sleep and light. Paper presented at: European Congress; June 4, 2016; Vienna.",
         "Sleep and light", (None, "2016", None, None, None)),
    ],
)  # fmt: skip
def test_a_meeting_abstract_keeps_its_journal_or_has_the_year_of_the_meeting(
    printed: str, title: str, locator: tuple[str | None, ...]
) -> None:
    read = parse(printed)
    assert read.kind == "meeting abstract"
    assert read.title == title
    assert (read.journal, read.year, read.volume, read.issue, read.first_page) == locator


@pytest.mark.parametrize(
    "printed",
    [
        "Doe J. Presented at last: sleep in wards. J Sleep. 2019;12(3):12-20.",
        "Doe J. Sleep in wards. Abstract 44 of the meeting. J Sleep. 2019;12(3):12-20.",
        "Doe J. Quality of abstracts and posters. J Sleep. 2019;12(3):12-20.",
    ],
)
def test_a_title_that_speaks_of_meetings_is_that_of_an_article(printed: str) -> None:
    read = parse(printed)
    assert read.kind == "article"
    assert (read.journal, read.volume, read.first_page, read.last_page) == (
        "J Sleep", "12", "12", "20",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("National Sleep Institute. Criteria for Events (SLEEP) v5.0. 2017. Available at: "
         "https://sleep.example/x", "Criteria for Events (SLEEP) v5.0"),
        ("National Sleep Institute. Handbook of reviews version 6.2. 2021. https://sleep.example/y",
         "Handbook of reviews version 6.2"),
    ],
)  # fmt: skip
def test_a_version_is_no_volume(printed: str, title: str) -> None:
    read = parse(printed)
    assert (read.title, read.volume, read.first_page) == (title, None, None)


@pytest.mark.parametrize(
    ("printed", "people", "groups"),
    [
        ("Children's Sleep Group; Doe J, Roe A. Sleep in wards. Lancet 2018;391:100-10.",
         ["Doe J", "Roe A"], ("Children's Sleep Group",)),
        ("BETA Investigators, Doe J, Roe A, et al. Sleep in wards. Lancet 2018;391:100-10.",
         ["Doe J", "Roe A"], ("BETA Investigators",)),
        ("The BETA Study Group, Doe J. Sleep in wards. Lancet 2018;391:100-10.",
         ["Doe J"], ("BETA Study Group",)),
        ("Doe J, Roe A; BETA Study Group, Poe B. Sleep in wards. Lancet 2018;391:100-10.",
         ["Doe J", "Roe A", "Poe B"], ("BETA Study Group",)),
        ("Doe J, Roe A, for the BETA Study Group. Sleep in wards. Lancet 2018;391:100-10.",
         ["Doe J", "Roe A"], ("BETA Study Group",)),
        ("World Sleep Organization. Sleep in wards. https://sleep.example/x. Accessed 3 May 2023.",
         [], ("World Sleep Organization",)),
    ],
)  # fmt: skip
def test_a_group_before_among_and_behind_persons_is_no_part_of_the_title(
    printed: str, people: list[str], groups: tuple[str, ...]
) -> None:
    read = parse(printed)
    assert (names(read), read.collective, read.title) == (people, groups, "Sleep in wards")


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("University Hospital, Doe's ward. Lancet 2018;391:100-10.",
         "University Hospital, Doe's ward"),
        ("DNA Methylation, RNA Splicing, and Sleep. Nature. 2019;12(3):12-20.",
         "DNA Methylation, RNA Splicing, and Sleep"),
    ],
)  # fmt: skip
def test_a_title_without_authors_gives_no_authors(printed: str, title: str) -> None:
    read = parse(printed)
    assert (read.authors, read.title) == ((), title)


@pytest.mark.parametrize(
    ("form", "person"),
    [
        ("Xu Y-q", Person("Xu", "Yq")),
        ("McDonald D'A", Person("McDonald", "D'A")),
        ("Y Li", Person("Li", "Y")),
        ("Ó Briain D", Person("Ó Briain", "D")),
        ("O Connor J", Person("O Connor", "J")),
        ("Sukarno", Person("Sukarno")),
        ("Roe AB, III", Person("Roe", "AB")),
    ],
)
def test_an_odd_form_of_a_name_does_not_stop_the_author_list(form: str, person: Person) -> None:
    read = parse(f"Doe J, {form}, Poe B. Sleep in wards. Lancet 2018;391:100-10.")
    assert read.authors == (Person("Doe", "J"), person, Person("Poe", "B"))
    assert read.title == "Sleep in wards"


@pytest.mark.parametrize(
    ("printed", "locator"),
    [
        ("J Sleep. 2011;38, 1, 77-79.", ("2011", "38", "1", None, "77", "79")),
        ("J Sleep, 38, 1, 77-79, 2011.", ("2011", "38", "1", None, "77", "79")),
        ("J Sleep 2011; 38: 1, 77-79.", ("2011", "38", "1", None, "77", "79")),
        ("J Sleep. 2012;141(2, Suppl 1):7S-47S.", ("2012", "141", "2", "Suppl 1", "7S", "47S")),
        ("J Sleep. 2012;141(Suppl 1):7-47.", ("2012", "141", "Suppl 1", None, "7", "47")),
        ("J Sleep. 2019;Suppl 2:S12-S20.", ("2019", None, None, "Suppl 2", "S12", "S20")),
        ("J Sleep 15 Suppl 1, S33-49, 2015.", ("2015", "15", None, "Suppl 1", "S33", "S49")),
        ("J Sleep 2012;108 Suppl 1:i30-9.", ("2012", "108", "Suppl 1", None, "i30", "i39")),
        ("J Sleep 2012;38:77-79.", ("2012", "38", None, None, "77", "79")),
        ("J Sleep 2012;38(77):79-81.", ("2012", "38", "77", None, "79", "81")),
    ],
)
def test_volume_issue_and_supplement_in_many_forms(
    printed: str, locator: tuple[str | None, ...]
) -> None:
    read = parse(f"Doe J, Roe A. Sleep in wards. {printed}")
    assert (
        read.year, read.volume, read.issue, read.supplement, read.first_page, read.last_page
    ) == locator  # fmt: skip
    assert (read.title, read.journal) == ("Sleep in wards", "J Sleep")


@pytest.mark.parametrize(
    "printed",
    [
        "Doe J. Bone loss in wards. Periodontology 2000. 2015;68:10-20.",
        "Doe J. Bone loss in wards. Periodontology 2000 2015;68:10-20.",
        "Doe J. (2015). Bone loss in wards. Periodontology 2000, 68, 10-20.",
        "Doe J (2015) Bone loss in wards. Periodontology 2000 68:10-20",
    ],
)
def test_a_year_in_the_name_of_a_journal_is_not_that_of_the_work(printed: str) -> None:
    read = parse(printed)
    assert (read.title, read.journal) == ("Bone loss in wards", "Periodontology 2000")
    assert (read.year, read.volume, read.first_page) == ("2015", "68", "10")
