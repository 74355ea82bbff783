"""Kinds of invented trial reports, each with a question: the numbers of both arms, or none."""

from dataclasses import dataclass, field

import pytest
from test_pico import report, told

from ingest.extract.source import ExtractionInput, Table
from ingest.pico.ask import Kind


def table(caption: str, text: str, head: int = 1, notes: str = "") -> Table:
    """A table from lines with bars between the cells."""
    rows = tuple(tuple(line.split("|")) for line in text.strip("\n").split("\n"))
    return Table(caption, rows, head, notes)


@dataclass(frozen=True)
class Asked:
    """One question to a report: outcome, kind, and what is expected of both arms."""

    report: ExtractionInput
    arms: tuple[str, str]
    outcome: str
    kind: Kind
    expected: tuple[object, ...]
    name: str = field(default="")


FALLS = report(
    "Older adults were allocated to balance classes or to leaflets.",
    table=table(
        "Events in one year, n (%)",
        """
Event|Balance classes (n = 61)|Leaflets (n = 58)|P
Any fall|14 (23.0)|25 (43.1)|0.02
Injurious fall|3 (4.9)|9 (15.5)|0.05
Hospital stay|5 (8.2)|6 (10.3)|0.69""",
    ),
)
STIFFNESS = report(
    "Fifty-six runners were randomised to foam rolling (n = 29) or rest (n = 27).",
    "Mean stiffness after training was 2.4 ± 0.9 with foam rolling and 3.3 ± 1.1 with rest.",
    "Soreness was 31.0 ± 8.2 in the foam rolling group compared with 30.2 ± 7.7 in the rest group.",
)
SHARES = report(
    "Of 150 smokers, 75 were assigned to text messages and 75 to a booklet.",
    "Abstinence was confirmed in 24% of the text messages group and 16% of the booklet group.",
)
WEEKS = report(
    "Teenagers with acne were given zelocin (n = 44) or vehicle (n = 43).",
    table=table(
        "Lesions over time, mean (SD)",
        """
|Zelocin|Zelocin|Zelocin|Vehicle|Vehicle|Vehicle
Lesions|Baseline|Week 6|Week 12|Baseline|Week 6|Week 12
Inflamed|24.1 (6.0)|15.2 (5.1)|9.8 (4.4)|23.8 (6.2)|20.0 (5.9)|18.7 (6.1)
Open comedones|31.0 (9.0)|25.5 (8.1)|20.2 (7.7)|30.4 (9.3)|28.8 (8.9)|27.9 (9.0)""",
        2,
    ),
)
LEGEND = report(
    "Women were randomised before surgery.",
    table=table(
        "Recovery",
        """
|Group M (n = 38)|Group S (n = 37)|Group MS (n = 39)|P
Shivering|9 (23.7%)|12 (32.4%)|4 (10.3%)|0.04
Itch|6 (15.8%)|1 (2.7%)|5 (12.8%)|0.15""",
        1,
        "Group M, women received mizolam 2 mg; Group S, women received sapentin 300 mg; Group MS, "
        "women received mizolam 2 mg and sapentin 300 mg",
    ),
)
IN_ONE_CELL = report(
    "There were 26 patients in the stretching group and 24 in the control group.",
    table=table(
        "Mobility",
        """
Measure|Before; stretching (control)|After; stretching (control)
Reach, cm|20.1 ± 4.0 (20.4 ± 4.2)|27.5 ± 4.4 (21.6 ± 4.1)
Turn, degrees|40.0 ± 9.1 (41.2 ± 9.4)|52.3 ± 9.9 (43.0 ± 9.0)""",
    ),
)
ARMS_AS_ROWS = report(
    "Nurses were allocated to coaching or to a waiting list.",
    table=table(
        "Prescriptions at baseline and follow-up",
        """
|Baseline|Baseline|3 months|3 months|9 months|9 months
|n|(%)|n|(%)|n|(%)
Sleeping pills||||||
 Coaching (n = 80)|20|(25)|16|(20)|12|(15)
 Waiting list (n = 84)|21|(25)|20|(24)|19|(23)
Painkillers||||||
 Coaching|40|(50)|36|(45)|30|(38)
 Waiting list|41|(49)|40|(48)|39|(46)""",
        2,
    ),
)
BROKEN_SPANS = report(
    "Forty workers were allocated to a standing desk and 42 to an ordinary desk.",
    table=table(
        "Back pain",
        """
|Standing desk|Standing desk|||Ordinary desk|Ordinary desk|
|n (%)|Mean days|SD|n (%)|Mean days|SD|P
0-6 months|10 (25)|12.0|4.1|16 (38)|14.5|5.0|0.2
7-12 months|8 (20)|10.4|3.9|18 (43)|15.1|5.2|0.03""",
        2,
    ),
)
SPREADS_BELOW = report(
    table=table(
        "Mean (SD) scores in the control group (N = 31) and the intervention group (N = 33)",
        """
Score|Month 1|Month 1|Month 6|Month 6
|C|I|C|I
Vigour|51.2|52.0|53.1|60.4
|(18.0)|(17.5)|(18.8)|(16.9)
Worry|40.1|39.8|38.7|30.2
|(12.1)|(11.9)|(12.5)|(10.8)""",
        2,
        "C = control group; I = intervention group.",
    ),
)
SIZES_BELOW = report(
    "We randomised 90 people to tai chi and 88 people to usual care.",
    table=table(
        "Function at one year, mean (SD)",
        """
|Tai chi|Usual care|P
Chair rise, s|12.1 (3.0)|13.4 (3.3)|0.01
No. of participants|81|79|
Grip, kg|24.0 (6.0)|22.8 (5.7)|0.2
No. of participants|83|80|""",
    ),
)
EVENTS = report(
    "Adults were randomised to belamide or placebo.",
    table=table(
        "Safety",
        """
|Belamide (N = 57)|Placebo (N = 55)
Number of patients with infections, n (%)|12 (21%)|20 (36%)
Number of infections|15|31""",
    ),
)
FROM_TO = report(
    "Seventy adults were assigned to honey (n = 35) or syrup (n = 35).",
    "The cough score changed in the honey group from 5.1 ± 1.0 to 1.9 ± 0.8 and in the syrup group "
    "from 5.0 ± 1.1 to 3.2 ± 0.9.",
)
SUBJECT_FIRST = report(
    "Adults were randomised to lidotane (n = 50) or saline (n = 50).",
    "Compared with saline, lidotane caused less burning (12% vs 34%; P = 0.01).",
)
NONE_SEEN = report(
    "Adults were randomised to lidotane (n = 50) or saline (n = 52).",
    "No severe rash was observed in either group.",
)

CLASSES = ("balance classes", "leaflets")
ROLLING = ("foam rolling", "rest")
KINDS = [
    Asked(FALLS, CLASSES, "falls", "binary", (61, 14, 58, 25), "n in the head"),
    Asked(FALLS, CLASSES, "injurious falls", "binary", (61, 3, 58, 9), "a longer name"),
    Asked(STIFFNESS, ROLLING, "stiffness", "continuous", (29, 2.4, 0.9, 27, 3.3, 1.1), "in text"),
    Asked(STIFFNESS, ROLLING, "soreness", "continuous", (29, 31.0, 8.2, 27, 30.2, 7.7), "in groups"),
    Asked(SHARES, ("text messages", "booklet"), "abstinence", "binary", (75, 18, 75, 12), "shares"),
    Asked(WEEKS, ("zelocin", "vehicle"), "inflamed lesions", "continuous", (44, 9.8, 4.4, 43, 18.7, 6.1), "last time"),
    Asked(WEEKS, ("zelocin", "vehicle"), "inflamed lesions at week 6", "continuous", (44, 15.2, 5.1, 43, 20.0, 5.9), "time asked"),
    Asked(LEGEND, ("mizolam", "sapentin"), "shivering", "binary", (38, 9, 37, 12), "letters of a legend"),
    Asked(IN_ONE_CELL, ("stretching", "control"), "reach", "continuous", (26, 27.5, 4.4, 24, 21.6, 4.1), "one cell"),
    Asked(ARMS_AS_ROWS, ("coaching", "waiting list"), "sleeping pills", "binary", (80, 12, 84, 19), "arms as rows"),
    Asked(BROKEN_SPANS, ("standing desk", "ordinary desk"), "days with back pain", "continuous", (40, 10.4, 3.9, 42, 15.1, 5.2), "blocks"),
    Asked(SPREADS_BELOW, ("home visits intervention", "control"), "vigour", "continuous", (33, 60.4, 16.9, 31, 53.1, 18.8), "deviations below"),
    Asked(SIZES_BELOW, ("tai chi", "usual care"), "grip", "continuous", (83, 24.0, 6.0, 80, 22.8, 5.7), "sizes below"),
    Asked(EVENTS, ("belamide", "placebo"), "infections", "binary", (57, 12, 55, 20), "people, not events"),
    Asked(FROM_TO, ("honey", "syrup"), "cough score", "continuous", (35, 1.9, 0.8, 35, 3.2, 0.9), "from and to"),
    Asked(SUBJECT_FIRST, ("lidotane", "saline"), "burning", "binary", (50, 6, 50, 17), "subject first"),
    Asked(NONE_SEEN, ("lidotane", "saline"), "severe rash", "binary", (50, 0, 52, 0), "none in either"),
]  # fmt: skip
NOT_TOLD = [
    Asked(FALLS, CLASSES, "fear of heights", "binary", (None, None), "another outcome"),
    Asked(FALLS, ("swimming", "cycling"), "falls", "binary", (None, None), "other arms"),
    Asked(STIFFNESS, ROLLING, "stiffness", "binary", (None, None), "means are no events"),
    Asked(EVENTS, ("belamide", "placebo"), "deaths", "binary", (None, None), "no such row"),
    Asked(NONE_SEEN, ("lidotane", "saline"), "burning", "binary", (None, None), "another zero"),
    Asked(
        report(
            "Pain was 3.1 ± 1.0 in the balm group and 4.4 ± 1.2 in the oil group.",
        ),
        ("balm", "oil"), "pain", "continuous", (None, None), "sizes unknown",
    ),
    Asked(
        report(
            "Infants got balm (n = 20) or oil (n = 20).",
            "Itch was 3.1 ± 1.0 in the balm group and 4.4 ± 1.2 in the oil group.",
            "Itch was 2.6 ± 1.0 in the balm group and 4.9 ± 1.2 in the oil group.",
        ),
        ("balm", "oil"), "itch", "continuous", (None, None), "two answers",
    ),
]  # fmt: skip


@pytest.mark.parametrize("asked", KINDS, ids=[one.name for one in KINDS])
def test_each_kind_is_answered(asked: Asked) -> None:
    assert told(asked.report, *asked.arms, asked.outcome, asked.kind) == asked.expected


@pytest.mark.parametrize("asked", NOT_TOLD, ids=[one.name for one in NOT_TOLD])
def test_what_is_not_told_for_sure_has_no_answer(asked: Asked) -> None:
    given = told(asked.report, *asked.arms, asked.outcome, asked.kind)
    half = len(given) // 2
    assert (given[1], given[half + 1]) == asked.expected
