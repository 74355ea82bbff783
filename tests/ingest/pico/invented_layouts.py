"""Table layouts of invented trial reports: how two arms, times and outcomes are laid out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.pico.ask import Kind

Rows = list[list[str]]
BOTH = (0, 1)


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
