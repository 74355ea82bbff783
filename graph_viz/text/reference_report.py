"""The check of a reference list: a table, Markdown, one HTML page, or SARIF."""

from collections import Counter
from importlib.metadata import version
from typing import Any

from rich.table import Table
from rich.text import Text

from graph_viz.text import pages
from graph_viz.text.console import table
from graph_viz.text.pages import escaped
from graph_viz.text.plain import plain
from ingest.checking.findings import (
    RULES,
    SEVERITIES,
    ReferenceFinding,
    findings,
    notice_text,
    version_text,
)
from ingest.checking.report import EntryCheck, Found, ReferenceReport

MATCHES: dict[Found, str] = {
    "found": "a record agrees in every field that can be compared",
    "differs": "a record of the work is there, and a field is printed otherwise",
    "another work": "a printed identifier leads to another work",
    "ambiguous": "no record is certain to be the printed work",
    "not found": "no place that was searched has it; it may be elsewhere",
    "not checkable": "it could not be looked up, or not where such works are",
}
"""What each result means, from good to open."""


def summary(report: ReferenceReport) -> str:
    """How many entries there are, and how they ended, in a line.

    >>> summary(ReferenceReport("a.bib", "", ()))
    '0 references'
    """
    counts = Counter(one.match for one in report.entries)
    each = ", ".join(f"{counts[name]} {name}" for name in MATCHES if counts[name])
    rules = {(one.rule, one.number) for one in findings(report)}
    retracted = sum(("reference-retracted", one.number) in rules for one in report.entries)
    number = len(report.entries)
    head = f"{number} reference{'' if number == 1 else 's'}"
    return "".join(
        (head, f": {each}" if each else "", f"; {retracted} retracted" * bool(retracted))
    )


def head(report: ReferenceReport) -> Text:
    """File and summary in two lines."""
    return Text.assemble((plain(report.file), "bold"), f"\n{plain(summary(report))}\n")


def entries(report: ReferenceReport) -> Table:
    """Every entry, with what was found of it and what was said of the work since."""
    rows = (
        (str(one.number), one.match, shortened(one.printed), "\n".join(_evidence(one)))
        for one in report.entries
    )
    result = table(("no.", "match", "reference", "evidence"), rows, unwrapped=2)
    result.show_lines = True
    return result


def _evidence(one: EntryCheck) -> list[str]:
    notices = [notice_text(notice) for notice in one.notices]
    return [*notices, one.message, *(version_text(version) for version in one.versions)]


def shortened(printed: str, most: int = 120) -> str:
    """A printed reference cut to a length.

    >>> shortened("Doe A. A trial of nothing.", most=10)
    'Doe A. A…'
    """
    return printed if len(printed) <= most else printed[: most - 1].rstrip() + "…"


def markdown(report: ReferenceReport) -> str:
    """The report as Markdown, every text escaped."""
    lines = [f"# References of {escaped(report.file)}", "", f"{escaped(summary(report))}.", ""]
    for one in report.entries:
        name = f" `{escaped(one.key)}`" if one.key else ""
        lines += [f"{one.number}.{name} **{one.match}** {escaped(one.printed)}"]
        lines += [f"   - {escaped(text)}" for text in _evidence(one)]
    lines += ["", *(f"- {escaped(note)}" for note in report.notes)]
    return "\n".join(lines).rstrip()


def html(report: ReferenceReport) -> str:
    """One self-contained page: summary, findings, every entry. Nothing in it runs."""
    return pages.rendered(
        "references.html",
        report=report,
        summary=summary(report),
        counts=Counter(one.match for one in report.entries),
        matches=MATCHES,
        findings=findings(report),
        severities=SEVERITIES,
        rules=RULES,
        printed={one.number: one.printed for one in report.entries},
        evidence=_evidence,
    )


def sarif(report: ReferenceReport) -> str:
    """The findings as SARIF 2.1.0, each at the line where its entry begins, if that is known."""
    names = list(RULES)
    rules = [{"id": name, "shortDescription": {"text": RULES[name]}} for name in names]
    driver = {"name": "alltrace", "version": version("alltrace"), "rules": rules}
    results = [_result(one, report, names.index(one.rule)) for one in findings(report)]
    return pages.sarif([{"tool": {"driver": driver}, "results": results}])


def _result(one: ReferenceFinding, report: ReferenceReport, rule_index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(report.file)}}
    if one.line is not None:
        place["region"] = {"startLine": one.line}
    logical = {"name": f"reference {one.number}", "kind": "element"}
    return {
        "ruleId": one.rule,
        "ruleIndex": rule_index,
        "level": one.severity,
        "message": {"text": f"Reference {one.number}: {one.message}"},
        "locations": [{"physicalLocation": place, "logicalLocations": [logical]}],
    }


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/"))


def _all(report: ReferenceReport) -> tuple[ReferenceFinding, ...]:
    return findings(report)
