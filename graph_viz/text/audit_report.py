"""The audit as a report: one HTML page that prints well, Markdown, or SARIF for other programs."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from graph_viz.text import pages
from graph_viz.text.pages import escaped as _escaped
from graph_viz.text.quotes import quoted
from ontology.model import Finding
from queries.audit.audit import SEVERITIES, DocumentAudit, rule_names
from queries.audit.rules import RULES

OUTCOMES = {
    "verified": "the cited source reports it",
    "derived": "follows from what the source reports",
    "mismatch": "the source reports another value",
    "found in another reference": "another reference reports it",
    "unverifiable": "the source was not seen to say it",
    "uncited": "no reference stands with it",
}
"""What each outcome means, from good to open."""


def html(audits: Sequence[DocumentAudit]) -> str:
    """One self-contained page: summary, then finding by finding. Nothing in it runs."""
    return pages.rendered(
        "audit.html",
        audits=audits,
        outcomes=OUTCOMES,
        severities=SEVERITIES,
        title_of=title_of,
        how=_how,
        quoted=quoted,
    )


def markdown(audits: Sequence[DocumentAudit]) -> str:
    """The report as Markdown, every text escaped."""
    lines: list[str] = []
    for audited in audits:
        lines += [f"# Audit of {_escaped(audited.label)}", "", *_summary_table(audited), ""]
        for finding in audited.findings:
            lines += [*_markdown_finding(finding), ""]
        if not audited.findings:
            lines += ["No finding.", ""]
    return "\n".join(lines)


def sarif(audits: Sequence[DocumentAudit]) -> str:
    """The findings as SARIF 2.1.0, a run for each document."""
    names = sorted(rule_names())
    rules = [{"id": name, "shortDescription": {"text": title_of(name)}} for name in names]
    driver = {"name": "alltrace", "version": version("alltrace"), "rules": rules}
    runs = [
        {
            "tool": {"driver": driver},
            "automationDetails": {"id": audited.document},
            "results": [_sarif_result(f, names.index(f.rule)) for f in audited.findings],
        }
        for audited in audits
    ]
    return pages.sarif(runs)


def title_of(rule: str) -> str:
    """What a rule is about, in a few words."""
    return RULES[rule].title if rule in RULES else rule.replace("-", " ").capitalize()


def _sarif_result(finding: Finding, rule_index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"fullyQualifiedName": finding.about, "kind": "element"}
    if finding.place:
        place["name"] = finding.place
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity,  # SARIF has the same three words
        "message": {"text": finding.message},
        "locations": [{"logicalLocations": [place]}],
        "partialFingerprints": {"finding": finding.id},
        "properties": {"values": list(finding.values), "references": list(finding.references)},
    }
    if finding.review == "dismissed":
        why = finding.review_reason or ""
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result


def _summary_table(audited: DocumentAudit) -> list[str]:
    severities = ", ".join(f"{n} {name}s" for name, n in audited.severities.items())
    rows = [f"| {name} | {audited.outcomes.get(name, 0)} |" for name in OUTCOMES]
    head = f"{audited.claims} claims, {len(audited.values)} stated values; {severities}."
    return [head, "", "| outcome of a stated value | number |", "|---|---|", *rows]


def _markdown_finding(finding: Finding) -> list[str]:
    lines = [f"## {finding.severity}: {_escaped(title_of(finding.rule))}", ""]
    if finding.review != "open":
        lines += [f"*{finding.review}: {_escaped(finding.review_reason or '')}*", ""]
    if finding.statement:
        lines += [_escaped(finding.statement), ""]
    if finding.quote:
        lines += [f"> {_escaped(quoted(finding.quote))}", ""]
    lines += [_escaped(finding.message), ""]
    lines += [f"- {_escaped(value)}" for value in finding.values]
    lines += ["", f"`{finding.rule}`" + (f" · {finding.place}" if finding.place else "")]
    return lines


def _how(finding: Finding) -> str:
    """How a reader checks the finding without this program."""
    return finding.suggestion or "Read the place in the document beside the references named."
