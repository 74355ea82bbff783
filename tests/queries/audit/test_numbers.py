"""The count tests: exact, the same as the peers', and right on every number that was really rounded."""

import csv
import json
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import exp, log
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

import places
from ontology.errors import RecordError
from queries.audit import numbers, sheet
from queries.audit.numbers import RatioVerdict, Verdict

BENCH = places.BENCH / "number_audit"
with_bench = pytest.mark.shared(BENCH)


def printed(k: int, n: int, digits: int, rounding: str) -> str:
    with localcontext() as context:
        context.prec = 60
        return str((Decimal(100 * k) / n).quantize(Decimal(1).scaleb(-digits), rounding))


counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.integers(0, 3), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN]))
def test_a_rounded_percentage_is_always_consistent(
    pair: tuple[int, int], digits: int, way: str
) -> None:
    k, n = pair
    text = printed(k, n, digits, way)
    assert numbers.percentage(k, n, text) is Verdict.CONSISTENT
    assert numbers.reachable(text, n) is Verdict.CONSISTENT


@given(counts, st.integers(0, 3))
def test_a_percentage_cut_off_is_never_worse_than_truncated(
    pair: tuple[int, int], digits: int
) -> None:
    k, n = pair
    verdict = numbers.percentage(k, n, printed(k, n, digits, ROUND_DOWN))
    assert verdict in (Verdict.CONSISTENT, Verdict.TRUNCATED)


@given(st.lists(st.integers(1, 7), min_size=2, max_size=40))
def test_a_mean_and_deviation_of_whole_numbers_are_reachable(answers: list[int]) -> None:
    n, mean = len(answers), Decimal(sum(answers)) / len(answers)
    variance = sum((Decimal(a) - mean) ** 2 for a in answers) / (n - 1)
    m, s = (str(v.quantize(Decimal("0.01"), ROUND_HALF_UP)) for v in (mean, variance.sqrt()))
    assert numbers.mean_reachable(m, n)
    assert numbers.sd_reachable(m, s, n)


@given(st.lists(st.integers(0, 1), min_size=2, max_size=60))
def test_a_deviation_of_zeros_and_ones_is_possible(answers: list[int]) -> None:
    n, mean = len(answers), Decimal(sum(answers)) / len(answers)
    sd = (mean * (1 - mean) * n / (n - 1)).sqrt()
    m, s = (str(v.quantize(Decimal("0.01"), ROUND_HALF_UP)) for v in (mean, sd))
    assert numbers.binary_sd(m, s, n)


@pytest.mark.parametrize(
    ("k", "n", "text", "verdict"),
    [
        (11, 13, "85", Verdict.CONSISTENT),
        (1, 8, "12", Verdict.CONSISTENT),
        (1, 8, "13", Verdict.CONSISTENT),
        (18, 97, "18", Verdict.TRUNCATED),
        (43, 47, "92", Verdict.OFF),
        (6, 51, "12.4", Verdict.INCONSISTENT),
    ],
)
def test_each_verdict(k: int, n: int, text: str, verdict: Verdict) -> None:
    assert numbers.percentage(k, n, text) is verdict


def test_the_nearest_count_and_other_denominators_are_told() -> None:
    assert numbers.nearest("95.5", 24)[0] == 23
    assert numbers.denominators("95.5", range(1, 31)) == [22]


@pytest.mark.parametrize(
    ("ratio", "low", "high", "operator", "p", "verdict"),
    [
        ("0.54", "0.36", "0.82", "=", "0.003", RatioVerdict.CONSISTENT),
        ("0.39", "0.13", "1.17", "=", "0.0401", RatioVerdict.DECISION),
        ("1.32", "1.14", "1.53", "=", "0.002", RatioVerdict.INCONSISTENT),
        ("1.19", "1.20", "2.08", "<", "0.001", RatioVerdict.OUTSIDE),
        ("6.15", "4.10", "9.23", "<", "0.001", RatioVerdict.CONSISTENT),
        ("0.90", "0.70", "1.15", "<", "0.001", RatioVerdict.DECISION),
        ("1.0", "0.5", "2.0", ">", "0.5", RatioVerdict.CONSISTENT),
    ],
)
def test_ratio_interval_and_p(
    ratio: str, low: str, high: str, operator: str, p: str, verdict: RatioVerdict
) -> None:
    assert numbers.ratio(ratio, low, high, p, operator).verdict is verdict


def table(name: str) -> list[dict[str, str]]:
    with (BENCH / name).open(newline="") as file:
        return list(csv.DictReader(file))


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (BENCH / name).read_text().splitlines()]


@with_bench
def test_counts_and_percentages_agree_with_the_peers_everywhere() -> None:
    for name in ("percent_count.csv", "percent_ties.csv"):
        for row in table(name):
            good = numbers.reachable(row["x"], int(row["n"])) is Verdict.CONSISTENT
            assert good == (row["scrutiny"] == "TRUE"), row
    for row in lines("percent_visible.jsonl"):
        assert numbers.percentage(int(row["k"]), int(row["n"]), row["percent"]) == row["verdict"], (
            row
        )


@with_bench
def test_means_and_deviations_agree_with_the_peers_everywhere() -> None:
    for row in table("grim_means.csv"):
        good = numbers.mean_reachable(row["x"], int(row["n"]), int(row["items"]))
        assert good == (row["scrutiny"] == "TRUE"), row
    for row in table("debit.csv"):
        if row["debit"] != "NA":
            assert numbers.binary_sd(row["x"], row["sd"], int(row["n"])) == (
                row["debit"] == "TRUE"
            ), row


@with_bench
def test_ratios_agree_with_the_formula_everywhere() -> None:
    for row in lines("ratio_ci_p_visible.jsonl"):
        found = numbers.ratio(row["estimate"], row["low"], row["high"], row["p"], row["p_op"])
        assert found.verdict == row["verdict"], row


@pytest.mark.parametrize(("level", "p"), [("95", 0.0033), ("90", 0.0138), ("99", 0.0001)])
def test_the_p_value_of_an_interval_depends_on_its_level(level: str, p: float) -> None:
    assert numbers.ratio("0.54", "0.36", "0.82", None, level=level).p == pytest.approx(p, abs=1e-4)


@pytest.mark.parametrize("estimate", ["0.36", "0.82"])
def test_an_estimate_at_the_end_of_its_interval_is_not_outside(estimate: str) -> None:
    assert numbers.ratio(estimate, "0.36", "0.82", None).verdict is RatioVerdict.CONSISTENT
    assert numbers.difference(estimate, "0.36", "0.82", "0.01").verdict is not RatioVerdict.OUTSIDE


@pytest.mark.parametrize(
    ("total", "parts", "verdict"),
    [
        ("9.9", ["3.3", "3.3", "3.3"], Verdict.CONSISTENT),
        ("10", ["3.3", "3.3", "2.9"], Verdict.CONSISTENT),  # half a digit off
        ("10", ["3.3", "3.3", "2.8"], Verdict.OFF),
        ("10", ["3.3", "3.3", "2.75"], Verdict.INCONSISTENT),  # 0.65 off, where 0.605 may be
        ("10", ["3.3", "3.3", "2.7"], Verdict.INCONSISTENT),
        ("10", [], Verdict.INCONSISTENT),
    ],
)
def test_parts_give_their_total_within_their_roundings(
    total: str, parts: list[str], verdict: Verdict
) -> None:
    assert numbers.adds_up(total, parts) is verdict


# -- the same, held against trying every count ------------------------------------------------------

SMALL = st.integers(2, 30)
PERCENT = st.integers(0, 1000).map(lambda tenths: f"{tenths / 10:.1f}") | st.integers(0, 100).map(
    str
)
MEANS = st.integers(0, 700).map(lambda hundredths: f"{hundredths / 100:.2f}")


def shows(printed: str, true: Fraction) -> bool:
    """Whether `true` rounds to `printed`, a half either way."""
    half = Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))
    return abs(Fraction(printed) - true) <= half


@given(PERCENT, SMALL)
def test_a_percentage_is_reachable_where_some_count_gives_it(text: str, n: int) -> None:
    given_by_one = any(shows(text, Fraction(100 * k, n)) for k in range(n + 1))
    assert (numbers.reachable(text, n) is Verdict.CONSISTENT) == given_by_one


@given(MEANS, SMALL, st.integers(1, 3))
def test_a_mean_is_reachable_where_some_sum_gives_it(text: str, n: int, items: int) -> None:
    sums = range(8 * n * items)
    given_by_one = any(shows(text, Fraction(total, n * items)) for total in sums)
    assert numbers.mean_reachable(text, n, items) == given_by_one


@given(SMALL, st.data())
def test_a_deviation_of_noughts_and_ones_is_the_one_that_its_mean_gives(
    n: int, data: st.DataObject
) -> None:
    ones = data.draw(st.integers(0, n))
    mean, variance = Fraction(ones, n), Fraction(ones * (n - ones), n * (n - 1))
    m, s = f"{float(mean):.3f}", f"{float(variance) ** 0.5:.3f}"
    assert numbers.binary_sd(m, s, n)
    assert not numbers.binary_sd(m, f"{float(s) + 0.05:.3f}", n)


@given(st.floats(0.2, 5.0), st.floats(0.05, 0.6))
def test_a_p_value_that_follows_from_its_interval_is_consistent(estimate: float, se: float) -> None:
    middle = log(estimate)
    p = 2 * (1 - NormalDist().cdf(abs(middle) / se))
    low, high = (f"{exp(middle + sign * 1.959964 * se):.3f}" for sign in (-1, 1))
    if not 0.04 < p < 0.06:
        found = numbers.ratio(
            f"{estimate:.3f}", low, high, f"{max(p, 0.0001):.4f}", "=" if p > 0.0001 else "<"
        )
        assert found.verdict is RatioVerdict.CONSISTENT
        wrong = numbers.ratio(f"{estimate:.3f}", low, high, "0.9" if p < 0.04 else "0.0001")
        assert found.verdict is not wrong.verdict


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("k,n,percent\n11,13,85\n18,97,18\n43,47,92%\n6,51,12.4\n", ["consistent", "truncated", "off by less than one last digit", "inconsistent"]),
        ("percent,n\n95.5,24\n95.8,24\n", ["inconsistent", "consistent"]),
        ("mean,n,items\n5.19,28,1\n5.18,28,1\n4.21,88,3\n", ["inconsistent", "consistent", "consistent"]),
        ("mean,sd,n,scale\n0.57,0.53,21,binary\n", ["inconsistent"]),
        ("ratio,interval,p\n0.54,0.36-0.82,0.003\n0.39,\"[0.13, 1.17]\",.0401\n6.15,4.10 to 9.23,<0.001\n", ["consistent", "decision error", "consistent"]),
        ("HR,low,high,p\n0·54,0·36,0·82,0·003\n", ["consistent"]),
        ("k,n,percent\nx,13,85\n14,13,85\n1,0,2\n1e9,2,3\n", ["unreadable"] * 4),
    ],
)  # fmt: skip
def test_a_sheet_is_read_by_its_columns(tmp_path: Path, text: str, verdicts: list[str]) -> None:
    (tmp_path / "s.csv").write_text(text, encoding="utf-8")
    assert [row.verdict for row in sheet.read(tmp_path / "s.csv")] == verdicts


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a,b\n1,2\n", "column sets"), (b"", "column sets"), (b"k,n,percent\n\xff,1,1\n", "UTF-8")],
)
def test_a_sheet_that_is_none_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(RecordError, match=message):
        sheet.read(tmp_path / "s.csv")


@given(st.text(max_size=60))
def test_no_text_in_a_sheet_crashes_it(text: str) -> None:
    assert isinstance(sheet.tested({"k": text, "n": text, "percent": text})[0], str)
    assert isinstance(sheet.tested({"ratio": text, "interval": text, "p": text})[0], str)
