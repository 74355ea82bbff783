"""References as they are printed, in many styles, are read into their parts."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alltrace import ParsedReference, parse_reference
from ingest.references.marks import LONGEST
from ingest.references.pages import in_full
from places import BENCH, LETTER

LABELLED = BENCH / "references" / "visible.jsonl"

TITLE = "A trial of two drugs in children with an invented disease"
IN_EVERY_STYLE = {
    "AMA": f"Doe AB, Roe C. {TITLE}. J Clin Invent. 2010;28(4):648-654. doi:10.1234/jci.2009",
    "Vancouver": f"1. Doe AB, Roe C. {TITLE}. J Clin Invent 2010 Feb 3;28(4):648-54.",
    "APA": f"Doe, A. B., & Roe, C. (2010). {TITLE}. J Clin Invent, 28(4), 648–654.",
    "Harvard": f"Doe, A.B. and Roe, C., 2010. {TITLE}. J Clin Invent, 28(4), pp.648-654.",
    "Springer": f"Doe AB, Roe C (2010) {TITLE}. J Clin Invent 28(4):648–654",
    "Elsevier": f"[7] A.B. Doe, C. Roe, {TITLE}, J Clin Invent 28 (4) (2010) 648–654.",
    "IEEE": f"A. B. Doe and C. Roe, “{TITLE},” J Clin Invent, vol. 28, no. 4, pp. 648–654, Feb. 2010.",
    "Chicago": f"Doe, Anna B., and Clara Roe. “{TITLE}.” J Clin Invent 28, no. 4 (2010): 648–54.",
    "ASCO": f"Doe AB, Roe C: {TITLE}. J Clin Invent 28(4):648-654, 2010",
    "Nature": f"Doe, A. B. & Roe, C. {TITLE}. *J Clin Invent* **28**(4), 648–654 (2010).",
    "MDPI": f"Doe, A.B.; Roe, C. {TITLE}. J Clin Invent 2010, 28(4), 648–654.",
    "Frontiers": f"Doe AB, Roe C. {TITLE}. J Clin Invent (2010) 28(4):648–54.",
    "first inverted": f"Doe, A. B., and C. Roe. 2010 {TITLE}. J Clin Invent 28(4):648–654.",
    "no point after the authors": f"Doe AB, Roe C {TITLE}. J Clin Invent. 2010;28(4):648–54",
    "ABNT": f"DOE, A. B.; ROE, C. {TITLE}. J Clin Invent, v. 28, n. 4, p. 648-654, 2010.",
    "HTML": f"Doe AB, Roe C. {TITLE}. <i>J Clin Invent</i>. 2010;<b>28</b>(4):648-54",
}  # fmt: skip


def place(reference: ParsedReference) -> tuple[str | None, ...]:
    return (
        reference.year,
        reference.volume,
        reference.issue,
        reference.first_page,
        reference.last_page,
    )


def located(where: str) -> tuple[str | None, ...]:
    """Year, volume, issue and pages of an invented reference printed as "Nature. " and `where`."""
    return place(parse_reference(f"Doe AB, Roe C. {TITLE}. Nature. {where}"))


@pytest.mark.parametrize("style", IN_EVERY_STYLE)
def test_one_paper_is_read_alike_in_every_style(style: str) -> None:
    read = parse_reference(IN_EVERY_STYLE[style])
    assert [(family.title(), initials) for family, initials in read.authors] == [
        ("Doe", "AB"),
        ("Roe", "C"),
    ]
    assert read.title == TITLE
    assert read.journal == "J Clin Invent"
    assert place(read) == ("2010", "28", "4", "648", "654")
    assert read.kind == "article"


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2004;18:1727-8", "1727", "1728"),
        ("2004;18:1727–1728", "1727", "1728"),
        ("2004;18:599-607", "599", "607"),
        ("2004;18:S61-6", "S61", "S66"),
        ("2004;18:S12-S20", "S12", "S20"),
        ("2004;18:e123–31", "e123", "e131"),
        ("2004;18:e12345", "e12345", None),
        ("2004;18:122–127.e8", "122", "127"),
        ("2004;18:41F–50F", "41F", "50F"),
        ("2004;18:iii–iv, 1–72", "1", "72"),
        ("2004;18:xii-xiv", "xii", "xiv"),
        ("2004;18:1–23, v", "1", "23"),
        ("2004;18:CD001234", "CD001234", None),
        ("2004;18:45", "45", None),
    ],
)
def test_pages(printed: str, first: str, last: str | None) -> None:
    assert located(printed) == ("2004", "18", None, first, last)


@pytest.mark.parametrize(
    ("first", "last", "full"),
    [
        ("1727", "8", "1728"),
        ("89", "7", "7"),
        ("S1", "34", "34"),
        ("e9", "x", "x"),
        ("7", "9", "9"),
    ],
)
def test_a_last_page_is_filled_up_only_where_that_makes_sense(
    first: str, last: str, full: str
) -> None:
    assert in_full(first, last) == full


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("2011;51(Suppl 1):59–67", ("2011", "51", "Suppl 1", "59", "67")),
        ("2011;51 Suppl 1:S59-67", ("2011", "51", "Suppl 1", "S59", "S67")),
        ("2011;85-A:294–302", ("2011", "85-A", None, "294", "302")),
        ("2011;(2):CD001234", ("2011", None, "2", "CD001234", None)),
        ("2011;2011:CD001234", ("2011", "2011", None, "CD001234", None)),
        ("Jan-Feb 2011;5(1-2):3-9", ("2011", "5", "1-2", "3", "9")),
        ("2011; (Suppl) 66:S355", ("2011", "66", "Suppl", "S355", None)),
        ("2011;118(21):abstract 871", ("2011", "118", "21", "871", None)),
        ("2011 Mar 3", ("2011", None, None, None, None)),
        ("In press 2011", ("2011", None, None, None, None)),
        ("2011;340:c332 and more that nobody knows", ("2011", "340", None, "c332", None)),
    ],
)
def test_the_place_in_a_journal(where: str, expected: tuple[str | None, ...]) -> None:
    assert located(where) == expected


def test_an_issue_and_a_supplement_are_two_things() -> None:
    read = parse_reference(f"Doe A. {TITLE}. Nature. 2011;55(3 Suppl 2):S12-S20")
    assert (read.issue, read.supplement) == ("3", "Suppl 2")


@pytest.mark.parametrize(
    ("printed", "people"),
    [
        ("von Doe A, de la Roe BC, O'Poe D", [("von Doe", "A"), ("de la Roe", "BC"), ("O'Poe", "D")]),
        ("Doe-Roe A, Al‐Poe B, St. Moe C", [("Doe-Roe", "A"), ("Al‐Poe", "B"), ("St. Moe", "C")]),
        ("Doe A Jr, Roe BC III", [("Doe", "A"), ("Roe", "BC")]),
        ("Doe A, Roe, C", [("Doe", "A"), ("Roe", "C")]),
        ("Doe Ph, Roe J-P", [("Doe", "Ph"), ("Roe", "JP")]),
        ("Øst Å, Çoe Ş, Łoe Ż", [("Øst", "Å"), ("Çoe", "Ş"), ("Łoe", "Ż")]),
        ("Иванов И.И., Петров П.П", [("Иванов", "ИИ"), ("Петров", "ПП")]),
        ("Doe A B, Roe C", [("Doe", "AB"), ("Roe", "C")]),
    ],
)  # fmt: skip
def test_names(printed: str, people: list[tuple[str, str]]) -> None:
    read = parse_reference(f"{printed}. {TITLE}. Nature. 2010;1:2-3.")
    assert [*map(tuple, read.authors)] == people
    assert read.title == TITLE
    assert not read.etal


@pytest.mark.parametrize(
    "mark", [", et al.", " et al.", ", et al", ". et al.", " [et al.]", ", …, Zoe Z."]
)
def test_an_unfinished_list_of_authors(mark: str) -> None:
    read = parse_reference(f"Doe A, Roe B{mark} {TITLE}. Nature. 2010;1:2-3.")
    assert read.authors[:2] == (("Doe", "A"), ("Roe", "B"))
    assert read.etal or len(read.authors) == 3
    assert read.title == TITLE


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("Doe A; Example Study Group.", "Example Study Group"),
        ("Doe A, on behalf of the Example investigators.", "Example investigators"),
        ("Doe A, for the Example Trial Investigators.", "Example Trial Investigators"),
    ],
)
def test_a_group_is_no_person(printed: str, body: str) -> None:
    read = parse_reference(f"{printed} {TITLE}. Nature. 2010;1:2-3.")
    assert (read.authors, read.collective, read.title) == ((("Doe", "A"),), (body,), TITLE)


def test_a_body_may_stand_for_the_authors() -> None:
    read = parse_reference("Example Health Organization. A report on all. Nowhere: EHO; 2016.")
    assert (read.authors, read.collective) == ((), ("Example Health Organization",))
    assert (read.kind, read.title) == ("book", "A report on all")
    assert (read.place, read.publisher, read.year) == ("Nowhere", "EHO", "2016")


@pytest.mark.parametrize(
    ("title", "journal"),
    [
        ("Is it true", "Lancet Haematol"),
        ("A thing: parts I. and II", "Ann R Coll Invent"),
        ("First sentence. A second one", "N Engl J Med"),
        ("Of things in 2,000 people, or more", "J. R. Stat. Soc. Series B Stat. Methodol."),
        ("Mechanisms of nothing", "Annu. Rev. Invent."),
        ("Something in the spine", "Spine (Phila Pa 1976)"),
        ("[A foreign title]", "Z Erfind"),
        ("“Quoted”. A thing with a quotation", "J. Invent. Res."),
        ("Osteoinvention", "Blood Adv"),
    ],
)
def test_title_and_journal(title: str, journal: str) -> None:
    read = parse_reference(f"Doe A. {title}. {journal} 2010;1:2-3.")
    assert (read.title, (read.journal or "").rstrip(".")) == (title, journal.rstrip("."))


def test_a_question_keeps_its_mark() -> None:
    assert parse_reference("Doe A. Is it so? Nature 2010;1:2.").title == "Is it so?"


def test_where_no_title_is_printed_none_is_made_up() -> None:
    read = parse_reference("A. Doe, B. Roe, J. Appl. Invent. 2010, 12, 123.")
    assert (read.title, read.journal) == (None, "J. Appl. Invent.")


@pytest.mark.parametrize(
    ("printed", "note"),
    [
        ("2004;18:1727-8; author reply 1728-9.", "author reply 1728-9"),
        ("2004;18:1727-8; discussion 1729.", "discussion 1729"),
        ("2004;18:1727-8. [in Japanese]", "in Japanese"),
        ("2004;18:1727-8. Epub 2003 Dec 3.", "Epub 2003 Dec 3"),
        ("2004;18:1727-8. [cited 2010 Jan 5]", "cited 2010 Jan 5"),
    ],
)
def test_notes_are_kept_apart(printed: str, note: str) -> None:
    read = parse_reference(f"Doe A. {TITLE}. Nature. {printed}")
    assert place(read) == ("2004", "18", None, "1727", "1728")
    assert read.notes == (note,)


def test_a_mark_of_correction_is_no_part_of_the_title() -> None:
    read = parse_reference(f"Doe A. {TITLE}[corrected]. Nature. 2004;18:17-8.")
    assert (read.title, read.notes) == (TITLE, ("corrected",))


def test_identifiers() -> None:
    read = parse_reference(
        f"12. Doe A. {TITLE}. Nature. 2004;18:17-8. doi: 10.1016/S0140-6736(10)62002-8. "
        "PMID: 12345678; PMCID: PMC123456."
    )
    assert read.doi == "10.1016/S0140-6736(10)62002-8"
    assert (read.pmid, read.pmcid, read.number) == ("12345678", "PMC123456", 12)


@pytest.mark.parametrize(
    ("label", "number"),
    [("7. ", 7), ("[7] ", 7), ("7 ", 7), ("- 7 ", 7), ("(7) ", 7), ("⁷ ", 7), ("", None)],
)
def test_the_number_in_the_list(label: str, number: int | None) -> None:
    read = parse_reference(f"{label}van Doe A. {TITLE}. Nature. 2004;18:17-8.")
    assert (read.number, read.authors) == (number, (("van Doe", "A"),))


def test_a_number_that_begins_a_title_stays() -> None:
    read = parse_reference("100 million people with a disease. Nature. 2004;18:17-8.")
    assert (read.number, read.title) == (None, "100 million people with a disease")


def test_a_chapter() -> None:
    read = parse_reference(
        "Doe A, Roe B. A chapter. In: Poe C, Moe D, editors. A book of things. 3rd ed. "
        "Nowhere, XY: Printer; 2012. p. 123-45."
    )
    assert (read.kind, read.title, read.book) == ("chapter", "A chapter", "A book of things")
    assert read.editors == (("Poe", "C"), ("Moe", "D"))
    assert (read.publisher, read.place) == ("Printer", "Nowhere, XY")
    assert place(read) == ("2012", None, None, "123", "145")


def test_a_web_page() -> None:
    read = parse_reference(
        "EHO. A page on all 2016. https://eho.example/a (accessed 12 March 2017)."
    )
    assert (read.kind, read.url, read.year) == ("web page", "https://eho.example/a", "2016")
    assert (read.title, read.journal) == ("A page on all", None)


def test_each_part_says_how_it_was_read() -> None:
    read = parse_reference(IN_EVERY_STYLE["AMA"])
    assert set(read.how) == {
        "authors", "title", "journal", "year", "volume", "issue", "first_page", "last_page",
    }  # fmt: skip
    assert read.how["year"].rule == "year; volume (issue): pages"
    assert read.how["year"].confidence > 0.98
    assert parse_reference(IN_EVERY_STYLE["IEEE"]).how["title"].confidence == 0.5  # never measured


def test_what_is_no_reference_has_no_parts() -> None:
    for text in ("", "   ", "?", "x" * (LONGEST + 1)):
        read = parse_reference(text)
        assert (read.authors, read.journal, read.year, read.first_page) == ((), None, None, None)


# -- properties ------------------------------------------------------------------------------------

WORDS = st.text(string.ascii_lowercase, min_size=2, max_size=9).filter(
    lambda w: w not in {"in", "et", "and", "und", "for", "al"}
)
NAMES = st.tuples(
    st.text("abdefghklmnoprstu", min_size=3, max_size=9).map(str.capitalize),
    st.text("ABCDEFGHKLMNPRSTW", min_size=1, max_size=3),
).filter(lambda n: n[0] not in {"Dos", "Des", "Den", "Ter", "Epub"})
TITLES = st.lists(WORDS, min_size=4, max_size=14).map(lambda w: "The " + " ".join(w))
JOURNALS = st.sampled_from(
    [
        "J Clin Invent",
        "Ann Surg",
        "Nature",
        "Lancet Haematol",
        "Br J Haematol",
        "Pediatr Blood Cancer",
    ]
)


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    first = draw(st.integers(1, 99_000))
    return {
        "authors": draw(st.lists(NAMES, min_size=1, max_size=7)),
        "title": draw(TITLES),
        "journal": draw(JOURNALS),
        "year": str(draw(st.integers(1950, 2029))),
        "volume": str(draw(st.integers(1, 999))),
        "issue": str(draw(st.integers(1, 60))),
        "first_page": str(first),
        "last_page": str(first + draw(st.integers(1, 400))),
    }


def shortened(first: str, last: str) -> str:
    same = next(
        (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return last if len(first) != len(last) else last[same:]


def vancouver(p: dict[str, Any]) -> str:
    authors = ", ".join(f"{f} {i}" for f, i in p["authors"])
    pages = f"{p['first_page']}-{shortened(p['first_page'], p['last_page'])}"
    return (
        f"{authors}. {p['title']}. {p['journal']}. {p['year']};{p['volume']}({p['issue']}):{pages}."
    )


def apa(p: dict[str, Any]) -> str:
    people = [f"{f}, {' '.join(x + '.' for x in i)}" for f, i in p["authors"]]
    authors = people[0] if len(people) == 1 else ", ".join(people[:-1]) + ", & " + people[-1]
    return (
        f"{authors} ({p['year']}). {p['title']}. {p['journal']}, {p['volume']}({p['issue']}), "
        f"{p['first_page']}–{p['last_page']}."
    )


def springer(p: dict[str, Any]) -> str:
    authors = ", ".join(f"{f} {i}" for f, i in p["authors"])
    return (
        f"{authors} ({p['year']}) {p['title']}. {p['journal']} {p['volume']}({p['issue']}):"
        f"{p['first_page']}–{p['last_page']}"
    )


def ieee(p: dict[str, Any]) -> str:
    people = [f"{' '.join(x + '.' for x in i)} {f}" for f, i in p["authors"]]
    authors = people[0] if len(people) == 1 else ", ".join(people[:-1]) + ", and " + people[-1]
    return (
        f"{authors}, “{p['title']},” {p['journal']}, vol. {p['volume']}, no. {p['issue']}, "
        f"pp. {p['first_page']}–{p['last_page']}, {p['year']}."
    )


@pytest.mark.parametrize("style", [vancouver, apa, springer, ieee])
@given(paper=papers())
@settings(max_examples=150, deadline=None)
def test_what_is_printed_in_a_style_is_read_back(style: Any, paper: dict[str, Any]) -> None:
    read = parse_reference(style(paper))
    assert [*map(tuple, read.authors)] == paper["authors"]
    assert {part: getattr(read, part) for part in paper if part != "authors"} == {
        part: value for part, value in paper.items() if part != "authors"
    }


PIECES = st.sampled_from(
    ["Doe AB, ", "Doe, A. B., ", "A. B. Doe, ", "et al. ", "2010", ";", "12", "(3)", ":", "1-10", ". ", "? ",
     "(", ")", "[", "]", "“", '"', "*", "_", "van der ", "O’", "doi:10.1/", "10.1000/", "PMID: 1", "https://x",
     "In: ", "eds. ", "vol. ", "Suppl ", "J. ", "N Engl J Med", "Jan ", "iv", "é", "山", "ب", "\u202e", "<i>", "</i>"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join)))
@settings(max_examples=500, deadline=None)
def test_no_text_breaks_the_parser_and_nothing_is_made_up(text: str) -> None:
    read = parse_reference(text)
    assert parse_reference(text) == read
    for value in (read.year, read.volume, read.first_page, read.doi, read.pmid):
        assert value is None or value
    if read.year:
        assert read.year in text


@pytest.mark.parametrize(
    "piece",
    ["J. ", "A", "1, ", "Doe A, ", "(", "doi:10.1/", "*", "1 ", "author reply ", "O’", "[ab", ". "],
)
def test_repetition_does_not_make_the_parser_hang(piece: str) -> None:
    """A pattern that tries everything would take hours here instead of hundredths of a second."""
    read = parse_reference((piece * LONGEST)[:LONGEST])
    assert read.journal is None or len(read.journal) < LONGEST


# -- the letter and the labelled references --------------------------------------------------------


@pytest.mark.shared(LETTER)
def test_the_nine_references_of_the_letter() -> None:
    lines = LETTER.read_text(encoding="utf-8").partition("\nReference\n")[2].strip().splitlines()
    read = [parse_reference(line) for line in lines]
    assert [reference.number for reference in read] == [*range(1, 10)]
    facts = [
        ("Hogan", "Haematologica", "2025", "110", "12", "2930", "2941"),
        ("Parker", "Lancet", "2010", "376", "9757", "2009", "2017"),
        ("Ko", "J Clin Oncol", "2010", "28", "4", "648", "654"),
        ("von Stackelberg", "Leukemia", "2004", "18", "10", "1727", "1728"),
        ("Eckert", "Lancet", "2001", "358", "9289", "1239", "1241"),
        ("Raetz", "J Clin Oncol", "2008", "26", "24", "3971", "3978"),
        ("Horton", "Br J Haematol", "2019", "186", "2", "274", "285"),
        ("Tallen", "J Clin Oncol", "2010", "28", "14", "2339", "2347"),
        ("Brown", "JAMA", "2021", "325", "9", "833", "842"),
    ]
    assert [(r.authors[0].family, r.journal, *place(r)) for r in read] == facts
    assert [len(r.authors) for r in read] == [3, 3, 3, 4, 3, 3, 3, 3, 3]
    assert [r.etal for r in read] == [n != 4 for n in range(1, 10)]
    for line, reference in zip(lines, read, strict=True):
        assert f". {reference.title}" in line
        assert f"{reference.title}." in line.replace("[corrected]", "")
    assert read[3].notes == ("author reply 1728-1729",)
    assert read[5].notes == ("corrected",)


def test_a_list_as_a_letter_prints_it() -> None:
    lines = [
        "- 1 Doe AB, Roe C, Poe D, et al. One trial of many: a report [corrected]. *Lancet*. 2010;376(9757):20-27.",
        "- 2 van Loe E, Moe F. Another trial. *J Clin Invent*. 2004;18(10):1727-1728; author reply 1728-1729.",
        "- 3 Noe-Soe G. What of the third?. *Br J Invent*. 2019;186(2):274-285.",
    ]
    read = [parse_reference(line) for line in lines]
    assert [reference.number for reference in read] == [1, 2, 3]
    assert [(r.authors[0].family, r.journal, *place(r)) for r in read] == [
        ("Doe", "Lancet", "2010", "376", "9757", "20", "27"),
        ("van Loe", "J Clin Invent", "2004", "18", "10", "1727", "1728"),
        ("Noe-Soe", "Br J Invent", "2019", "186", "2", "274", "285"),
    ]
    assert [(len(r.authors), r.etal) for r in read] == [(3, True), (2, False), (1, False)]
    assert [r.title for r in read] == [
        "One trial of many: a report", "Another trial", "What of the third?",
    ]  # fmt: skip
    assert [r.notes for r in read] == [("corrected",), ("author reply 1728-1729",), ()]


@pytest.mark.shared(LABELLED)
def test_labelled_references_that_no_rule_was_made_for() -> None:
    bench = pytest.importorskip("benchmarks.references")
    _, held_out = bench.labelled()
    found = bench.score(held_out)
    assert found["micro"]["f1"] >= 0.96
    assert found["whole"] >= 0.80
