"""From invented sentences to readings, statements, evidence lines and a draft that validates."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.extract.draft import draft
from ingest.extract.evidence import lines
from ingest.extract.extractor import Extraction, extract
from ingest.extract.reading import ValueReading
from ingest.extract.source import ExtractionInput, PointerMention, Sentence
from ingest.recordtext import record_data
from ontology.model import Curation, Document, Record
from places import LETTER

STUDIES = {"redwood-1": ("REDWOOD-1", "NCT00000001"), "all-pine": ("ALL PINE", "ALLPINE5")}


def source(*paragraphs: str, title: str = "", **more: Any) -> ExtractionInput:
    """A document of paragraphs; sentences are divided by `|`, markers written `{1,2}` at their end."""
    sentences: list[Sentence] = []
    start = 0
    for p, paragraph in enumerate(paragraphs, 1):
        for s, piece in enumerate(paragraph.split("|"), 1):
            text, _, marks = piece.strip().partition("{")
            numbers = tuple(int(n) for n in marks.rstrip("}").split(",")) if marks else ()
            pointers = (PointerMention(len(text), len(text), numbers),) if numbers else ()
            sentences.append(Sentence(text, p, s, start, pointers))
            start += len(text) + 1
    return ExtractionInput(tuple(sentences), title, **more)


def readings(*paragraphs: str, **more: Any) -> list[ValueReading]:
    return extract(source(*paragraphs, **more), STUDIES).readings


def endpoints(text: str) -> list[tuple[str | None, str | None]]:
    return [(r.quantity.value, r.endpoint) for r in readings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 3-year OS was 61.2%.", [("61.2", "overall-survival")]),
        ("Sepsis was seen in 12.5% of children.", [("12.5", "sepsis")]),
        ("Of all children 12.5% developed sepsis.", [("12.5", "sepsis")]),
        ("With 31% of children having infections, 22% mucositis, and 8% sepsis, care was hard.", [("31", "infection"), ("22", "mucositis"), ("8", "sepsis")]),
        ("Infections (31%), mucositis (22%) and sepsis (8%) were common.", [("31", "infection"), ("22", "mucositis"), ("8", "sepsis")]),
        ("Infection, mucositis and sepsis occurred in 31, 22 and 8%, respectively.", [("31", "infection"), ("22", "mucositis"), ("8", "sepsis")]),
        ("There were 14 treatment-related deaths, 71.4% of which were due to infection.", [("14", "treatment-related-mortality"), ("71.4", "infection-as-cause-of-death")]),
        ("Over 3% of patients died of treatment complications.", [("3", "treatment-related-mortality")]),
        ("A 52% MRD positivity rate was found.", [("52", "mrd-positive")]),
        ("Minimal residual disease (MRD) positivity (≥0.1%) was found in 52% of patients.", [("52", "mrd-positive")]),
        ("MRD < 0.01% was reached by 48% of patients.", [("48", "mrd-negative")]),
        ("Failure to achieve MRD negativity was seen in 52% of patients.", [("52", "mrd-positive")]),
        ("In leukaemia the haematological remission rate was 80%.", [("80", "complete-remission")]),
        ("The cumulative incidence of relapse (CI of relapse) was 24.3%.", [("24.3", "relapse")]),
        ("The EFS was 40% with idarubicin vs 55% with mitoxantrone.", [("40", "event-free-survival"), ("55", "event-free-survival")]),
    ],
)  # fmt: skip
def test_each_value_finds_its_endpoint(text: str, expected: list[tuple[str, str]]) -> None:
    assert endpoints(text) == expected


@pytest.mark.parametrize(
    ("text", "statistic"),
    [
        ("The 3-year OS was 61.2%.", "survival-estimate"),
        ("The 3-year cumulative incidence of relapse was 24.3%.", "cumulative-incidence"),
        ("The CI of relapse was 24.3%.", "cumulative-incidence"),
        ("Sepsis was seen in 12/40 (30%).", "proportion"),
        ("HR for OS was 0.8 (95% CI 0.6-1.1).", "hazard-ratio"),
    ],
)
def test_the_kind_of_number_is_told(text: str, statistic: str) -> None:
    assert readings(text)[0].quantity.statistic == statistic


def test_denominators_stay_with_their_values() -> None:
    found = readings(
        "Sepsis hit 12/40 (30%) and mucositis 9/36 (25%). | Of 38 patients 5 had infections."
    )
    assert [(r.endpoint, r.quantity.denominator) for r in found][:2] == [
        ("sepsis", "40"), ("mucositis", "36"),
    ]  # fmt: skip


def test_a_demonstrative_takes_the_endpoint_of_the_sentence_before() -> None:
    found = readings(
        "Treatment-related mortality was 5.1%. | This mortality exceeds the earlier 2.2%."
    )
    assert [r.endpoint for r in found] == ["treatment-related-mortality"] * 2


def test_an_acronym_means_what_the_document_says() -> None:
    risk = readings("Low risk (LR) patients did well. | In LR patients the EFS was 80%.")
    late = readings("Late relapse (LR) did well. | In LR patients the EFS was 80%.")
    assert (risk[-1].populations, late[-1].populations) == (("low-risk",), ("late-relapse",))
    donor = readings("A matched related donor (MRD) was used. | MRD positive was 40% of grafts.")
    assert all(r.endpoint != "mrd-positive" for r in donor)


def test_a_threshold_against_its_word_is_told() -> None:
    (found,) = readings("MRD negative (≥0.01%) were 40% of patients.")
    assert found.endpoint == "mrd-negative"
    assert found.threshold == "≥0.01%"
    assert any("contradicts" in doubt for doubt in found.doubts)


def test_arms_of_a_list_and_of_a_comparison() -> None:
    listed = readings("Sepsis rates were 10% (idarubicin, 12%; mitoxantrone, 8%).")
    assert [(r.quantity.value, r.arm) for r in listed][1:] == [
        ("12", "idarubicin"),
        ("8", "mitoxantrone"),
    ]
    assert {r.endpoint for r in listed} == {"sepsis"}
    ordered = readings("EFS was 36% and 65% in the idarubicin and mitoxantrone arms, respectively.")
    assert [r.arm for r in ordered] == ["idarubicin", "mitoxantrone arms"]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The 4-year EFS was 40%.", "4 years"),
        ("At 24 months OS was 40%.", "24 months"),
        ("At the end of induction 40% were in complete remission.", "end of induction"),
        ("During block 1 sepsis was seen in 40%.", "during block-1"),
        ("On day 29 MRD negativity was 40%.", "29 days"),
    ],
)
def test_times_have_the_form_of_the_record(text: str, time: str) -> None:
    assert readings(text)[0].time == time


def test_a_time_word_at_the_end_names_no_time() -> None:
    assert [r.time for r in readings("Sepsis was seen in 9% before and after")] == [None]


def test_three_and_five_years_are_paired_in_order() -> None:
    found = readings("The 3- and 5-year OS were 71% and 60%.")
    assert [(r.quantity.value, r.time) for r in found] == [("71", "3 years"), ("60", "5 years")]


def test_grades_are_kept_with_adverse_events() -> None:
    (found,) = readings("Grade 3 or higher adverse events hit 61% of children.")
    assert (found.endpoint, found.grade) == ("adverse-event", "≥3")


# -- studies ---------------------------------------------------------------------------------------


def test_a_study_is_named_cited_spoken_of_or_the_documents_own() -> None:
    references = {1: "Ash A. ALL PINE: a trial. J Trees. 2001.", 2: "Elm B. On sepsis. 2002."}
    named, cited, before, own = readings(
        "In ALLPINE5 the OS was 50%.",
        "The OS was 51% in that earlier work.{1}| Their EFS was 41%.",
        "Sepsis was seen in 9%.{2}",
        title="A letter on REDWOOD-1",
        references=references,
    )
    assert (named.study, named.rules["study"]) == ("all-pine", "named")
    assert (cited.study, cited.rules["study"]) == ("all-pine", "cited-in-sentence")
    assert (before.study, before.rules["study"]) == ("all-pine", "spoken-of-before")
    assert (own.study, own.rules["study"]) == ("redwood-1", "commented")


def test_the_study_on_the_other_side_of_a_comparison_is_not_taken() -> None:
    (found,) = (r for r in readings(
        "In REDWOOD-1 the outcome seems inferior to the 70% PFS of ALLPINE5."
    ) if r.quantity.value)  # fmt: skip
    assert found.study == "all-pine"


def test_a_misspelt_registry_number_is_mended_and_told() -> None:
    result = extract(source("The trial (ISCRTN12345678) had an OS of 40%."), STUDIES)
    (proposal,) = (p for p in result.proposals if p.scheme == "registration")
    assert proposal.name == "ISRCTN12345678"
    assert "ISCRTN" in proposal.why


def test_what_no_vocabulary_has_is_proposed() -> None:
    result = extract(source("In the MAPLE trial, 40% with zanotinib had lasting hiccups."), STUDIES)
    assert {(p.scheme, p.name) for p in result.proposals} >= {
        ("study", "maple"),
        ("drug", "zanotinib"),
    }
    assert any(p.scheme == "endpoint" and "hiccups" in p.text for p in result.proposals)


# -- comparisons, roles, evidence --------------------------------------------------------------------


def test_a_comparison_without_numbers_is_a_reading_of_each_endpoint() -> None:
    found = readings(
        "Significantly higher rates of infection, sepsis and mucositis were seen in AYA patients."
    )
    assert [(r.endpoint, r.relation, r.quantity.significant) for r in found] == [
        ("infection", "higher", True), ("sepsis", "higher", True), ("mucositis", "higher", True),
    ]  # fmt: skip
    (same,) = readings("There was no significant difference in overall survival.")
    assert (same.relation, same.quantity.significant) == ("similar", False)


@pytest.mark.parametrize(
    ("text", "role", "modality"),
    [
        ("The OS was 40%.", "result", "asserted"),
        ("Patients were randomly assigned to two arms.", "method", "asserted"),
        ("Extensive literature names MRD as the chief factor.", "background", "asserted"),
        ("In conclusion, the regimen is toxic.", "conclusion", "asserted"),
        ("Blinatumomab should replace chemotherapy.", "recommendation", "proposal"),
        ("Could a shorter block suffice?", "claim", "question"),
        ("The rise may point to a systemic risk.", "claim", "hedged"),
    ],
)
def test_roles_and_modality(text: str, role: str, modality: str) -> None:
    (found,) = extract(source(text), STUDIES).statements
    assert (found.role, found.modality) == (role, modality)
    assert {"role", "modality"} <= set(found.rules)


def test_a_section_decides_the_role() -> None:
    sentence = Sentence("The OS was 40%.", 1, 1, 0, (), "Methods")
    assert extract(ExtractionInput((sentence,)), STUDIES).statements[0].role == "method"


def test_evidence_lines_say_why() -> None:
    found = lines(extract(source(
        "The toxicity of block 1 is troubling. | Fatal toxicity hit 6% of children in block 1.",
        "Infection was common. | These infections therefore make block 1 unacceptably toxic.",
    ), STUDIES).statements)  # fmt: skip
    told = {(line.evidence.name, line.bears_on.name): line for line in found}
    assert ("s2.1", "s2.2") in told
    assert "therefore" in told["s2.1", "s2.2"].why
    assert all(line.why and line.rule for line in found)


def test_opposed_judgements_dispute() -> None:
    (line,) = lines(extract(source(
        "The OS was 61% with mitoxantrone and 43% with idarubicin, which is a benefit.",
        "In conclusion, mitoxantrone is more toxic than idarubicin and harmful for OS."
    ), STUDIES).statements)  # fmt: skip
    assert line.direction == "disputes"


def test_sentences_that_share_nothing_get_no_line() -> None:
    assert lines(extract(source("Rain fell. | Cats sleep."), STUDIES).statements) == []


# -- the draft -----------------------------------------------------------------------------------------


def record(extraction: Extraction) -> tuple[Record, list[str]]:
    """The record of a letter, its data read anew, and what was left out of it."""
    drawn = draft(extraction, "a-letter", STUDIES)
    sections = {
        section: getattr(drawn, section)
        for section in Record.model_fields
        if hasattr(drawn, section)
    }
    head = Curation(curator="alltrace", date="2030-01-01")
    letter = Document(id="a-letter", label="A letter", type="letter", title="A letter")
    made = Record(
        record="a-letter", status="extracted", curation=head, document=letter,
        **{section: tuple(things) for section, things in sections.items()},
    )  # fmt: skip
    assert Record.model_validate(record_data(made)) == made
    return made, drawn.left_out


def test_a_draft_is_a_valid_record_with_rules_and_confidence() -> None:
    text = "In REDWOOD-1 the 4-year OS was 61.2% ± 3.1% (40/65; p = 0.04) in the mitoxantrone arm."
    made, _ = record(extract(source(text, "In conclusion, mitoxantrone is effective."), STUDIES))
    (stated,) = made.stated
    assert (stated.study, stated.endpoint, stated.value, stated.se) == (
        "redwood-1", "overall-survival", "61.2", "3.1",
    )  # fmt: skip
    assert stated.status == "extracted"
    assert stated.time is not None
    assert stated.time.label == "4 years"
    assert stated.anchor == "s1.1"
    assert "endpoint " in (stated.extracted_by or "")
    assert 0 < float(stated.confidence or 0) < 1
    assert made.regimens[0].drugs == ("mitoxantrone",)
    assert made.conclusions[0].text == "Conclusion about mitoxantrone."
    assert made.conclusions[0].quote == "In conclusion, mitoxantrone is effective."


def test_what_the_model_refuses_is_left_out_and_told() -> None:
    made, _ = record(extract(source("OS was 40% (95% CI 50% to 60%)."), STUDIES))
    (stated,) = made.stated
    assert (stated.value, stated.lower, stated.upper) == ("40", None, "60")
    assert "lower 50 left out: Value error, the value 40 lies below 50" in stated.doubts


def test_an_endpoint_without_vocabulary_is_told_and_not_dropped_in_silence() -> None:
    made, _ = record(extract(source("Lasting hiccups were seen in 40% of patients."), STUDIES))
    (stated,) = made.stated
    assert (stated.endpoint, stated.endpoint_text) == ("unnamed", "Lasting hiccups")
    assert "the vocabulary has no such endpoint" in stated.doubts


PIECES = st.sampled_from(
    ["The OS was 40%", "(95% CI 30-50)", "in arm A", "respectively", "MRD ≥ 0.01%", "and", ",", "vs", "61/84", "mean 5 ± 2", "AALL9999", "NCT12345678", "4-year", "should", "?", ".", "this", "grade 3-5", "before", "at the end of", "after", "during", "induction", "deaths, 90% of which were due to infection", "$\\geq 5\\%$", "\u202e", "(", ")"]
)  # fmt: skip


@example(["0%:aRM 1,"])  # an arm and a comma after the last value
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map(" ".join)), max_size=6
    )
)
def test_no_document_crashes_it_and_every_draft_is_a_record(texts: list[str]) -> None:
    sentences, start = [], 0
    for n, text in enumerate(texts, 1):
        sentences.append(Sentence(text, 1, n, start, (PointerMention(len(text), len(text), (1,)),)))
        start += len(text) + 1
    result = extract(ExtractionInput(tuple(sentences), "T", (), {1: "REDWOOD-1"}), STUDIES)
    assert all(r.confidence is not None and 0 < r.confidence < 1 for r in result.readings)
    record(result)


def test_a_run_without_a_full_stop_is_read_in_pieces() -> None:
    found = readings("sepsis in 9% of children, " * 400)
    assert {r.endpoint for r in found} == {"sepsis"}
    assert len(found) == 400


@pytest.mark.shared(LETTER)
def test_the_values_of_the_letter_have_right_endpoint_and_study() -> None:
    benchmark = pytest.importorskip("benchmarks.extraction")
    judged = benchmark.letter(LETTER)
    assert len(judged) == 17
    assert sum(good for _, _, good in judged) >= 16


def test_the_values_of_an_invented_letter_have_right_endpoint_and_study() -> None:
    read = readings(
        "We read the report on REDWOOD-1 with interest. | During block 1 sepsis was seen in 12.5% "
        "of children. {1} | There were 14 treatment-related deaths, 71.4% of which were due to "
        "infection.",
        "In ALL PINE the 3-year OS was 61.2%. {2} | The MRD positivity rate was 52%. {2}",
        references={1: "Doe AB. REDWOOD-1. 2029.", 2: "Roe C. ALL PINE. 2019."},
    )
    assert [(r.quantity.value, r.endpoint, r.study) for r in read] == [
        ("12.5", "sepsis", "redwood-1"),
        ("14", "treatment-related-mortality", "redwood-1"),
        ("71.4", "infection-as-cause-of-death", "redwood-1"),
        ("61.2", "overall-survival", "all-pine"),
        ("52", "mrd-positive", "all-pine"),
    ]


# -- forms that papers of the field use ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Treatment improved EFS (81% vs 72%, P < .001) and survival (89% vs 83%, P = .003).",
            [("event-free-survival", "81"), ("event-free-survival", "72"),
             ("overall-survival", "89"), ("overall-survival", "83")],
        ),
        (
            "Survival and relapse rates were 91% and 15% in patients given chemotherapy.",
            [("overall-survival", "91"), ("relapse", "15")],
        ),
        (
            "They had a DFS of 79% ± 5% vs 39% ± 7% for those with MRD ≥0.01%.",
            [("disease-free-survival", "79"), ("disease-free-survival", "39")],
        ),
        (
            "At a median follow-up of 38.1 months (range, 0.5-62.8), the 3-year OS was 71%.",
            [("overall-survival", "71")],
        ),
        ("We enrolled 149 patients (median age, 41 years [range, 18-65]).", [("enrolled", "149")]),
        (
            "Eighty-eight (78%) of 113 evaluable patients achieved a complete MRD response.",
            [("mrd-negative", "78")],
        ),
        ("In the subgroup of 110 patients the DFS was 54%.", [("disease-free-survival", "54")]),
        (
            "The PFS was 35.9% (95% CI 25.9-45.9) with A versus 64.6% with B (p=0.004), and 3-year OS was 45.2%.",
            [("progression-free-survival", "35.9"), ("progression-free-survival", "64.6"),
             ("overall-survival", "45.2")],
        ),
        (
            "MRD ≥ 0.01% was found in 30% and MRD < 0.01% in 70% of patients.",
            [("mrd-positive", "30"), ("mrd-negative", "70")],
        ),
        (
            "The DFS was 54.4% vs 39.0% (hazard ratio for disease progression or mortality, 0.70).",
            [("disease-free-survival", "54.4"), ("disease-free-survival", "39.0"),
             ("disease-free-survival", "0.70")],
        ),
        ("Mortality was 3.6%, not 3.9%.", [("death", "3.6")]),
        ("Patients were randomised to one of three regimens.", []),
        ("The median OS was 13 weeks (95% CI 7 to 20).", [("overall-survival", "13")]),
    ],
)  # fmt: skip
def test_values_go_to_the_endpoint_that_is_meant(text: str, found: list[tuple[str, str]]) -> None:
    assert [(r.endpoint, r.quantity.value) for r in readings(text) if r.endpoint] == found


def test_the_people_behind_a_share_are_its_denominator() -> None:
    (reading,) = readings("EFS was 45.9% (4.4) in 132 patients.")
    assert (reading.quantity.value, reading.quantity.denominator) == ("45.9", "132")


def test_a_spread_may_be_announced_in_words() -> None:
    (reading,) = readings("The 5-year EFS was 58.9% (standard error [SE] = 2.8).")
    assert (reading.quantity.spread, reading.quantity.spread_kind) == ("2.8", "se")


def test_an_operator_may_be_five_words_long() -> None:
    (reading,) = readings("Sepsis was seen in less than or equal to 25% of patients.")
    assert (reading.quantity.value, reading.quantity.operator) == ("25", "≤")


def test_a_comparison_is_of_what_follows_it_at_once() -> None:
    found = readings("Complete remission was followed by longer DFS and OS.")
    assert {(r.endpoint, r.relation) for r in found} == {
        ("disease-free-survival", "higher"),
        ("overall-survival", "higher"),
    }


def test_where_nothing_happened_the_number_is_of_the_people() -> None:
    (reading,) = readings("Here no deaths occurred in 120 patients.")
    q = reading.quantity
    assert (reading.endpoint, q.value, q.numerator, q.denominator) == ("death", None, "0", "120")


def test_what_is_not_higher_is_not_called_higher() -> None:
    found = readings("Sepsis was not more frequent with chemotherapy (10.1% vs 12%).")
    assert {r.relation for r in found} == {None}


def test_each_value_of_a_list_has_the_arm_behind_it() -> None:
    found = readings("CR was 80.7% in the inotuzumab group and 29.4% in the placebo group.")
    assert [(r.quantity.value, r.arm) for r in found] == [
        ("80.7", "inotuzumab group"),
        ("29.4", "placebo group"),
    ]


def test_a_letter_goes_on_about_the_study_cited_before_in_the_paragraph() -> None:
    cited = {1: "Oak A. A trial. J. 2029;1:2."}
    found = readings("The OS was 61.2%.{1}|The EFS was 40.3%.", "The DFS was 50.5%.",
                     references=cited, unnamed={1: "oak-study"})  # fmt: skip
    assert [(r.quantity.value, r.study) for r in found] == [
        ("61.2", "oak-study"), ("40.3", "oak-study"), ("50.5", None),
    ]  # fmt: skip
    assert "the study is that of the sentence before" in found[1].doubts


def test_our_own_patients_are_not_those_of_the_study_spoken_of() -> None:
    found = readings(
        "In REDWOOD-1 the OS was 61.2%.|REDWOOD-1 was small.|In our centre the OS was 70.1%."
    )
    assert [(r.quantity.value, r.study) for r in found] == [("61.2", "redwood-1"), ("70.1", None)]


def test_a_registration_that_a_record_has_names_its_study() -> None:
    text = source("The OS was 61.2% in NCT00000102.")
    (reading,) = extract(text, {"oak": ("OAK", "NCT 00000102")}).readings
    assert reading.study == "oak"
