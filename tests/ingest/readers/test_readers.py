"""Papers in plain text and Markdown: sections, sentences, pointers and references."""

import pytest
from invented_papers import INVENTED, cited, sentences, text

from ingest import readers, records
from ingest.readers.document import Paper
from ingest.readers.number_lists import expanded
from ingest.text import normalise, sha256
from ontology.model import Record
from places import LETTER

needs_letter = pytest.mark.shared(LETTER)


# -- the first document ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def letter() -> Paper:
    return readers.read(LETTER)


@pytest.fixture(scope="module")
def record() -> Record:
    return next(f.record for f in records.bundled() if f.name == "mohetaer-2026")


@needs_letter
def test_the_letter_has_the_text_that_the_record_was_made_from(
    letter: Paper, record: Record
) -> None:
    assert record.document is not None
    assert letter.text_sha256 == record.document.text_sha256


@needs_letter
def test_every_anchor_of_the_record_is_a_sentence_as_read(letter: Paper, record: Record) -> None:
    read = {
        (paragraph.number, sentence.number): (sentence.start, sentence.end, sentence.sha256)
        for section in letter.sections
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
    }
    for anchor in record.anchors:
        place = (anchor.paragraph, anchor.sentence)
        assert read[place] == (anchor.start, anchor.end, anchor.sha256), anchor.id


@needs_letter
def test_the_letters_sixteen_markers_and_nineteen_pointers_are_found(
    letter: Paper, record: Record
) -> None:
    places = {anchor.id: (anchor.paragraph, anchor.sentence) for anchor in record.anchors}
    true = sorted((*places[p.anchor or ""], p.reference) for p in record.pointers)
    found = [
        (p.paragraph, p.sentence, f"ref-{number}") for p in letter.pointers for number in p.numbers
    ]
    assert len(letter.pointers) == 16
    assert found == true
    assert len(found) == 19


@needs_letter
def test_the_letters_references_are_as_printed(letter: Paper, record: Record) -> None:
    assert [r.printed for r in letter.references] == [r.printed for r in record.references]


@needs_letter
def test_the_letter_says_who_wrote_it_and_when(letter: Paper, record: Record) -> None:
    found, true = letter.metadata, record.document
    assert true is not None
    assert (found.title, found.authors) == (true.title, list(true.authors))
    assert (found.journal, found.year, found.doi) == (true.journal, true.year, true.doi)
    assert (found.received, found.accepted) == (true.received, true.accepted)


# -- the same of an invented letter ----------------------------------------------------------------

NOTE = """\
Comment on: a trial of two drugs in an invented disease

by Anna B. Doe and Clara Roe

Received: March 4, 2030.

Accepted: April 15, 2030.

Citation: Anna B. Doe and Clara Roe. Comment on: a trial of two drugs in an invented disease. \
*J Clin Invent*. 2030 May 6. doi: 10.1234/jci.2030.77 [Epub ahead of print]

The trial enrolled 84 children.¹ Of these 12.5% died (3 of 24 with sepsis).²,³ We ask why.

Others saw fewer deaths.^{2,4} Should the block be given? It should not.¹

Reference

- 1 Poe D, Loe E. A trial of two drugs in children. *J Clin Invent*. 2029;48(1):1-9.
- 2 Moe F. Deaths in an older trial. *Lancet*. 2019;39(2):10-12.
- 3 Noe G, et al. Sepsis. *Blood*. 2020;40(3):13-15.
- 4 Soe H. Fewer deaths. *JAMA*. 2021;41(4):16-18.
"""


@pytest.fixture(scope="module")
def note() -> Paper:
    return text(NOTE, "note.txt")


def test_the_sentences_of_an_invented_letter_stand_where_they_are_read(note: Paper) -> None:
    body = [
        "The trial enrolled 84 children.¹", "Of these 12.5% died (3 of 24 with sepsis).²,³",
        "We ask why.", "Others saw fewer deaths.^{2,4}", "Should the block be given?",
        "It should not.¹",
    ]  # fmt: skip
    read = [
        (paragraph.number, sentence)
        for section in note.sections
        for paragraph in section.paragraphs
        if paragraph.number
        for sentence in paragraph.sentences
    ]
    assert [sentence.text for _, sentence in read] == body
    assert [number for number, _ in read] == [1, 1, 1, 2, 2, 2]
    assert note.text == normalise(NOTE)
    for _, sentence in read:
        assert sentence.start == note.text.index(sentence.text)
        assert sentence.sha256 == sha256(note.text[sentence.start : sentence.end])


def test_the_markers_of_an_invented_letter_have_their_sentence_and_numbers(note: Paper) -> None:
    assert [(p.paragraph, p.sentence, p.numbers) for p in note.pointers] == [
        (1, 1, [1]), (1, 2, [2, 3]), (2, 1, [2, 4]), (2, 3, [1]),
    ]  # fmt: skip


def test_the_references_of_an_invented_letter_are_as_printed(note: Paper) -> None:
    assert [(r.number, r.printed) for r in note.references] == [
        (1, "Poe D, Loe E. A trial of two drugs in children. J Clin Invent. 2029;48(1):1-9."),
        (2, "Moe F. Deaths in an older trial. Lancet. 2019;39(2):10-12."),
        (3, "Noe G, et al. Sepsis. Blood. 2020;40(3):13-15."),
        (4, "Soe H. Fewer deaths. JAMA. 2021;41(4):16-18."),
    ]


def test_an_invented_letter_says_who_wrote_it_and_when(note: Paper) -> None:
    found = note.metadata
    assert found.title == "Comment on: a trial of two drugs in an invented disease"
    assert found.authors == ["Doe AB", "Roe C"]
    assert (found.journal, found.year, found.doi) == ("J Clin Invent", 2030, "10.1234/jci.2030.77")
    assert (found.received, found.accepted) == ("2030-03-04", "2030-04-15")


# -- plain text and Markdown -----------------------------------------------------------------------


def test_a_paper_has_sections_paragraphs_pointers_and_references() -> None:
    paper = text(INVENTED)
    assert [(s.part, s.title) for s in paper.sections] == [
        ("front", "Remission in an invented trial"),
        ("body", "Introduction"),
        ("body", "Results"),
        ("references", "References"),
    ]
    assert cited(paper) == [("¹", [1]), ("²", [2]), ("³⁻⁵", [3, 4, 5]), ("¹", [1])]
    assert paper.references[0].printed == "Smith A, Jones B. One thing. Lancet. 2001;1:1-2."
    assert paper.references[4].printed == "Moe F. Fifth thing. Cancer. 2005;5:9-10."
    assert paper.metadata.title == "Remission in an invented trial"
    assert paper.metadata.authors == ["Doe J", "Roe JA"]


def test_the_text_is_the_normalised_file_and_every_offset_counts_in_it() -> None:
    paper = text(INVENTED)
    assert paper.text == normalise(INVENTED)
    for pointer in paper.pointers:
        assert paper.text[pointer.start : pointer.end] == pointer.text
    for reference in paper.references:
        assert str(reference.number) in paper.text[reference.start : reference.end]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("as shown.¹", [1]),
        ("as shown.⁴,⁵", [4, 5]),
        ("as shown.⁴⁻⁶", [4, 5, 6]),
        ("as shown.^{4,5}", [4, 5]),
        ("as shown.$^{4,5}$", [4, 5]),
        ("as shown.^{4–6}", [4, 5, 6]),
        ("as shown.^4,5^", [4, 5]),
        ("as shown.<sup>4-6</sup>", [4, 5, 6]),
        ("as shown [4,5].", [4, 5]),
        (r"as shown \[4-6\].", [4, 5, 6]),
        ("as shown [4]–[6].", [4, 5, 6]),
        ("as shown (4-6).", [4, 5, 6]),
        ("as shown (1, 4–6).", [1, 4, 5, 6]),
        ("as in 30% (2, 3), which", [2, 3]),
        ("in grade 3¹ toxicity", [1]),
        ("in phase 2² work", [2]),
        ("since 1998¹² at least", [12]),
        ("the rate (4.8%)², which", [2]),
        ("with vitamin D³ alone", [3]),
        ("at an early age², as", [2]),
        ("by Hogan et al.¹ and", [1]),
    ],
)
def test_citation_marks_are_read_and_their_lists_expanded(written: str, numbers: list[int]) -> None:
    paper = text(f"We say this at some length here, {written} And then we go on.")
    assert [p.numbers for p in paper.pointers] == [numbers]


@pytest.mark.parametrize(
    "written",
    [
        "12 m²", "25 kg/m²", "cells/mm³", "60 mL/min/1.73 m²", "9.8 m/s²", "50 × 10⁹/L",
        "10⁹ cells", "3 × 10⁻⁴", "≥10³ copies", "R² = 0.8", "I² of 50%", "the χ² test", "x³",
        "Ca²⁺ levels", "^{13}C urea", "the ¹⁸F-FDG scan", "H₂¹⁵O water", "10^{9}/L", "m^{2}",
        "$10^{-4}$", "$R^2$", "Ca^{2+}", "the 95^{th} centile", "strain mc²155", "CD34⁺ cells",
        "95% CI [4, 5]", "median 5 [3–8]", "Table [1](#t1)", "12 (23)", "n (12)", "in 2004 (2004)",
    ],
)  # fmt: skip
def test_exponents_charges_isotopes_and_counts_are_no_pointers(written: str) -> None:
    paper = text(f"We say this at some length here with {written} in it. And then we go on.")
    assert cited(paper) == []


def test_numbers_in_parentheses_are_counts_in_a_paper_that_cites_by_raised_numbers() -> None:
    paper = text(INVENTED.replace("most.", "most (2) of them [3]."))
    assert ("(2)", [2]) not in cited(paper)
    assert ("[3]", [3]) not in cited(paper)


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [("4–6", (4, 5, 6)), ("1,4-6,9", (1, 4, 5, 6, 9)), ("101–4", (101, 102, 103, 104)),
     ("⁴⁻⁶", (4, 5, 6)), ("1 and 2", (1, 2)), ("1–9999", (1, 9999)), ("0", ())],
)  # fmt: skip
def test_lists_and_ranges_expand(printed: str, numbers: tuple[int, ...]) -> None:
    assert expanded(printed) == numbers


def test_a_paragraph_that_a_page_interrupts_is_one() -> None:
    paper = text("Introduction\n\nThis is one. The rate was high, as\n\nshown before. And so on.\n")
    assert sentences(paper) == ["This is one.", "The rate was high, as shown before.", "And so on."]


@pytest.mark.parametrize(
    "listing",
    [
        "[1] Smith A. One. 2001.\n[2] Roe C. Two. 2002.",
        "1) Smith A. One. 2001.\n2) Roe C. Two. 2002.",
        "- 1 Smith A. One. 2001.\n- 2 Roe C. Two. 2002.",
        "1. Smith A. One. 2001. 2. Roe C. Two. 2002.",
        "¹ Smith A. One. 2001.\n\n² Roe C. Two. 2002.",
    ],
)
def test_reference_lists_are_numbered_in_many_ways(listing: str) -> None:
    paper = text(f"Introduction\n\nThis is known.¹,² It is.\n\nReferences\n\n{listing}\n")
    assert [(r.number, r.printed) for r in paper.references] == [
        (1, "Smith A. One. 2001."),
        (2, "Roe C. Two. 2002."),
    ]


def test_a_list_without_heading_is_seen_by_its_numbers_and_years() -> None:
    paper = text(INVENTED.replace("## References\n\n", ""))
    assert [r.number for r in paper.references] == [1, 2, 3, 4, 5]


def test_a_list_without_numbers_is_numbered_in_order_and_says_so() -> None:
    paper = text("Introduction\n\nKnown.¹\n\nReferences\n\n- Smith A. One. 2001.\n- Roe C. Two.\n")
    assert [(r.number, r.printed) for r in paper.references] == [
        (1, "Smith A. One. 2001."),
        (2, "Roe C. Two."),
    ]
    assert "has no numbers" in paper.notes[0]


def test_pointers_beyond_the_list_are_marked_and_noted() -> None:
    paper = text(INVENTED.replace("rare.¹", "rare.⁹"))
    assert [p.unknown for p in paper.pointers if p.unknown] == [[9]]
    assert "reference 9, which the list of 5 does not have" in paper.notes[0]


def test_tables_are_kept_apart_from_the_sentences() -> None:
    paper = text("Introduction\n\nText here.\n\n| arm | n |\n|---|---|\n| A | 12 |\n\nMore text.\n")
    assert [t.rows for t in paper.tables] == [[["arm", "n"], ["A", "12"]]]
    assert sentences(paper) == ["Text here.", "More text."]


# -- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ["We follow Hogan et al. in this.", "It is so (Fig. 2)."],
        ["It was 0.5% vs. 0.7% then.¹", "Later it was P = .05.", "No more."],
        ["As was shown.^{4,5}", "Others agree [6].", "So do we."],
        ["Vitamin D was given in arm B.", "The dose was low.", "J. R. Smith read it."],
        ["E. coli grew (see Ref. 3. It is old) in two.", "mTOR was high.", "p53 was not."],
        ["It was used.†", "It did not help.*", "No."],
        ["Is it so?", "It is!", '"It is not."', "We think so."],
        ["这是真的。", "那也是。"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    assert sentences(text(f"Introduction\n\n{' '.join(parts)}\n")) == parts


@pytest.mark.parametrize("printed", ["t(4;11)", "inv(16)", "del(7)", "der(1)", "t(9;22)"])
def test_a_chromosomal_aberration_is_no_citation(printed: str) -> None:
    paper = text(f"It was seen before (1, 2). Patients with {printed} relapsed (3).\n")
    assert [p.text for p in paper.pointers] == ["(1, 2)", "(3)"]
