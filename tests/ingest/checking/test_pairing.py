"""Which source is the work of which reference, and what fits nowhere."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.checking.entry import Entry
from ingest.checking.match import Matching
from ingest.checking.pairing import match
from ingest.checking.source import Source, SourceFormat
from ingest.checking.source_kinds import of_study
from ingest.readers import read_bytes
from ingest.references.model import Person
from ingest.references.parse import parse
from ingest.sources import clinicaltrials
from ingest.sources.work import Work

SLEEP = (
    "Doe AB, Mueller J. Effect of rest on sleep in invented people. J Inv Med. 2020;12(3):107-14. "
    "doi:10.1000/abc"
)
NAPS = "Roe R. Naps and what they do to invented people at noon. J Inv Med. 2002;4:6-9."
UNTITLED = "Poe E, et al. Blood 2011;117:3003."
ENTRIES = [Entry(n, text, parse(text)) for n, text in enumerate((SLEEP, NAPS, UNTITLED), 1)]
SLEEP_WORK = Work(
    "Crossref",
    doi="10.1000/ABC",
    titles=("Effect of rest on sleep in invented people",),
    people=(Person("Doe", "AB"), Person("Mueller", "J")),
    journals=("Journal of Invented Medicine",),
    years=(2020,),
    volume="12",
    first_page="107",
)
NAPS_WORK = Work(
    "PubMed",
    pmid="42",
    titles=("Naps and what they do to invented people at noon",),
    people=(Person("Roe", "R"),),
    years=(2002,),
    volume="4",
    first_page="6",
)
POE_WORK = Work(
    "PubMed", titles=("Of ravens",), people=(Person("Poe", "EA"),), years=(2011,), volume="117",
    first_page="3003", journals=("Blood",),
)  # fmt: skip


def source(work: Work, file: str = "given.json", form: SourceFormat = "crossref") -> Source:
    return Source(file, file, form, work)


def document(*opening: str, file: str = "paper.pdf", work: Work | None = None) -> Source:
    paper = read_bytes("\n\n".join(opening).encode(), file)
    return Source(
        file, file, "pdf", work or Work("pdf"), holds="full text", paper=paper, opening=opening
    )


def matched(matching: Matching) -> list[tuple[int, str, str]]:
    return [(one.reference, one.by, one.certainty) for one in matching.matches]


def misfits(matching: Matching) -> list[str]:
    return [one.kind for one in matching.misfits]


def pair(*sources: Source, entries: Sequence[Entry] = ENTRIES) -> Matching:
    return match(entries, sources)


def test_an_identifier_matches_and_the_other_fields_confirm_it() -> None:
    matching = pair(source(SLEEP_WORK))
    assert matched(matching) == [(1, "DOI", "certain")]
    assert matching.matches[0].reason.startswith("the same DOI; title, first author, year")


def test_without_an_identifier_title_author_and_place_decide() -> None:
    assert matched(pair(source(NAPS_WORK))) == [(2, "title", "certain")]
    assert matched(pair(source(POE_WORK))) == [(3, "place", "certain")]


def test_one_misprint_makes_a_match_likely_and_two_make_it_possible() -> None:
    assert matched(pair(source(replace(NAPS_WORK, volume="40")))) == [(2, "title", "likely")]
    matching = pair(source(replace(NAPS_WORK, volume="40", years=(1990,))))
    assert matched(matching) == [(2, "title", "possible")]
    assert matching.of(2) == ()
    assert "given.json: may be the source of reference 2" in matching.misfits[0].message


def test_an_identifier_of_another_work_matches_nothing_and_is_told() -> None:
    other = replace(NAPS_WORK, doi="10.1000/abc", titles=("Of something else in other people",))
    matching = pair(source(other))
    assert matched(matching) == []
    assert misfits(matching) == ["another work"]
    assert "has the DOI that reference 1 prints, but is another work" in matching.misfits[0].message


@pytest.mark.parametrize(
    "opening",
    [
        ("J Inv Med 2020", "Effect of Rest on Sleep in Invented People", "Anna Doe1, Jo Mueller2"),
        ("Effect of Rest on Sleep in", "Invented People", "A. B. DOE and others"),
        ("Effect of rest on sl eep in invent ed people", "Doe AB"),
    ],
)
def test_a_document_is_known_by_title_and_author_in_its_opening(opening: tuple[str, ...]) -> None:
    ((number, by, certainty),) = matched(pair(document(*opening)))
    assert (number, by) == (1, "opening")
    assert certainty in ("certain", "likely")


@pytest.mark.parametrize(
    "opening",
    [
        ("Comment on: Effect of rest on sleep in invented people", "We read Doe et al."),
        ("Effect of rest on sleep in invented people", "Smith Q"),
        ("Of mice", "Doe A", "In 'Effect of rest on sleep in invented people' it was said."),
    ],
)
def test_a_document_that_only_names_the_title_is_another_one(opening: tuple[str, ...]) -> None:
    assert not [one for one in matched(pair(document(*opening))) if one[2] != "possible"]


def test_a_comment_that_prints_the_doi_of_its_subject_is_not_used() -> None:
    work = Work("pdf", doi="10.1000/abc", titles=("Sleepless in the clinic",))
    matching = pair(document("Sleepless in the clinic", "Q. Smith", work=work))
    assert [one for one in matched(matching) if one[2] != "possible"] == []
    assert matching.of(1) == ()


def test_a_header_with_volume_and_page_places_a_document_of_an_untitled_reference() -> None:
    header = "Blood 2011;117(11):3003-3010"
    matching = pair(document(header, "Of ravens and other birds", "Edgar Poe"))
    assert matched(matching) == [(3, "place", "certain")]


def test_the_more_telling_source_stands_first_and_a_second_file_is_told() -> None:
    opening = ("Effect of rest on sleep in invented people", "Anna Doe", "2020")
    record = source(SLEEP_WORK)
    first, second = document(*opening, file="a.pdf"), document(*opening, "more", file="b.pdf")
    matching = pair(record, second, first)
    assert [one.source.file for one in matching.of(1)] == ["a.pdf", "b.pdf", "given.json"]
    assert misfits(matching) == ["second file"]
    assert matching.misfits[0].message == (
        "b.pdf: a second file beside a.pdf for reference 1; a.pdf is used"
    )


def test_the_paper_itself_is_set_aside() -> None:
    text = (
        b"# Letter on rest and sleep in all people\n\nQ. Smith\n\nIt rose.\n\n## References\n\n1. "
        + (SLEEP.encode())
    )
    paper = read_bytes(text, "paper.md")
    again = Source("copy.md", "x", "markdown", Work("markdown"), paper=paper)
    matching = match(ENTRIES, [again, source(SLEEP_WORK)], paper)
    assert misfits(matching) == ["the paper itself"]
    assert matched(matching) == [(1, "DOI", "certain")]


def test_a_preprint_beside_the_paper_is_not_used() -> None:
    preprint = replace(
        SLEEP_WORK, doi="10.1101/1", years=(2017,), volume=None, first_page=None,
        journals=("bioRxiv",),
    )  # fmt: skip
    matching = pair(source(SLEEP_WORK), source(preprint, "preprint.json"))
    assert [one.source.file for one in matching.of(1)] == ["given.json"]
    assert "preprint.json" in matching.misfits[0].message


def test_a_work_that_two_entries_print_is_the_source_of_both() -> None:
    twice = [*ENTRIES, replace(ENTRIES[1], number=4)]
    assert [one[0] for one in matched(pair(source(NAPS_WORK), entries=twice))] == [2, 4]


def test_a_source_that_may_be_of_two_works_is_taken_for_neither() -> None:
    texts = (
        "Roe R. Naps and what they do to invented people at noon. J Inv Med. 2002;4:6.",
        "Roe R. Naps and what they do to invented people at noon. J Inv Med. 2002;5:7.",
    )
    entries = [Entry(n, text, parse(text)) for n, text in enumerate(texts, 1)]
    work = replace(NAPS_WORK, volume=None, first_page=None)
    matching = pair(source(work), entries=entries)
    assert {one[2] for one in matched(matching)} == {"possible"}
    assert misfits(matching) == ["ambiguous"]


def study(**more: object) -> Source:
    module = {"nctId": "NCT99900001", "briefTitle": "Rest"}
    return of_study(
        clinicaltrials.study({"protocolSection": {"identificationModule": module} | more}),
        "study.json", "x",
    )  # fmt: skip


def test_a_registered_study_belongs_to_whoever_prints_its_number() -> None:
    text = "ClinicalTrials.gov. Rest and sleep. NCT99900001. Accessed 2 May 2020."
    entries = [*ENTRIES, Entry(4, text, parse(text))]
    assert matched(pair(study(), entries=entries)) == [(4, "registration", "certain")]


@pytest.mark.parametrize(
    ("kind", "certainty"), [("RESULT", ["certain"]), ("DERIVED", ["likely"]), ("BACKGROUND", [])]
)
def test_a_registry_lists_the_papers_of_its_results(kind: str, certainty: list[str]) -> None:
    cited = study(referencesModule={"references": [{"pmid": "42", "type": kind}]})
    matching = pair(source(NAPS_WORK), cited)
    assert [one.certainty for one in matching.matches if one.by == "registration"] == certainty


def test_a_list_of_which_nothing_matches_looks_like_another_paper_s() -> None:
    strangers = [
        source(replace(NAPS_WORK, pmid=str(n), titles=(f"Of stranger things, part {n}",),
                       first_page=str(n), volume=f"v{n}"), "refs.bib", "bibtex")
        for n in range(100, 110)
    ]  # fmt: skip
    matching = pair(*strangers)
    assert "0 of 10 entries match a reference; is it the reference list of" in matching.notes[0]
    assert [one.message for one in matching.misfits] == [
        "refs.bib: 10 of 10 works in it belong to no reference"
    ]
    assert pair(*strangers[:5]).notes == ()


def test_references_without_content_are_named() -> None:
    told = replace(source(NAPS_WORK), holds="abstract")
    assert pair(source(SLEEP_WORK), told).without_content() == [1, 3]
