"""A checked paper in a few lines that a person understands."""

from collections.abc import Iterator, Sequence

from graph_viz.text.plain import plain
from graph_viz.text.reports.checking import BrokenValue, CheckReport, UncheckedValues

MOST_SHOWN = 20
"""How many broken statements are shown; the report has all."""


def lines(report: CheckReport) -> Iterator[str]:
    """The summary, line by line, without control characters."""
    yield from map(plain, _lines(report))


def _lines(report: CheckReport) -> Iterator[str]:
    yield report.title
    yield ""
    yield _counts(report)
    yield from _broken(report.broken)
    if report.references:
        yield ""
        yield "References:"
    yield from (
        f"  {one.severity}: reference {one.reference}: {one.message}"
        for one in report.references[:MOST_SHOWN]
    )
    yield from _unchecked(report.unchecked)
    yield from _sources(report)
    yield from (f"Note: {note}" for note in report.notes)
    if report.corrected:
        what = _counted(report.corrected, "statement")
        yield f"{what} that a person reviewed or corrected stand as they are."
    if report.case is not None:
        yield ""
        yield f"The report is {report.case}/report.html, the graph to look at explorer.html."


def _counts(report: CheckReport) -> str:
    checked = f"{_counted(report.checked, 'value')} of {report.values} checked against "
    against = _counted(len(report.sources), "source")
    broken = len(report.broken)
    holding = f"{report.holding} borne out"
    return f"{checked}{against}: {holding}; {broken} broken{' or doubtful' if broken else ''}."


def _broken(broken: Sequence[BrokenValue]) -> Iterator[str]:
    if broken:
        yield ""
        yield "Broken, or doubtful:"
    for one in broken[:MOST_SHOWN]:
        place = f"{one.place}: " if one.place else ""
        yield f"  {one.severity}: {place}{one.message}"
        yield from (f"      {value}" for value in one.values)
    if len(broken) > MOST_SHOWN:
        yield f"  and {len(broken) - MOST_SHOWN} more in the report"


def _unchecked(unchecked: Sequence[UncheckedValues]) -> Iterator[str]:
    if unchecked:
        yield ""
        yield "Could not be checked:"
    for one in unchecked:
        named = f" {_references(one.references)}" if one.references else ""
        yield f"  {_counted(one.values, 'value')}: {one.reason}{named}"


def _sources(report: CheckReport) -> Iterator[str]:
    doubtful = [one for one in report.sources if one.certainty != "certain"]
    if doubtful or report.unused:
        yield ""
        yield "Sources:"
    for source in doubtful:
        yield (
            f"  {source.file} is taken for reference {source.reference} "
            f"({source.certainty}): {source.reason}"
        )
    yield from (f"  not used: {one.message}" for one in report.unused)
    missing = [one.reference for one in report.missing]
    if missing and report.case is not None:
        yield ""
        yield (
            f"No source was given for {_references(missing)}: put files into {report.case}/inbox, "
            f"and run alltrace check {report.case}"
        )


def _references(numbers: Sequence[int]) -> str:
    """`reference 4`, `references 4 and 5`, `references 1, 2 and 9`; runs as `3–7`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in _run(run)]
    one = len(parts) == 1 and len(runs[0]) == 1
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"reference{'' if one else 's'} {listed}"


def _run(run: Sequence[int]) -> list[str]:
    return [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run]


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
