"""Raised citation numbers that copying made plain digits: read where they run in order, and told."""

import pytest

from ingest.readers import read_bytes
from ingest.readers.document import Paper


def letter(body: str, references: int) -> Paper:
    """A letter in plain text with an invented list of so many references."""
    entries = "\n".join(
        f"{n}. Doe {chr(64 + n)}. Study of wards. J Sleep. 20{n:02};{n}:{n}-9."
        for n in range(1, references + 1)
    )
    return read_bytes(f"To the Editor:\n\n{body}\n\nReferences\n\n{entries}\n".encode(), "a.txt")


def cited(paper: Paper) -> list[list[int]]:
    return [pointer.numbers for pointer in paper.pointers]


@pytest.mark.parametrize(
    ("body", "references", "expected"),
    [
        ("Relapse is common.1 Drug B cured 20% of patients,2 and that is all.3", 3, [[1], [2], [3]]),
        ("It fell to 20%,1 which others saw as well.2,3 We doubt it.1", 3, [[1], [2, 3], [1]]),
        ("The trial1 of Doe and colleagues2 was small; it failed (in 3 wards).3", 3, [[1], [2], [3]]),
        ("Sleep is short in wards.1–3 Noise is one cause.4, 5 We add light.6", 6,
         [[1, 2, 3], [4, 5], [6]]),
        ("Doe et al.1 found none. The word “rare”2 is theirs.", 2, [[1], [2]]),
        ("Noise was told by the ALPHA trial.1 Later ALPHA2 told more of it.3", 3, [[1], [2], [3]]),
        ("Was it noise?1 It was light, in adult ALL.2 The rest is unknown.3", 3, [[1], [2], [3]]),
        ("It began in 2010.1 Then came light,2 and in one year3 it ended.", 3, [[1], [2], [3]]),
        ("The wards of ALPHA-3 slept.1 No gain was seen with ALPHA-32 later on.3", 3,
         [[1], [2], [3]]),
        ("It was rare.1 Sleep came late,2 and nobody else told of it1,2 since.3", 3,
         [[1], [2], [1, 2], [3]]),
    ],
)  # fmt: skip
def test_digits_glued_to_words_in_the_order_of_the_list_are_pointers(
    body: str, references: int, expected: list[list[int]]
) -> None:
    paper = letter(body, references)
    assert cited(paper) == expected
    assert all(pointer.inferred for pointer in paper.pointers)
    assert any("inferred" in note for note in paper.notes)


@pytest.mark.parametrize(
    "body",
    [
        "MEK1 and MEK2 were high, and CD3 was low in the blood.",
        "In phase2 and grade3, week1 was the worst; see Table1 and Fig.2 of the report.",
        "The mean was 5.1 The ratio was 3.2 in adults, or 1:2 in all, with 1,2 or 3,1 left.",
        "Vitamin D3 and interleukin-2 with HbA1c and p53 were measured in H2O.",
        "Growth of 2mm and 3kg was seen at 10.2% and 1.3-fold.",
    ],
)
def test_digits_of_names_and_values_are_no_pointers(body: str) -> None:
    assert cited(letter(body, 3)) == []


def test_a_name_that_comes_again_and_again_is_no_pointer_among_true_ones() -> None:
    paper = letter(
        "Rad2 repairs.1 Without rad2 cells die,2 with rad2 they live, and rad2 is found in all.3", 3
    )
    assert cited(paper) == [[1], [2], [3]]


def test_raised_numbers_that_were_kept_are_not_called_inferred() -> None:
    paper = letter("Relapse is common.¹ Drug B cured 20% of patients,² and that is all.³", 3)
    assert cited(paper) == [[1], [2], [3]]
    assert not any(pointer.inferred for pointer in paper.pointers)
    assert not any("inferred" in note for note in paper.notes)


def test_brackets_win_over_digits_that_may_be_part_of_names() -> None:
    paper = letter("Relapse of type1 is common [1]. Drug B2 cured 20% [2], as told [3].", 3)
    assert cited(paper) == [[1], [2], [3]]
    assert all(pointer.text.startswith("[") for pointer in paper.pointers)


def test_sure_digits_are_read_though_the_list_is_in_alphabetical_order() -> None:
    paper = letter("Sleep is short.3 Noise is one cause,1 as is light.4 Others disagree.2", 4)
    assert cited(paper) == [[3], [1], [4], [2]]


def test_digits_that_may_cite_and_are_not_read_are_told_as_not_searched() -> None:
    paper = letter("Sleep is short.9 Noise is one cause,7 as was told [1], [2], [3], [4], [5].", 9)
    assert cited(paper) == [[1], [2], [3], [4], [5]]
    assert any("digits" in what for what in paper.unsearched)
    assert any("plain digits" in note for note in paper.notes)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Drug A cuts recurrence by up to 90 % [1–3], and this is worth a trial.", [[1, 2, 3]]),
        ("The odds ratio was between 1.3 and 2.1 [1–3]. It was not tested.", [[1, 2, 3]]),
        ("Of the wards 40% were loud [1]; in 60% [2,3] light was the cause.", [[1], [2, 3]]),
        ("Sleep is short in men over 60 (1). It is worse with drug B (2,3).", [[1], [2, 3]]),
        ("Sleep is short (1). It was told of 12 patients in ALPHA-2 (2) and in others (3).",
         [[1], [2], [3]]),
    ],
)  # fmt: skip
def test_a_bracket_that_alone_cites_the_next_reference_is_no_interval_or_count(
    body: str, expected: list[list[int]]
) -> None:
    assert cited(letter(body, 3)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The change was 1.5 (95% CI [1–3]) in wards [1], and in men [2, 3].", [[1], [2, 3]]),
        ("Noise was loud for 4 patients (2) (1). Light was seen as well (2), and others (3).",
         [[1], [2], [3]]),
        ("The median was 2 [1–3] hours [1]. Others agree [2] and [3].", [[1], [2], [3]]),
        ("Sleep was short in 12 men (3) and 14 women (2), as told (1). So did others (2,3).",
         [[1], [2, 3]]),
    ],
)  # fmt: skip
def test_intervals_and_counts_stay_out_where_their_numbers_are_cited_elsewhere(
    body: str, expected: list[list[int]]
) -> None:
    assert cited(letter(body, 3)) == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It fell to 20%.2 Then it rose.", 2),
        ("It was seen in ALL.1 The rest agreed.", 2),
        ("It was rare.4, 5 We disagree.", 2),
        ("He called it “rare.”1 Then he left.", 2),
        ("It was 5.2 The end of it.", 1),
    ],
)
def test_a_sentence_ends_behind_a_glued_mark(text: str, sentences: int) -> None:
    paper = read_bytes(f"To the Editor:\n\n{text}\n".encode(), "a.txt")
    assert sum(len(p.sentences) for s in paper.sections for p in s.paragraphs) == sentences
