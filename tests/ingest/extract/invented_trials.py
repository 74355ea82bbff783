"""Invented trial reports in many layouts, each with questions whose answers are known.

A report is one way of naming the arms, of telling their sizes, and of printing one result. The
numbers are made up; the ways of writing are those that trial reports commonly use.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.extract.ask import Kind, Question
from ingest.extract.source import Sentence, Source, Table

Rows = list[list[str]]
BOTH = (0, 1)


@dataclass(frozen=True)
class Naming:
    """How a question and a report name two arms."""

    asked: tuple[str, str]
    told: tuple[str, ...]
    """Sentences that define the arms."""
    heads: tuple[str, str]
    """The arms as table heads."""
    text: tuple[str, str]
    """The arms within a sentence, behind `in` or `to`."""


NAMINGS = {
    "names": Naming(
        ("yoga", "usual care"), ("Adults with fatigue took part in yoga or had usual care.",),
        ("Yoga", "Usual care"), ("the yoga group", "the usual care group"),
    ),
    "roles": Naming(
        ("telephone coaching", "standard follow-up"),
        ("The intervention group received telephone coaching and the control group standard follow-up.",),
        ("Intervention", "Control"), ("the intervention group", "the control group"),
    ),
    "letters": Naming(
        ("ketamine", "fentanyl"), ("Group A received ketamine and group B received fentanyl.",),
        ("Group A", "Group B"), ("group A", "group B"),
    ),
    "numerals": Naming(
        ("mesh repair", "suture repair"),
        ("Patients in Group I underwent mesh repair and those in Group II underwent suture repair.",),
        ("Group I", "Group II"), ("group I", "group II"),
    ),
    "initials": Naming(
        ("ketamine", "nalbuphine"),
        ("Patients were given ketamine (Group K) or nalbuphine (Group N) at the end of surgery.",),
        ("Group K", "Group N"), ("group K", "group N"),
    ),
    "acronyms": Naming(
        ("cognitive behavioural therapy", "treatment as usual"),
        ("Participants had cognitive behavioural therapy (CBT) or treatment as usual (TAU).",),
        ("CBT", "TAU"), ("the CBT group", "the TAU group"),
    ),
    "grouped acronyms": Naming(
        ("resistance training", "no training"),
        ("Women entered a resistance training group (RG) or a control group (CG) without training.",),
        ("RG", "CG"), ("the RG", "the CG"),
    ),
    "placebo": Naming(
        ("zinc supplementation", "placebo"),
        ("Children received zinc or matching placebo for two weeks.",),
        ("Placebo", "Zinc"), ("the zinc group", "the placebo group"),
    ),
    "added": Naming(
        ("honey plus dextromethorphan", "dextromethorphan alone"),
        ("Children received dextromethorphan with or without honey.",),
        ("Dextromethorphan + honey", "Dextromethorphan"),
        ("the dextromethorphan plus honey group", "the dextromethorphan group"),
    ),
    "treated": Naming(
        ("oral vitamin D3", "placebo"), ("The treatment group took vitamin D3 by mouth.",),
        ("Treatment", "Control"), ("the treatment group", "the control group"),
    ),
    "experimental": Naming(
        ("virtual reality glasses", "routine dressing"),
        ("In the experimental group, children wore virtual reality glasses.",),
        ("Experimental group", "Control group"), ("the experimental group", "the control group"),
    ),
    "doses": Naming(
        ("high-dose atorvastatin 80 mg", "atorvastatin 10 mg"),
        ("Patients took atorvastatin 80 mg or 10 mg daily.",),
        ("Atorvastatin 80 mg", "Atorvastatin 10 mg"),
        ("the atorvastatin 80 mg group", "the atorvastatin 10 mg group"),
    ),
}  # fmt: skip
SIZED = (42, 39)
"""People in the two arms, in every report but those with equal arms."""


@dataclass(frozen=True)
class Told:
    """Where a report tells the sizes: in sentences, in table heads, in a row, or in a caption."""

    sentences: Callable[[Naming], tuple[str, ...]] = lambda naming: ()
    in_heads: str = ""
    row: str = ""
    sizes: tuple[int, int] = SIZED


def _in_words(text: str) -> Callable[[Naming], tuple[str, ...]]:
    return lambda n: tuple(
        text.format(x=n.text[0], y=n.text[1], X=n.asked[0], Y=n.asked[1]).split("|")
    )


SIZES = {
    "brackets": Told(_in_words("A total of 81 participants were randomised to {x} (n = 42) or {y} (n = 39).")),
    "of all": Told(_in_words("Of 81 patients, 42 were assigned to {x} and 39 to {y}.")),
    "in words": Told(_in_words("Forty-two patients were allocated to {x} and thirty-nine to {y}.")),
    "respectively": Told(_in_words("There were 42 and 39 patients in {x} and {y}, respectively.")),
    "heads": Told(in_heads=" (n = 42)| (n = 39)"),
    "bare heads": Told(in_heads=" (42)| (39)"),
    "heads, line": Told(in_heads=" N=42| N=39"),
    "row": Told(row="Number of patients"),
    "semicolon": Told(_in_words("We enrolled 81 patients ({x}, n = 42; {y}, n = 39).")),
    "nouns": Told(_in_words("Eligible patients were assigned to {x} (42 patients) or {y} (39 patients).")),
    "two groups of": Told(_in_words("Eighty patients were randomly divided into two groups of 40 patients each."), sizes=(40, 40)),
    "two equal groups": Told(_in_words("Eighty patients were randomly divided into two equal groups."), sizes=(40, 40)),
    "each group": Told(_in_words("Eighty patients took part, 40 in each group."), sizes=(40, 40)),
    "n each": Told(_in_words("Patients were randomly allocated into two groups (n = 40 each)."), sizes=(40, 40)),
    "n per group": Told(_in_words("Participants were randomized into two groups (n = 40 per group)."), sizes=(40, 40)),
    "final": Told(_in_words("The final analysis included 42 participants in {x} and 39 in {y}.")),
    "completed": Told(_in_words("Ninety patients were randomised, 45 to each group.|Three patients in {x} and six in {y} were lost to follow-up.|Finally, 42 patients in {x} and 39 patients in {y} were analysed."), "| "),
    "consisted": Told(_in_words("{x} consisted of 42 patients and {y} of 39.")),
    "received": Told(_in_words("Forty-two patients received {X} and 39 received {Y}.")),
    "colon": Told(_in_words("Patients were randomised into two groups ({x}: 42 patients; {y}: 39 patients).")),
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """One table layout: from the heads of the arms to caption, rows, number of head rows."""

    make: Callable[[tuple[str, str]], tuple[str, Rows, int]]
    asked: str
    kind: Kind
    answer: tuple[Any, ...]
    """Per arm: mean and deviation, or events."""


def _means(form: str, arm: int, time: int) -> str:
    mean, deviation = VALUES[arm][time]
    return form.format(mean, deviation)


VALUES = (
    (("6.8", "1.0"), ("4.1", "1.3"), ("3.0", "1.2")),
    (("6.7", "1.1"), ("5.6", "1.5"), ("5.1", "1.4")),
)
"""A pain score of each arm at baseline, week 4 and week 8: mean and standard deviation."""
LAST = (3.0, 1.2, 5.1, 1.4)
FOURTH = (4.1, 1.3, 5.6, 1.5)


def _outcome_rows(form: str, stat: str) -> Callable[[tuple[str, str]], tuple[str, Rows, int]]:
    def make(heads: tuple[str, str]) -> tuple[str, Rows, int]:
        return (
            f"Outcomes at 8 weeks{stat}",
            [["Outcome", *heads, "P"],
             ["Fatigue", form.format("31.2", "6.1"), form.format("33.3", "5.8"), "0.21"],
             ["Pain score (VAS)", *(_means(form, a, 2) for a in BOTH), "<0.001"],
             ["Grip strength, kg", form.format("28.2", "7.1"), form.format("27.9", "6.6"), "0.80"]],
            1,
        )  # fmt: skip

    return make


def _arm_over_time(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    times = ["Baseline", "Week 4", "Week 8"]
    return (
        "Scores over time, mean (SD)",
        [["", *[heads[0]] * 3, *[heads[1]] * 3], ["Measure", *times, *times],
         ["Pain", *(_means("{} ({})", a, t) for a in BOTH for t in range(3))],
         ["Sleep", "11.0 (3.0)", "10.1 (3.1)", "9.2 (2.8)", "11.2 (3.3)", "10.9 (3.0)", "10.6 (3.2)"]],
        2,
    )  # fmt: skip


def _time_over_arm(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Scores before and after treatment (mean ± SD)",
        [["Variable", "Before treatment", "Before treatment", "After treatment", "After treatment", "P value"],
         ["Variable", *heads, *heads, "P value"],
         ["Sleep", "11.0 ± 3.0", "11.2 ± 3.3", "9.2 ± 2.8", "10.6 ± 3.2", "0.04"],
         ["Pain", *(_means("{} ± {}", a, t) for t in (0, 2) for a in BOTH), "0.001"]],
        2,
    )  # fmt: skip


def _times_as_rows(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["", *heads, "P"]]
    for name, shift in (("Sleep", "1"), ("Pain", "")):
        rows.append([name, "", "", ""])
        for t, time in enumerate(("Baseline", "Week 4", "Week 8")):
            rows.append([f"  {time}", *(shift + _means("{} ± {}", a, t) for a in BOTH), "0.03"])
    return "Patient-reported outcomes. Data are mean ± SD", rows, 1


def _arms_in_sections(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["Variable, group", "Before", "Before", "After", "After", "P value"],
            ["", "Mean", "SD", "Mean", "SD", ""]]  # fmt: skip
    for name, shift in (("Vitality", "1"), ("Pain", "")):
        rows.append([name, "", "", "", "", ""])
        for a in BOTH:
            (m, s), _, (m2, s2) = VALUES[a]
            rows.append([heads[a], shift + m, s, shift + m2, s2, "0.02"])
    return "Scores of both groups", rows, 2


def _group_column(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["Scale", "Group", "Baseline", "8 weeks", "P"]]
    for name, shift in (("Vitality", "1"), ("Pain", "")):
        for a in BOTH:
            rows.append([name, heads[a], *(shift + _means("{}±{}", a, t) for t in (0, 2)), "0.01"])
    return "Comparison of scales (mean±SD)", rows, 1


def _named_rows(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["", "Baseline mean (±SD)", "Follow-up mean (±SD)", "p"]]
    for name, shift in (("Vitality", "1"), ("Pain", "")):
        for a in BOTH:
            rows.append(
                [f"{name} {heads[a]}", *(shift + _means("{} (±{})", a, t) for t in (0, 2)), "0.01"]
            )
    return "Outcome measures", rows, 1


def _arms_as_sections(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["", "Before", "After", "P"]]
    for a in BOTH:
        rows.append([heads[a], "", "", ""])
        for name, shift in (("Vitality", "1"), ("Pain", "")):
            rows.append([f"  {name}", *(shift + _means("{} ± {}", a, t) for t in (0, 2)), "0.01"])
    return "Mean ± SD before and after", rows, 1


def _split_columns(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Results at 8 weeks",
        [["Outcome", heads[0], heads[0], heads[1], heads[1], "t", "p"],
         ["Outcome", "Mean", "SD", "Mean", "SD", "t", "p"],
         ["Vitality", "13.0", "3.1", "12.8", "2.9", "0.2", "0.8"],
         ["Pain", *VALUES[0][2], *VALUES[1][2], "3.1", "0.002"]],
        2,
    )  # fmt: skip


def _counted_columns(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Results at 8 weeks",
        [["", heads[0], heads[0], heads[1], heads[1], ""],
         ["Outcome", "n", "Mean (SD)", "n", "Mean (SD)", "Difference (95% CI)"],
         ["Vitality", "41", "13.0 (3.1)", "38", "12.8 (2.9)", "0.2 (-1.0 to 1.4)"],
         ["Pain", "{}", _means("{} ({})", 0, 2), "{}", _means("{} ({})", 1, 2), "-2.1 (-2.7 to -1.5)"]],
        2,
    )  # fmt: skip


def _outcomes_as_columns(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["Group", "Vitality", "Pain", "Sleep"]]
    for a, others in zip(
        BOTH, (("13.0 (3.1)", "9.2 (2.8)"), ("12.8 (2.9)", "10.6 (3.2)")), strict=True
    ):
        rows.append([heads[a], others[0], _means("{} ({})", a, 2), others[1]])
    return "Scores at the end of treatment, mean (SD)", rows, 1


def _time_column(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    rows = [["Outcome", "Time", *heads, "Mean difference (95% CI)"]]
    for name, shift in (("Vitality", "1"), ("Pain", "")):
        for t, time in enumerate(("Baseline", "4 weeks", "8 weeks")):
            rows.append(
                [name, time, *(shift + _means("{} ({})", a, t) for a in BOTH), "-0.1 (-0.5 to 0.3)"]
            )
    return "Primary and secondary outcomes. Values are mean (SD)", rows, 1


def _with_change(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    cells = [["6.8 (1.0)", "3.0 (1.2)", "-3.8 (1.1)"], ["6.7 (1.1)", "5.1 (1.4)", "-1.6 (1.0)"]]
    times = ["Baseline", "Post-test", "Change"]
    return (
        "Outcomes, mean (SD)",
        [["", *[heads[0]] * 3, *[heads[1]] * 3, "P"], ["", *times, *times, "P"],
         ["Pain", *cells[0], *cells[1], "0.01"]],
        2,
    )  # fmt: skip


def _third_arm(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Scores at 8 weeks (mean ± SD)",
        [["Scale", heads[0], "Massage (n = 44)", heads[1], "P"],
         ["Pain", _means("{} ± {}", 0, 2), "4.4 ± 1.6", _means("{} ± {}", 1, 2), "0.01"]],
        1,
    )  # fmt: skip


def _of_total(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Scores at 8 weeks, mean (SD)",
        [["Scale", "Total (n = 81)", *heads, "P"],
         ["Pain", "4.0 (1.7)", _means("{} ({})", 0, 2), _means("{} ({})", 1, 2), "0.01"]],
        1,
    )  # fmt: skip


def _statistics_as_rows(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Scores at 8 weeks",
        [["", *heads], ["Vitality", "", ""], ["  Mean", "13.0", "12.8"], ["  SD", "3.1", "2.9"],
         ["Pain", "", ""], ["  Mean", "3.0", "5.1"], ["  SD", "1.2", "1.4"]],
        1,
    )  # fmt: skip


def _mean_then_spread(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Sick leave and pain",
        [["", heads[0], heads[0], heads[0], heads[1], heads[1], heads[1]],
         ["", "n (%)", "Mean pain score", "SD", "n (%)", "Mean pain score", "SD"],
         ["0-4 weeks", "7 ({0.7})", "4.1", "1.3", "14 ({1.14})", "5.6", "1.5"],
         ["5-8 weeks", "4 ({0.4})", "3.0", "1.2", "7 ({1.7})", "5.1", "1.4"]],
        2,
    )  # fmt: skip


def _timed_statistics(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    parts = ["Pre M", "Pre SD", "Post M", "Post SD"]
    return (
        "Means and standard deviations",
        [["Measure", *[heads[0]] * 4, *[heads[1]] * 4], ["Measure", *parts, *parts],
         ["Pain", "6.8", "1.0", "3.0", "1.2", "6.7", "1.1", "5.1", "1.4"],
         ["Sleep", "11.0", "3.0", "9.2", "2.8", "11.2", "3.3", "10.6", "3.2"]],
        2,
    )  # fmt: skip


def _row_of_sizes(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Change in pain at week 8",
        [["", *heads], ["n", "{0}", "{1}"], ["Baseline, mean (SD)", "6.8 (1.0)", "6.7 (1.1)"],
         ["Change, mean (SD)", "-3.8 (1.1)", "-1.6 (1.0)"]],
        1,
    )  # fmt: skip


CHANGES = (-3.8, 1.1, -1.6, 1.0)
CONTINUOUS = {
    f"outcome rows {form}{stat}": Layout(_outcome_rows(form, stat), "pain score", "continuous", LAST)
    for form, stat in (
        ("{} ({})", ", mean (SD)"), ("{} ± {}", ""), ("{}±{}", ", mean±SD"), ("{} (±{})", ""),
        ("{} (SD {})", ""), ("{} [{}]", ", mean [SD]"), ("{} ({})*", ". Values are means (standard deviations)"),
        ("{} ({}) p = 0.02", ", mean (SD)"), ("{} +/- {}", ""), ("{} (SD = {})", ""), ("{}, {}", ", mean, SD"),
    )
} | {
    "arm over time": Layout(_arm_over_time, "pain", "continuous", LAST),
    "arm over time, asked": Layout(_arm_over_time, "pain at 4 weeks", "continuous", FOURTH),
    "time over arm": Layout(_time_over_arm, "pain", "continuous", LAST),
    "times as rows": Layout(_times_as_rows, "pain", "continuous", LAST),
    "times as rows, asked": Layout(_times_as_rows, "pain at week 4", "continuous", FOURTH),
    "arms in sections": Layout(_arms_in_sections, "pain", "continuous", LAST),
    "group column": Layout(_group_column, "pain", "continuous", LAST),
    "named rows": Layout(_named_rows, "pain", "continuous", LAST),
    "arms as sections": Layout(_arms_as_sections, "pain", "continuous", LAST),
    "split columns": Layout(_split_columns, "pain", "continuous", LAST),
    "counted columns": Layout(_counted_columns, "pain", "continuous", LAST),
    "outcomes as columns": Layout(_outcomes_as_columns, "pain", "continuous", LAST),
    "time column": Layout(_time_column, "pain", "continuous", LAST),
    "with change": Layout(_with_change, "pain", "continuous", LAST),
    "with change, asked": Layout(_with_change, "change in pain from baseline", "continuous", CHANGES),
    "mean, then its spread": Layout(_mean_then_spread, "pain score", "continuous", LAST),
    "timed statistics": Layout(_timed_statistics, "pain", "continuous", LAST),
    "row of sizes": Layout(_row_of_sizes, "change in pain", "continuous", CHANGES),
    "third arm": Layout(_third_arm, "pain", "continuous", LAST),
    "of total": Layout(_of_total, "pain", "continuous", LAST),
    "statistics as rows": Layout(_statistics_as_rows, "pain", "continuous", LAST),
    "standard error": Layout(_outcome_rows("{} ({})", ", mean (SE)"), "pain score", "continuous", (3.0, None, 5.1, None)),
    "standard error ±": Layout(_outcome_rows("{} ± {}", " (mean ± SEM)"), "pain score", "continuous", (3.0, None, 5.1, None)),
    "interval": Layout(_outcome_rows("{} ({}–9.9)", ", mean (95% CI)"), "pain score", "continuous", (3.0, None, 5.1, None)),
    "median": Layout(_outcome_rows("{} ({}–9.9)", ", median (IQR)"), "pain score", "continuous", (None, None, None, None)),
}  # fmt: skip


def _binary(
    cells: Sequence[str], caption: str, label: str, *, extra: str = ""
) -> Callable[[tuple[str, str]], tuple[str, Rows, int]]:
    def make(heads: tuple[str, str]) -> tuple[str, Rows, int]:
        headed = [f"{h}{extra}" for h in heads]
        return (
            caption,
            [["Event", *headed, "RR (95% CI)", "P"],
             ["Dizziness" + label, *cells[:2], "0.51 (0.10 to 2.66)", "0.42"],
             ["Nausea" + label, *cells[2:], "0.46 (0.21 to 1.01)", "0.04"]],
            1,
        )  # fmt: skip

    return make


def _split_counts(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Adverse events",
        [["", heads[0], heads[0], heads[1], heads[1], "P"], ["Event", "n", "%", "n", "%", "P"],
         ["Dizziness", "2", "{0.2}", "4", "{1.4}", "0.4"], ["Nausea", "7", "{0.7}", "14", "{1.14}", "0.04"]],
        2,
    )  # fmt: skip


def _nested_counts(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Adverse events by group",
        [["Variable", *heads, "P"], ["Nausea, n (%)", "", "", "0.04"],
         ["  Yes", "7 ({0.7})", "14 ({1.14})", ""], ["  No", "35 ({0.35})", "25 ({1.25})", ""]],
        1,
    )  # fmt: skip


def _events_as_columns(heads: tuple[str, str]) -> tuple[str, Rows, int]:
    return (
        "Adverse events, n (%)",
        [["Group", "Dizziness", "Nausea", "Rash"],
         [heads[0], "2 ({0.2})", "7 ({0.7})", "1 ({0.1})"], [heads[1], "4 ({1.4})", "14 ({1.14})", "0 (0.0)"]],
        1,
    )  # fmt: skip


EVENTS = (7, 14)
BINARY = {
    "n (%)": Layout(_binary(["2 ({0.2})", "4 ({1.4})", "7 ({0.7})", "14 ({1.14})"], "Adverse events", ", n (%)"), "nausea", "binary", EVENTS),
    "n (%) in caption": Layout(_binary(["2 ({0.2}%)", "4 ({1.4}%)", "7 ({0.7}%)", "14 ({1.14}%)"], "Number (%) of patients with adverse events", ""), "nausea", "binary", EVENTS),
    "n/N": Layout(_binary(["2/{0}", "4/{1}", "7/{0}", "14/{1}"], "Adverse events", ""), "nausea", "binary", EVENTS),
    "n/N (%)": Layout(_binary(["2/{0} ({0.2})", "4/{1} ({1.4})", "7/{0} ({0.7})", "14/{1} ({1.14})"], "Adverse events, n/N (%)", ""), "nausea", "binary", EVENTS),
    "% (n/N)": Layout(_binary(["{0.2}% (2/{0})", "{1.4}% (4/{1})", "{0.7}% (7/{0})", "{1.14}% (14/{1})"], "Adverse events", ""), "nausea", "binary", EVENTS),
    "% (n)": Layout(_binary(["{0.2}% (2)", "{1.4}% (4)", "{0.7}% (7)", "{1.14}% (14)"], "Adverse events", ""), "nausea", "binary", EVENTS),
    "(%) n": Layout(_binary(["{0.2} (2)", "{1.4} (4)", "{0.7} (7)", "{1.14} (14)"], "Adverse events, % (n)", ""), "nausea", "binary", EVENTS),
    "n": Layout(_binary(["2", "4", "7", "14"], "Number of patients with adverse events", ""), "nausea", "binary", EVENTS),
    "%": Layout(_binary(["{0.2}", "{1.4}", "{0.7}", "{1.14}"], "Adverse events", ", %"), "nausea", "binary", EVENTS),
    "% in cell": Layout(_binary(["{0.2}%", "{1.4}%", "{0.7}%", "{1.14}%"], "Adverse events", ""), "nausea", "binary", EVENTS),
    "split counts": Layout(_split_counts, "nausea", "binary", EVENTS),
    "nested counts": Layout(_nested_counts, "nausea", "binary", EVENTS),
    "events as columns": Layout(_events_as_columns, "nausea", "binary", EVENTS),
}  # fmt: skip

SENTENCES: dict[str, tuple[str, str, Kind, tuple[Any, ...]]] = {
    "counts": ("Nausea was reported by 7 patients in {x} and 14 patients in {y}.", "nausea", "binary", EVENTS),
    "brackets after arms": ("Nausea was less common in {x} (7/{0}, {0.7}%) than in {y} (14/{1}, {1.14}%).", "nausea", "binary", EVENTS),
    "brackets, p": ("Nausea occurred in 7 ({0.7}%) patients in {x} and in 14 ({1.14}%) in {y} (p = 0.04).", "nausea", "binary", EVENTS),
    "percent first": ("{0.7}% (7/{0}) of {x} and {1.14}% (14/{1}) of {y} had nausea.", "nausea", "binary", EVENTS),
    "of people": ("Seven of the {0} patients in {x} had nausea, compared with 14 of {1} in {y}.", "nausea", "binary", EVENTS),
    "at the end": ("The incidence of nausea differed between {x} and {y} ({0.7}% vs. {1.14}%, respectively).", "nausea", "binary", EVENTS),
    "only percent": ("Nausea was seen in {0.7}% of {x} and {1.14}% of {y}.", "nausea", "binary", EVENTS),
    "respectively": ("The numbers of patients with nausea in {x} and {y} were 7 and 14, respectively.", "nausea", "binary", EVENTS),
    "arms first": ("In {x}, 7 patients ({0.7}%) had nausea, whereas 14 ({1.14}%) did in {y}.", "nausea", "binary", EVENTS),
    "colon": ("Nausea was rarer with treatment ({x}: 7/{0}; {y}: 14/{1}).", "nausea", "binary", EVENTS),
    "none": ("No patient in {x} and 3 in {y} had a rash.", "rash", "binary", (0, 3)),
    "mean ±": ("The mean pain score at 8 weeks was 3.0 ± 1.2 in {x} and 5.1 ± 1.4 in {y} (P < 0.001).", "pain score", "continuous", LAST),
    "mean (SD)": ("Mean (SD) pain scores were 3.0 (1.2) in {x} and 5.1 (1.4) in {y}.", "pain score", "continuous", LAST),
    "SD named": ("Pain scores were lower in {x} (mean 3.0, SD 1.2) than in {y} (mean 5.1, SD 1.4).", "pain score", "continuous", LAST),
    "M and SD": ("{x} reported less pain (M = 3.0, SD = 1.2) than {y} (M = 5.1, SD = 1.4).", "pain", "continuous", LAST),
    "versus": ("Pain scores were lower in {x} than in {y} (3.0 ± 1.2 vs 5.1 ± 1.4, p < 0.001).", "pain score", "continuous", LAST),
    "respectively ±": ("The mean pain scores in {x} and {y} were 3.0 ± 1.2 and 5.1 ± 1.4, respectively.", "pain score", "continuous", LAST),
    "before and after": ("Pain fell from 6.8 ± 1.0 to 3.0 ± 1.2 in {x} and from 6.7 ± 1.1 to 5.1 ± 1.4 in {y}.", "pain", "continuous", LAST),
    "SE": ("Pain scores were 3.0 ± 0.2 (SE) in {x} and 5.1 ± 0.2 (SE) in {y}.", "pain score", "continuous", (3.0, None, 5.1, None)),
    "median": ("Median pain scores were 3.0 (IQR 2.0–4.0) in {x} and 5.1 (IQR 4.2–6.6) in {y}.", "pain score", "continuous", (None, None, None, None)),
    "list of comparisons": ("There were no differences in dizziness ({x} 2/{0} ({0.2}%) v {y} 4/{1} ({1.4}%); P = 0.4), nausea (7/{0} ({0.7}%) v 14/{1} ({1.14}%); P = 0.04) or rash (1/{0} v 0/{1}).", "nausea", "binary", EVENTS),
    "versus twice": ("Pain ({x} 3.0 ± 1.2 vs. {y} 5.1 ± 1.4) and sleep (9.2 ± 2.8 vs. 10.6 ± 3.2) improved.", "sleep", "continuous", (9.2, 2.8, 10.6, 3.2)),
    "first of the subject": ("Compared with {y}, {x} had less nausea ({0.7}% vs {1.14}%; P = 0.04).", "nausea", "binary", EVENTS),
    "SD brackets": ("At 8 weeks, the pain score averaged 3.0 (SD 1.2) in {x} versus 5.1 (SD 1.4) in {y}.", "pain score", "continuous", LAST),
}  # fmt: skip
"""A sentence, what is asked, of which kind, and the answer of both arms."""


SIZED_SENTENCES = (
    "Participants were divided into {x} (42) and {y} (39).",
    "Patients were assigned to {x} (42 patients; mean age 45 years) or {y} (39 patients; mean age 46 years).",
    "Data were available for {x} (n = 42, 20 men) and {y} (n = 39, 18 men).",
    "Eighty-one patients completed the trial: 42 from {x} and 39 from {y}.",
    "n = 42 for {x} and n = 39 for {y}.",
    "{x} included 42 patients and {y} included 39 patients.",
    "There were 42 (20 men) in {x} and 39 (18 men) in {y}.",
    "We analysed data of 81 patients, 42 in {x} and 39 in {y}.",
    "81 subjects (42 in {x}, 39 in {y}) finished the trial.",
    "Of the 81 participants, 42 (52%) were allocated to {x} and 39 (48%) to {y}.",
    "Forty-two patients were treated with {X} and 39 patients with {Y}.",
    "42 patients underwent {X}, and 39 underwent {Y}.",
    "Eighty-one women were randomised, of whom 42 received {X} and 39 received {Y}.",
)
"""Ways of telling that the arms hold 42 and 39 people."""
EQUAL_SENTENCES = (
    "Eighty patients were randomly and equally divided into {x} and {y}.",
    "Eighty patients were randomly assigned to two groups (40 patients per group).",
    "Forty patients were enrolled in each group.",
    "Each group consisted of 40 patients.",
    "Both groups included 40 patients.",
    "Eighty participants were allocated to {x} or {y} (n = 40 in each).",
    "Participants (n = 80) were randomly allocated to two equal groups.",
    "The 80 patients were divided into 2 groups with 40 patients in each.",
    "We randomised 80 patients, 40 per arm.",
    "Eighty patients were divided equally into two groups.",
)
"""Ways of telling that each arm holds 40 people."""


@dataclass(frozen=True)
class Case:
    """One report with one question and its answer as `(sizes..., values...)`."""

    name: str
    layout: str
    source: Source
    question: Question
    answer: tuple[Any, ...]


def filled(cell: str, sizes: tuple[int, int]) -> str:
    """A cell with `{0}` as a size and `{0.7}` as the percentage of 7 in arm 0."""
    for arm in BOTH:
        cell = cell.replace(f"{{{arm}}}", str(sizes[arm]))
        for count in (1, 2, 4, 7, 14, 25, 35):
            cell = cell.replace(f"{{{arm}.{count}}}", f"{100 * count / sizes[arm]:.1f}")
    return cell


def _source(sentences: Sequence[str], table: Table | None) -> Source:
    made = [
        Sentence(text[:1].upper() + text[1:], n, 1, 1000 * n) for n, text in enumerate(sentences, 1)
    ]
    return Source(tuple(made), tables=(table,) if table else ())


def sized(text: str, naming: Naming) -> Source:
    """A report that tells the sizes of its arms in one sentence and nothing else."""
    told = text.format(x=naming.text[0], y=naming.text[1], X=naming.asked[0], Y=naming.asked[1])
    return _source((*naming.told, told), None)


def cases() -> Iterator[Case]:
    """Every naming with every layout and every sentence; the ways of telling sizes go round."""
    ways = list(SIZES.items())
    turn = 0
    for named, naming in NAMINGS.items():
        for shown, layout in (CONTINUOUS | BINARY).items():
            way, told = ways[turn % len(ways)]
            turn += 1
            swapped = named == "placebo"
            sizes = told.sizes
            sides = naming.heads[::-1] if swapped else naming.heads
            if told.in_heads:
                sides = tuple(
                    f"{h}{p.rstrip()}" for h, p in zip(sides, told.in_heads.split("|"), strict=True)
                )  # type: ignore[assignment]
            caption, rows, head = layout.make(sides)
            if "{}" in str(rows) and shown == "counted columns":
                row = rows[-1]
                rows[-1] = [row[0], str(sizes[0]), row[2], str(sizes[1]), *row[4:]]
            rows = [[filled(cell, sizes) for cell in row] for row in rows]
            if told.row:
                if shown not in ROWED:
                    continue
                rows.insert(
                    head, [told.row, str(sizes[0]), str(sizes[1]), *[""] * (len(rows[0]) - 3)]
                )
            table = Table(caption, tuple(map(tuple, rows)), head)
            source = _source((*naming.told, *told.sentences(naming)), table)
            yield _case(
                f"{named} | {way} | {shown}",
                source,
                naming,
                layout.asked,
                layout.kind,
                sizes,
                layout.answer,
            )
        for shown, (text, asked, kind, answer) in SENTENCES.items():
            way, told = ways[turn % len(ways)]
            turn += 1
            if told.in_heads or told.row:
                way, told = ways[turn % 4]
            sentence = filled(text, told.sizes).format(x=naming.text[0], y=naming.text[1])
            source = _source((*naming.told, *told.sentences(naming), sentence), None)
            yield _case(
                f"{named} | {way} | {shown}", source, naming, asked, kind, told.sizes, answer
            )


ROWED = {name for name in CONTINUOUS if name.startswith("outcome rows")} | set(BINARY) - {
    "split counts", "events as columns",
}  # fmt: skip
"""Layouts with one column for each arm, which a row of sizes can stand above."""


def _case(
    name: str, source: Source, naming: Naming, outcome: str, kind: Kind, sizes: tuple[int, int],
    answer: tuple[Any, ...],
) -> Case:  # fmt: skip
    each = len(answer) // 2
    expected = (sizes[0], *answer[:each], sizes[1], *answer[each:])
    return Case(
        name, name.rpartition(" | ")[2], source, Question(*naming.asked, outcome, kind), expected
    )
