"""A letter and a report to be filled with invented sentences, drafted and audited."""

from pathlib import Path

from alltrace import EvidenceGraph
from ingest import readers
from ingest.drafting.known import known
from ingest.drafting.record import draft_record
from ingest.drafting.writing import as_yaml
from ontology.model import Finding

LETTER = """\
# Light in wards

To the Editor:

{body}

## References

1. Doe A. The ALPHA trial of zelimab. J X. 2020;1:1-2.
2. Poe B. The BETA trial. J Y. 2015;2:3-4.
3. Abel C. Relapse. J Z. 2010;3:5-6.
4. Noe D. Sleep. J Q. 2011;4:7-8.
"""
REPORT = """\
# Zelimab against placebo: a randomized trial

Jane Doe, Richard Roe

## Methods

We enrolled adults.

## Results

{body}
"""
CONCLUDED = REPORT + "\n## Conclusion\n\n{conclusion}\n"


def findings(folder: Path, text: str) -> list[Finding]:
    """The findings on a drafted text."""
    path = folder / "paper.yaml"
    draft = draft_record(
        readers.read_bytes(text.encode(), "paper.md"), known([]), "2030-01-01", "paper"
    )
    path.write_text(as_yaml(draft), encoding="utf-8")
    (audit,) = EvidenceGraph.of(path).audit()
    return audit.findings


def alarms(folder: Path, text: str) -> dict[str, Finding]:
    """The errors and warnings of a drafted text by rule."""
    return {f.rule: f for f in findings(folder, text) if f.severity != "note"}
