"""Plots for print: the forest plot of a comparison, a timeline of studies, endpoint families.

Everything is drawn on a Figure of its own (no global state), so that the same data give the same
bytes. Labels are plain text: nothing in them is read as mathematics or markup.
"""

import io
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from ontology import wording
from queries.compare import EndpointComparison, Panel, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Form = Literal["svg", "png"]

INK, SOFT, LINE = "#1c2126", "#59616b", "#b9b5ac"
REPORTED, COMPUTED, STATED = "#1d5b86", "#85570a", "#8c2f7e"
"""The colours of the explorer, each with a marker of its own beside it."""

_MARKS = {
    "reported": ("s", REPORTED, "reported by the source"),
    "computed": ("D", COMPUTED, "reported; interval computed by us"),
    "stated": ("o", STATED, "stated by a document, no source in the graph"),
}
"""Marker, colour and name of each kind of value."""
_ROW = 0.24
"""Inches for one row."""
_WIDTH, _LEFT_TEXT, _LEFT, _RIGHT, _PEOPLE = 12.0, 0.2, 5.5, 8.6, 10.35
"""Inches: the whole width, and where names, axis and the two columns on the right stand."""
_TOP, _TITLE, _AXIS, _FOOT = 0.55, 0.3, 0.4, 0.45
_RATIOS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0)
_LONGEST = 86
"""Characters of a label that fit; a longer one ends in an ellipsis."""


def forest(comparison: EndpointComparison) -> "Figure":
    """The forest plot: a panel for each group of values that may share an axis.

    Values without a number stand in the table alone.
    """
    panels = [p for p in comparison.panels if any(_number(r) is not None for r in p.rows)]
    height = _TOP + sum(map(_height, panels)) + _FOOT
    figure = _figure(_WIDTH, height)
    write = partial(figure.text, _LEFT_TEXT / _WIDTH, parse_math=False)
    title = _plain(comparison.label, 80)
    write(1 - 0.32 / height, title, fontsize=13, weight="bold", color=INK)
    top = _TOP
    for panel in panels:
        rows = _ROW * len(panel.rows)
        low = 1 - (top + _TITLE + rows) / height
        axes = figure.add_axes((_LEFT / _WIDTH, low, (_RIGHT - _LEFT) / _WIDTH, rows / height))
        _panel(axes, panel)
        top += _height(panel)
    if not panels:
        write(0.5, "No value of this endpoint is a number.", color=SOFT)
    _legend(figure, {_kind(row) for panel in panels for row in panel.rows})
    return figure


def _height(panel: Panel) -> float:
    """Inches for a panel: its title, its rows, its axis."""
    return _TITLE + _ROW * len(panel.rows) + _AXIS


def _panel(axes: "Axes", panel: Panel) -> None:
    axes.set_ylim(len(panel.rows) - 0.5, -0.5)
    axes.set_yticks([])
    if panel.unit == "%":
        axes.set_xlim(0, 100)
    elif panel.unit == "ratio":
        _ratio_axis(axes, panel)
    names, values, people = (
        (inches - _LEFT) / (_RIGHT - _LEFT) for inches in (_LEFT_TEXT, _RIGHT + 0.12, _PEOPLE)
    )
    write = partial(axes.text, transform=axes.get_yaxis_transform(), parse_math=False)
    title = _plain(panel.title, 120)
    write(names, -0.5 - 0.12 / _ROW, title, va="bottom", fontsize=8.5, color=SOFT)
    for place, row in enumerate(panel.rows):
        _mark(axes, place, row)
        write(names, place, _name(row), va="center", fontsize=7.5, color=INK)
        write(values, place, _shown(row), va="center", fontsize=7.5, color=INK)
        write(people, place, _people(row), va="center", fontsize=7.5, color=SOFT)
    _quiet(axes)


def _ratio_axis(axes: "Axes", panel: Panel) -> None:
    """A logarithmic axis that holds every value and no effect, which has a line of its own."""
    from matplotlib.ticker import NullFormatter

    axes.set_xscale("log")
    axes.axvline(1, color=LINE, linewidth=0.8)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    shown = [x for row in panel.rows for x in (row.low, row.high, _number(row)) if x and x > 0]
    low, high = min(*shown, 0.5, 1.0) / 1.2, max(*shown, 1.0, 2.0) * 1.2
    axes.set_xlim(low, high)
    axes.set_xticks([tick for tick in _RATIOS if low <= tick <= high])


def _mark(axes: "Axes", place: int, row: Row) -> None:
    """The value and its interval, dashed where no source gives it."""
    value = _number(row)
    if value is None:
        return
    marker, colour, _ = _MARKS[_kind(row)]
    if row.low is not None and row.high is not None:
        style = "-" if row.interval == "reported" else (0, (3, 2))
        axes.plot([row.low, row.high], [place] * 2, color=colour, linewidth=1.1, linestyle=style)
    axes.plot([value], [place], marker=marker, color=colour, markersize=5, linestyle="none")


def timeline(studies: Sequence[tuple[str, Sequence[int]]]) -> "Figure":
    """Studies by the years of the works that report on them; one without a year says so."""
    from matplotlib.ticker import MaxNLocator

    ordered = sorted(studies, key=lambda s: (min(s[1], default=9999), s[0]))
    figure, axes = _listing("Works on each study, by year", len(ordered), _ROW, 0.4)
    for place, (name, years) in enumerate(ordered):
        if years:
            axes.plot([min(years), max(years)], [place, place], color=LINE, linewidth=1.2)
            axes.plot(years, [place] * len(years), "s", color=REPORTED, markersize=5)
        label = _plain(name, 46) + ("" if years else " (year unknown)")
        _named(axes, place, label)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _quiet(axes)
    return figure


def families(counts: Sequence[tuple[str, int, int]]) -> "Figure":
    """How many values each endpoint family has: stated in documents, reported by sources."""
    figure, axes = _listing("Values by endpoint family", len(counts), 2 * _ROW, 0.26)
    for place, (name, stated, reported) in enumerate(counts):
        axes.barh(place - 0.17, reported, height=0.3, color=REPORTED)
        axes.barh(place + 0.17, stated, height=0.3, color="white", edgecolor=STATED, hatch="////")
        _named(axes, place, _plain(name, 46))
        for offset, number in ((-0.17, reported), (0.17, stated)):
            axes.text(number, place + offset, f" {number}", va="center", fontsize=7, color=SOFT)
    axes.plot([], [], "s", color=REPORTED, label="reported by sources")
    axes.plot([], [], "s", mfc="white", mec=STATED, label="stated in documents")
    axes.legend(loc="lower right", fontsize=7.5, frameon=False)
    _quiet(axes)
    return figure


def rendered(draw: Callable[[], "Figure"], form: Form) -> bytes:
    """The picture as SVG, with its text as text, or as PNG at 200 dots an inch."""
    import matplotlib

    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "alltrace",
        "font.family": "DejaVu Sans",
    }
    svg = form == "svg"
    metadata = {"Date": None, "Creator": "alltrace"} if svg else {"Software": "alltrace"}
    with matplotlib.rc_context(settings):
        figure, out = draw(), io.BytesIO()
        figure.savefig(out, format=form, dpi="figure" if svg else 200, metadata=metadata)
    return out.getvalue()


def _figure(width: float, height: float) -> "Figure":
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), facecolor="white")


def _listing(title: str, rows: int, row: float, left: float) -> "tuple[Figure, Axes]":
    """A figure with one row below the other, each `row` inches high; names go on the left."""
    height = row * max(rows, 3) + 1.1
    figure = _figure(8.5, height)
    figure.subplots_adjust(left=left, right=0.96, top=1 - 0.45 / height, bottom=0.5 / height)
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=11, weight="bold")
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_yticks([])
    return figure, axes


def _named(axes: "Axes", place: int, name: str) -> None:
    """The name of a row, to the left of the axis."""
    write = partial(axes.text, transform=axes.get_yaxis_transform(), parse_math=False)
    write(-0.02, place, name, ha="right", va="center", fontsize=7.5, color=INK)


def _quiet(axes: "Axes") -> None:
    axes.tick_params(labelsize=7.5, colors=SOFT)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)


def _legend(figure: "Figure", kinds: Collection[str]) -> None:
    from matplotlib.lines import Line2D

    handles: list[Any] = [
        Line2D([], [], marker=marker, color=colour, linestyle="none", label=name)
        for kind, (marker, colour, name) in _MARKS.items()
        if kind in kinds
    ]
    if handles:
        figure.legend(handles=handles, loc="lower left", ncols=3, fontsize=7.5, frameon=False)


def _kind(row: Row) -> str:
    if row.said_by == "stated":
        return "stated"
    computed = row.interval is not None and row.interval != "reported"
    return "computed" if computed else "reported"


def _number(row: Row) -> float | None:
    return float(row.value) if row.value is not None else None


def _name(row: Row) -> str:
    """Study first, then what tells it from its neighbours."""
    about = [part for part in (row.regimen, row.cohort) if part]
    short = [part.removeprefix(row.study_label).lstrip(" ,·") or part for part in about]
    return _plain(" · ".join([row.study_label, *short]), _LONGEST)


def _shown(row: Row) -> str:
    text = "no number" if row.value is None else f"{wording.sign(row.operator)}{row.value}"
    if row.low is not None and row.high is not None:
        digits = 2 if row.unit == "ratio" else 1
        text += f" ({row.low:.{digits}f} to {row.high:.{digits}f})"
    return _plain(text, 34)


def _people(row: Row) -> str:
    count = f"{row.events}/{row.n}" if row.events is not None and row.n else ""
    people = count or (f"n = {row.n}" if row.n else "n unknown")
    stated = ", ".join(s.value for s in row.stated_as)
    return _plain(people + (f"; stated as {stated}" if stated else ""), 36)


def _plain(text: str, longest: int) -> str:
    """Text on one line that fits, with control characters taken out."""
    flat = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
