"""The audit as a report: one HTML page that prints well, Markdown, or SARIF for other programs."""

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ontology.model import Finding
from queries.audit.audit import SEVERITIES, DocumentAudit, rule_names
from queries.audit.rules import RULES

if TYPE_CHECKING:
    import jinja2

OUTCOMES = {
    "verified": "the cited source reports it",
    "derived": "follows from what the source reports",
    "mismatch": "the source reports another value",
    "found in another reference": "another reference reports it",
    "unverifiable": "the source was not seen to say it",
    "uncited": "no reference stands with it",
}
"""What each outcome means, from good to open."""

_SARIF_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def html(audits: Sequence[DocumentAudit]) -> str:
    """One self-contained page: summary, then finding by finding. Nothing in it runs."""
    return _template().render(
        audits=audits, outcomes=OUTCOMES, severities=SEVERITIES, title_of=title_of, how=_how
    )


def markdown(audits: Sequence[DocumentAudit]) -> str:
    """The report as Markdown, every text escaped."""
    lines: list[str] = []
    for audited in audits:
        lines += [f"# Audit of {_escaped(audited.label)}", "", *_summary_table(audited), ""]
        for found in audited.findings:
            lines += [*_markdown_finding(found), ""]
        if not audited.findings:
            lines += ["No finding.", ""]
    return "\n".join(lines)


def sarif(audits: Sequence[DocumentAudit]) -> str:
    """The findings as SARIF 2.1.0, a run for each document."""
    rules = [
        {"id": name, "shortDescription": {"text": title_of(name)}} for name in sorted(rule_names())
    ]
    index = {rule["id"]: n for n, rule in enumerate(rules)}
    runs = [
        {
            "tool": {
                "driver": {"name": "alltrace", "version": version("alltrace"), "rules": rules}
            },
            "automationDetails": {"id": audited.document},
            "results": [_sarif_result(found, index[found.rule]) for found in audited.findings],
        }
        for audited in audits
    ]
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps(
        {"version": "2.1.0", "$schema": schema, "runs": runs}, indent=2, ensure_ascii=False
    )


def title_of(rule: str) -> str:
    """What a rule is about, in a few words."""
    return RULES[rule].title if rule in RULES else rule.replace("-", " ").capitalize()


def _sarif_result(found: Finding, rule_index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"fullyQualifiedName": found.about, "kind": "element"}
    if found.place:
        place["name"] = found.place
    result: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": rule_index,
        "level": _SARIF_LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [{"logicalLocations": [place]}],
        "partialFingerprints": {"finding": found.id},
        "properties": {"values": list(found.values), "references": list(found.references)},
    }
    if found.review == "dismissed":
        why = found.review_reason or ""
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result


def _summary_table(audited: DocumentAudit) -> list[str]:
    severities = ", ".join(f"{n} {name}s" for name, n in audited.severities.items())
    rows = [f"| {name} | {audited.outcomes.get(name, 0)} |" for name in OUTCOMES]
    head = f"{audited.claims} claims, {len(audited.values)} stated values; {severities}."
    return [head, "", "| outcome of a stated value | number |", "|---|---|", *rows]


def _markdown_finding(found: Finding) -> list[str]:
    lines = [f"## {found.severity}: {_escaped(title_of(found.rule))}", ""]
    if found.review != "open":
        lines += [f"*{found.review}: {_escaped(found.review_reason or '')}*", ""]
    if found.statement:
        lines += [f"> {_escaped(found.statement)}", ""]
    lines += [_escaped(found.message), ""]
    lines += [f"- {_escaped(value)}" for value in found.values]
    lines += ["", f"`{found.rule}`" + (f" · {found.place}" if found.place else "")]
    return lines


def _how(found: Finding) -> str:
    """How a reader checks the finding without this program."""
    if found.suggestion:
        return found.suggestion
    return "Read the place in the document beside the references named."


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_MARKDOWN)


@lru_cache(maxsize=1)
def _template() -> "jinja2.Template":
    import jinja2  # only the HTML report needs it

    text = (files("graph_viz") / "templates" / "audit.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text)
