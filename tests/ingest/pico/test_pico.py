"""Questions to invented trial reports: intervention, comparator, outcome → the numbers printed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract.source import ExtractionInput, Sentence, Table
from ingest.pico.ask import ArmNumbers, Kind, Question, answer
from ingest.tables import grid


def report(*sentences: str, table: Table | None = None) -> ExtractionInput:
    made = [Sentence(text, n, 1, 1000 * n) for n, text in enumerate(sentences, 1)]
    return ExtractionInput(tuple(made), tables=(table,) if table else ())


def told(
    source: ExtractionInput, one: str, other: str, outcome: str, kind: Kind
) -> tuple[Any, ...]:
    """Size, then events or mean and deviation, of intervention and comparator."""
    answered = answer(source, Question(one, other, outcome, kind))
    return printed(answered.intervention, kind) + printed(answered.comparator, kind)


def printed(arm: ArmNumbers, kind: Kind) -> tuple[Any, ...]:
    if kind == "binary":
        return arm.size, arm.events
    return arm.size, *(float(n) if n else None for n in (arm.mean, arm.deviation))


GINGER = report(
    "Sixty women were divided into two equal groups.",
    "Group A received ginger and group B received placebo capsules.",
    "The mean pain score was 3.2 ± 1.1 in group A and 4.5 ± 1.3 in group B (p < 0.01).",
    "Nausea occurred in 4 women of group A and 11 of group B.",
)
YOGA = report(
    "A total of 120 adults were randomised to yoga (n = 61) or usual care (n = 59).",
    "At 12 weeks, mean (SD) fatigue was 21.4 (5.2) in the yoga group and 25.9 (6.1) in the usual care group.",
    "Relapse occurred in 9 (14.8%) of the yoga group and 17 (28.8%) of controls.",
)
HONEY = report(
    "Forty children were assigned to honey (n=20) or no treatment (n=20).",
    "Cough score fell from 4.1 ± 0.6 to 1.9 ± 0.7 in the honey group and from 4.0 ± 0.5 to 3.1 ± 0.8 in the no treatment group.",
)
DRUGS = report(
    "Patients were allocated to drug X (150 patients) or drug Y (148 patients).",
    "Wound infection was seen in 12% vs 20.9% (P = .03).",
)
CORD = report(
    "Hypotension was less frequent with phenylephrine than with ephedrine (8/50 versus 19/50, P=0.01).",
    "Mean cord pH was 7.31 (SD 0.04) with phenylephrine and 7.25 (SD 0.06) with ephedrine.",
    "There were 50 women per group.",
)


DOSES = report(
    "Patients received 25 mg (n = 40) or 50 mg (n = 42) of drug daily.",
    "Dizziness occurred in 5 patients on 25 mg and 9 on 50 mg.",
)
DIETS = report(
    "In both groups (n = 15), weight fell.",
    "Mean weight loss was 3.1 kg (SD 1.0) with low-fat diet and 4.2 kg (SD 1.1) with low-carbohydrate diet.",
)
WALK = report(
    "A total of 64 subjects completed the trial (33 in the training group, 31 controls).",
    "Six-minute walk distance was similar (training 450 [60] m; control 441 [58] m, mean [SD]).",
)
BLOOD = report(
    "Mean blood loss was 410 ml in the tranexamic acid group and 520 ml in the placebo group.",
    "There were 45 patients in each group.",
)
BIRTH = report(
    "Transfusion was needed by 12 of 88 women allocated to oxytocin, compared with 20 of 90 allocated to misoprostol."
)
VOMIT = report(
    "Vomiting was seen in 8% with ondansetron (n = 50), 22% with droperidol (n = 50) and 40% with placebo (n = 50)."
)
DEVICE = report(
    "Children were randomly assigned to the new device (83 children) or the standard device (79 children).",
    "Success at first attempt was 90.4% (75/83) and 81.0% (64/79), respectively.",
)
KETAMINE = report(
    "One hundred and twenty patients were randomised to receive either ketamine or fentanyl (60 each).",
    "Apnoea was noted in three patients in the ketamine group and ten patients in the fentanyl group.",
)
INFECTED = report(
    "Infection developed in 2 of the 60 patients treated with cefazolin and in 9 of the 62 patients given no prophylaxis."
)


@pytest.mark.parametrize(
    ("source", "one", "other", "outcome", "kind", "expected"),
    [
        (DOSES, "50 mg", "25 mg", "dizziness", "binary", (42, 9, 40, 5)),
        (DIETS, "low-carbohydrate diet", "low-fat diet", "weight loss", "continuous", (15, 4.2, 1.1, 15, 3.1, 1.0)),
        (WALK, "training", "no training", "six-minute walk distance", "continuous", (33, 450, 60, 31, 441, 58)),
        (BLOOD, "tranexamic acid", "placebo", "blood loss", "continuous", (45, 410, None, 45, 520, None)),
        (BIRTH, "oxytocin", "misoprostol", "transfusion", "binary", (88, 12, 90, 20)),
        (VOMIT, "ondansetron", "droperidol", "vomiting", "binary", (50, 4, 50, 11)),
        (VOMIT, "droperidol", "placebo", "vomiting", "binary", (50, 11, 50, 20)),
        (DEVICE, "new device", "standard device", "success at first attempt", "binary", (83, 75, 79, 64)),
        (KETAMINE, "ketamine", "fentanyl", "apnoea", "binary", (60, 3, 60, 10)),
        (INFECTED, "cefazolin", "no prophylaxis", "infection", "binary", (60, 2, 62, 9)),
        (GINGER, "ginger", "placebo", "pain score", "continuous", (30, 3.2, 1.1, 30, 4.5, 1.3)),
        (GINGER, "ginger", "placebo", "nausea", "binary", (30, 4, 30, 11)),
        (YOGA, "yoga", "usual care", "fatigue", "continuous", (61, 21.4, 5.2, 59, 25.9, 6.1)),
        (YOGA, "yoga", "usual care", "relapse", "binary", (61, 9, 59, 17)),
        (HONEY, "honey", "no treatment", "cough score", "continuous", (20, 1.9, 0.7, 20, 3.1, 0.8)),
        (DRUGS, "drug X", "drug Y", "wound infection", "binary", (150, 18, 148, 31)),
        (CORD, "phenylephrine", "ephedrine", "hypotension", "binary", (50, 8, 50, 19)),
        (CORD, "phenylephrine", "ephedrine", "umbilical cord pH", "continuous", (50, 7.31, 0.04, 50, 7.25, 0.06)),
        (CORD, "phenylephrine", "ephedrine", "birth weight", "continuous", (50, None, None, 50, None, None)),
    ],
)  # fmt: skip
def test_sentences_answer(
    source: ExtractionInput,
    one: str,
    other: str,
    outcome: str,
    kind: Kind,
    expected: tuple[Any, ...],
) -> None:
    assert told(source, one, other, outcome, kind) == expected


def test_a_percentage_that_no_count_makes_gives_no_events() -> None:
    source = report("The arms were drug X (150 patients) or drug Y (148 patients).",
                    "Wound infection was seen in 12.1% vs 20.9% with drug X and drug Y.")  # fmt: skip
    assert told(source, "drug X", "drug Y", "wound infection", "binary") == (150, None, 148, None)


@pytest.mark.parametrize(
    ("text", "one", "other", "expected"),
    [
        ("Of 250 patients, 125 were assigned to receive aspirin and 124 to placebo.", "aspirin", "placebo", (125, 124)),
        ("Fifty-two patients received rituximab plus CHOP and 50 received CHOP alone.", "rituximab plus CHOP", "CHOP", (52, 50)),
        ("The reflexology group (40 patients) was compared with the control group (42 patients).", "reflexology", "routine care", (40, 42)),
        ("Patients were randomized to 5 mg (n=30), 10 mg (n=31), or placebo (n=29).", "10 mg", "placebo", (31, 29)),
        ("Thirty-five patients (group I) underwent stapling and 33 (group II) hand-sewn suture.", "stapling", "hand-sewn suture", (35, 33)),
        ("The population comprised 107 patients (cefepime, 54; ceftazidime, 53).", "cefepime", "ceftazidime", (54, 53)),
        ("Twenty of the 41 infants were allocated to kangaroo care and 21 to incubator care.", "kangaroo care", "incubator care", (20, 21)),
        ("Patients received tamoxifen plus placebo (N = 88) or tamoxifen plus everolimus (N = 90).", "tamoxifen plus everolimus", "tamoxifen plus placebo", (90, 88)),
        ("Among 90 participants (45 in each arm), follow-up was complete.", "exercise", "education", (45, 45)),
        ("The treatment group (n = 41) and the control group (n = 39) were similar.", "acupuncture", "wait list", (41, 39)),
        ("The trial randomised 10,948 patients to eptifibatide or placebo.", "eptifibatide", "placebo", (None, None)),
    ],
)  # fmt: skip
def test_group_sizes_are_read(
    text: str, one: str, other: str, expected: tuple[int | None, int | None]
) -> None:
    assert told(report(text), one, other, "hiccups", "binary")[::2] == expected


COLUMNS = Table(
    "Outcomes at 6 months, mean (SD) unless stated",
    (
        ("Outcome", "Exercise (n = 45)", "Control (n = 43)", "Difference (95% CI)", "P"),
        ("Walking distance, m", "412 (88)", "371 (92)", "41 (3 to 79)", "0.03"),
        ("Falls, n (%)", "7 (15.6)", "15 (34.9)", "", "0.04"),
    ),
)
TIMES = Table(
    "Pain (VAS) over time",
    (
        ("Time", "VAS, mean ± SD", "VAS, mean ± SD", "p"),
        ("Time", "Acupuncture (n=30)", "Sham (n=31)", "p"),
        ("Baseline", "6.8 ± 1.0", "6.7 ± 1.1", "0.8"),
        ("Week 4", "4.1 ± 1.3", "5.6 ± 1.2", "0.01"),
        ("Week 8", "3·0 ± 1·2", "5.1 ± 1.4", "0.001"),
    ),
    head=2,
)
ROWS = Table(
    "Laboratory values (mean ± SD)",
    (
        ("", "Group", "Before", "After"),
        ("Ferritin", "Iron (n=24)", "11.2 ± 3.0", "35.1 ± 8.8"),
        ("Ferritin", "Placebo (n=26)", "11.5 ± 2.9", "13.0 ± 4.1"),
    ),
)
SECTIONS = Table(
    "Events, n (%)",
    (
        ("", "Overall", "Overall", "Children", "Children"),
        (
            "",
            "Placebo (n = 112)",
            "Fluoxetine (n = 110)",
            "Placebo (n = 42)",
            "Fluoxetine (n = 45)",
        ),
        ("Gut", "", "", "", ""),
        (" Any event", "79 (70.5)", "72 (65.5)", "27 (64.3)", "29 (64.4)"),
        (" Nausea", "10 (8.9)", "13 (11.8)", "3 (7.1)", "4 (8.9)"),
    ),
    head=2,
)
PERCENT = Table(
    "Complications",
    (("Complication", "Mesh (%)", "Suture (%)"), ("Number of patients", "50", "40"), ("Seroma", "10", "5")),
)  # fmt: skip
APART = Table(
    "Anxiety before and after",
    (
        ("Measure", "Music (n = 34)", "Music (n = 34)", "Control (n = 36)", "Control (n = 36)"),
        ("Measure", "Mean", "SD", "Mean", "SD"),
        ("STAI pre", "44.1", "8.0", "43.9", "8.3"),
        ("STAI post", "35.2", "7.1", "41.8", "8.8"),
    ),
    head=2,
)
ERRORS = Table(
    "Change in HbA1c",
    (
        ("Treatment", "n", "Baseline mean (SD)", "Change at 24 weeks, mean (SE)"),
        ("Sitagliptin 100 mg", "200", "8.0 (0.9)", "−0.7 (0.06)"),
        ("Placebo", "198", "8.1 (0.9)", "0.1 (0.06)"),
    ),
)
INSIDE = Table(
    "Scores",
    (("Scale", "Mean±SD after; Intervention (control)"), ("Joy", "10.8±2.0 (4.9±1.9)")),
)


@pytest.mark.parametrize(
    ("table", "one", "other", "outcome", "kind", "expected"),
    [
        (COLUMNS, "Exercise training", "usual activity", "walking distance", "continuous", (45, 412, 88, 43, 371, 92)),
        (COLUMNS, "Exercise training", "usual activity", "number of falls", "binary", (45, 7, 43, 15)),
        (TIMES, "acupuncture", "sham acupuncture", "VAS pain", "continuous", (30, 3.0, 1.2, 31, 5.1, 1.4)),
        (TIMES, "acupuncture", "sham acupuncture", "VAS pain at week 4", "continuous", (30, 4.1, 1.3, 31, 5.6, 1.2)),
        (ROWS, "iron", "placebo", "serum ferritin", "continuous", (24, 35.1, 8.8, 26, 13.0, 4.1)),
        (SECTIONS, "fluoxetine", "placebo", "nausea", "binary", (110, 13, 112, 10)),
        (PERCENT, "mesh repair", "suture repair", "seroma", "binary", (50, 5, 40, 2)),
        (APART, "music", "rest", "STAI anxiety", "continuous", (34, 35.2, 7.1, 36, 41.8, 8.8)),
        (ERRORS, "sitagliptin", "placebo", "change in HbA1c", "continuous", (200, -0.7, None, 198, 0.1, None)),
        (INSIDE, "music lessons", "routine", "joy scale", "continuous", (None,) * 6),
    ],
)  # fmt: skip
def test_tables_answer(
    table: Table, one: str, other: str, outcome: str, kind: Kind, expected: tuple[Any, ...]
) -> None:
    assert told(report(table=table), one, other, outcome, kind) == expected


def test_an_answer_tells_its_place() -> None:
    found = answer(report(table=COLUMNS), Question("exercise", "control", "falls", "binary"))
    assert found.place == "table 1, row 'Falls, n (%)'"
    assert answer(report("Nothing."), Question("a", "b", "c", "binary")).place == "not found"


@pytest.mark.parametrize(
    ("cell", "first", "second", "total"),
    [
        ("8/20", "8", None, "20"),
        ("8/112 (7.1)", "8", "7.1", "112"),
        ("9·4 (1·3)", "9.4", "1.3", None),
        ("1,234 ± 56", "1234", "56", None),
        ("−1.71 (0.12)", "-1.71", "0.12", None),
        ("12 (9,0)", "12", "9.0", None),
        ("2. 54 (2.337)", "2.54", "2.337", None),
        ("0.46 (0.1 to 0.9)", "0.46", None, None),
    ],
)
def test_cells_are_read(cell: str, first: str, second: str | None, total: str | None) -> None:
    value = grid.value_of(cell)
    assert value is not None
    assert (value.first, value.second, value.total) == (first, second, total)


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["12 (40)", "3.1 ± 2", "8/20", "Control (n = 3)", "%", "n", "SD", "mean (SD)", "", "P", "0"]),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(CELLS, max_size=5).map(tuple), max_size=6).map(tuple),
    st.integers(0, 3), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20),
    st.sampled_from(["binary", "continuous"]), st.text(max_size=60),
)  # fmt: skip
def test_no_table_or_question_crashes_it(
    rows: tuple[tuple[str, ...], ...], head: int, one: str, other: str, outcome: str, kind: Kind, text: str
) -> None:  # fmt: skip
    source = report(text, table=Table(text, rows, head, text))
    answer(source, Question(one, other, outcome, kind)).fields()
