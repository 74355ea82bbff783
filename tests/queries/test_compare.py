"""One endpoint over studies: what stands beside what, where an interval comes from, and pooling."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alltrace import EvidenceGraph
from conftest import fails, run
from graph_viz import plots
from graph_viz.text import reports
from ontology.errors import CompareError
from queries.compare import EndpointComparison, Panel, Row, StatedAs, wilson
from queries.pooling import NotPooled, Pooled, pool

Writer = Callable[..., Path]


def row(study: str, **told: object) -> Row:
    """A reported proportion of a study, with what is told of it."""
    given: dict[str, object] = {
        "measurement": f"https://x.org/{study}", "study": study, "study_label": study,
        "group": study, "endpoint": "remission", "regimen": None, "cohort": None,
        "time": "1 year", "said_by": "reported", "source": "work", "value": "50", "unit": "%",
        "operator": "=", "events": None, "n": None, "standard_error": None, "low": None,
        "high": None, "level": None, "interval": None, "stated_as": [],
    }  # fmt: skip
    return Row(**{**given, **told})  # type: ignore[arg-type]


def counts(*pairs: tuple[int, int]) -> Panel:
    return Panel(
        "remission · % · 1 year",
        "%",
        [row(f"s{i}", events=k, n=n) for i, (k, n) in enumerate(pairs)],
    )


# -- the letter's trials -----------------------------------------------------------------------


def test_values_of_one_endpoint_and_time_share_a_panel(graph: EvidenceGraph) -> None:
    found = graph.compare("PFS")
    first = found.panels[0]
    assert first.title == "progression-free survival · survival-estimate · % · 3 years"
    assert [r.value for r in first.rows] == ["50.3", "35.9", "64.6"]
    assert {r.interval for r in first.rows} == {"reported"}
    assert all(len({r.time for r in panel.rows}) == 1 for panel in found.panels)


def test_a_stated_value_stands_beside_the_reported_one_and_not_as_another(
    graph: EvidenceGraph,
) -> None:
    rows = [r for panel in graph.compare("PFS").panels for r in panel.rows]
    (mitoxantrone,) = [r for r in rows if r.value == "64.6"]
    assert [s.value for s in mitoxantrone.stated_as] == ["64.6"]
    assert {r.said_by for r in rows} == {"reported"}


def test_an_interval_from_a_count_is_wilsons_and_says_so(graph: EvidenceGraph) -> None:
    rows = [r for panel in graph.compare("complete-remission").panels for r in panel.rows]
    (whole,) = [r for r in rows if r.events == 531]
    assert whole.interval == "computed from the count (Wilson)"
    assert [whole.low, whole.high] == pytest.approx([77.13, 83.18], abs=0.01)
    assert {r.interval for r in rows if r.standard_error} == {"computed from the standard error"}


def test_special_cases_of_an_endpoint_come_along_in_panels_of_their_own(
    graph: EvidenceGraph,
) -> None:
    panels = graph.compare("complete-remission").panels
    assert {r.endpoint for p in panels for r in p.rows} == {
        "complete remission",
        "second complete remission",
    }
    assert all(len({r.endpoint for r in p.rows}) == 1 for p in panels)


def test_rows_are_grouped_as_asked(graph: EvidenceGraph) -> None:
    groups = {r.group for p in graph.compare("PFS", "regimen").panels for r in p.rows}
    assert {"ALL R3 induction with mitoxantrone", "regimen not given"} <= groups


def test_an_endpoint_without_values_is_said_to_have_none(invented: EvidenceGraph) -> None:
    with pytest.raises(CompareError, match="no value of sepsis is in this graph"):
        invented.compare("sepsis")


def test_no_measurement_is_told_twice(graph: EvidenceGraph) -> None:
    for endpoint in ("complete-remission", "overall-survival", "mrd-negative", "death"):
        told = [r.measurement for p in graph.compare(endpoint).panels for r in p.rows]
        assert len(told) == len(set(told))


# -- arithmetic ----------------------------------------------------------------------------------


def test_wilson_gives_the_published_example() -> None:
    """81 of 263, from Newcombe (Stat Med 1998), method 3: 0.2553 to 0.3662."""
    assert list(wilson(81, 263)) == pytest.approx([25.53, 36.62], abs=0.01)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_within_bounds(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert -1e-9 <= low <= 100 * pair[0] / pair[1] + 1e-9
    assert 100 * pair[0] / pair[1] - 1e-9 <= high <= 100 + 1e-9


@given(
    st.lists(
        st.integers(2, 300).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))),
        min_size=2,
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_pooled_share_lies_between_the_extremes(pairs: list[tuple[int, int]]) -> None:
    found = pool(counts(*pairs))
    assert isinstance(found, Pooled)
    shares = [100 * k / n for k, n in pairs]
    assert min(shares) - 1e-6 <= found.estimate <= max(shares) + 1e-6
    assert found.low <= found.estimate <= found.high
    assert sum(s.weight for s in found.studies) == pytest.approx(100)
    assert found.tau2 >= 0
    assert 0 <= found.i2 <= 100


def test_equal_studies_are_pooled_to_what_they_share() -> None:
    found = pool(counts((30, 60), (30, 60), (30, 60)))
    assert isinstance(found, Pooled)
    assert [found.estimate, found.tau2, found.i2] == pytest.approx([50, 0, 0])


def test_ratios_are_pooled_on_the_logarithm() -> None:
    rows = [
        row(s, value=v, unit="ratio", low=low, high=high, level=95.0, interval="reported")
        for s, v, low, high in (("a", "0.50", 0.25, 1.0), ("b", "0.50", 0.25, 1.0))
    ]
    found = pool(Panel("hazard ratio · 1 year", "ratio", rows))
    assert isinstance(found, Pooled)
    assert found.estimate == pytest.approx(0.5)
    assert 0.25 < found.low < 0.5 < found.high < 1.0


@pytest.mark.parametrize(
    ("panel", "reason"),
    [
        (counts((3, 5)), "at least two"),
        (Panel("x · 1 year", "%", [row("a", events=1, n=2), row("b")]), "lacks its count"),
        (Panel("x · 1 year", "%", [row("a", events=1, n=2), row("a", events=1, n=3), row("b", events=1, n=4)]), "may be the same"),
        (Panel("x · time not given", "%", [row("a", events=1, n=2)]), "time of these values"),
        (Panel("x · 1 year", "years", [row("a"), row("b")]), "only percentages"),
    ],
)  # fmt: skip
def test_what_cannot_be_pooled_says_why(panel: Panel, reason: str) -> None:
    found = pool(panel)
    assert isinstance(found, NotPooled)
    assert reason in found.reason


# -- pictures --------------------------------------------------------------------------------------


def texts(svg: bytes) -> str:
    root = ET.fromstring(svg)
    return "\n".join("".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))


def test_the_forest_plot_is_the_same_twice_and_holds_every_study(graph: EvidenceGraph) -> None:
    found = graph.compare("complete-remission")
    svg = plots.rendered(lambda: plots.forest(found), "svg")
    assert svg == plots.rendered(lambda: plots.forest(found), "svg")
    told = texts(svg)
    for label in (
        "AALL1331",
        "TACL retrospective cohort",
        "AALL07P1",
        "80.3 (77.1 to 83.2)",
        "531/661",
    ):
        assert label in told
    assert "interval computed by us" in told
    assert plots.rendered(lambda: plots.forest(found), "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "label",
    [
        "<script>alert(1)</script>",
        "$x^2$ & \\frac",
        "a" * 10_000,
        "\u202eabc\x00",
        "]]>",
        "{x:g} %s",
    ],
)
def test_a_label_is_drawn_as_the_text_that_it_is(label: str) -> None:
    rows = [
        row("s", study_label=label, regimen=label, cohort=label, stated_as=[StatedAs(label, label)])
    ]
    found = EndpointComparison("e", label, "study", [Panel(label, "%", rows)])
    told = texts(plots.rendered(lambda: plots.forest(found), "svg"))
    shown = "".join(c for c in label if c.isprintable())[:40]
    assert shown in told
    plots.rendered(lambda: plots.timeline([(label, [2001])]), "svg")
    plots.rendered(lambda: plots.families([(label, 1, 2)]), "svg")


def test_nothing_to_draw_is_said(graph: EvidenceGraph) -> None:
    empty = EndpointComparison("e", "sepsis", "study", [Panel("x", None, [row("s", value=None)])])
    assert "No value" in texts(plots.rendered(lambda: plots.forest(empty), "svg"))
    for draw in (lambda: plots.timeline([]), lambda: plots.families([])):
        assert plots.rendered(draw, "png").startswith(b"\x89PNG")


# -- the command -----------------------------------------------------------------------------------


def test_compare_prints_tables_csv_and_json(tmp_path: Path) -> None:
    done = run("compare", "complete-remission", "--pool", "--plot", tmp_path / "f.svg")
    assert done.returncode == 0, done.stderr
    assert "80.3" in done.stdout
    assert "not pooled:" in done.stdout
    assert "AALL1331" in texts((tmp_path / "f.svg").read_bytes())
    found = json.loads(run("compare", "PFS", "--format", "json", "--pool").stdout)
    jsonschema.validate(found, reports.schema("compare"))
    lines = run("compare", "PFS", "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("panel,group,study")
    assert len(lines) == 1 + sum(len(p["rows"]) for p in found["comparison"]["panels"])


def test_plots_of_studies_and_families_are_written(tmp_path: Path) -> None:
    for what in ("timeline", "families"):
        assert run("plot", what, "-o", tmp_path / f"{what}.svg").returncode == 0
    assert "AALL1331" in texts((tmp_path / "timeline.svg").read_bytes())
    assert "reported by sources" in texts((tmp_path / "families.svg").read_bytes())


def test_bad_input_to_compare_is_one_clear_line(tmp_path: Path, record_file: Writer) -> None:
    assert "did you mean overall-survival" in fails(1, "compare", "overal-survival")
    assert ".svg or .png" in fails(2, "compare", "PFS", "--plot", tmp_path / "f.pdf")
    assert "no value of sepsis" in fails(1, "compare", "sepsis", "--record", record_file())
    assert list(tmp_path.glob("f.*")) == []
