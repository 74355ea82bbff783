"""`python -m benchmarks references`: how well printed references are read, and how fast.

Reads `../shared/bench/references/visible.jsonl` (42 papers) and the scorer beside it. The papers
are split by a hash of their number: three in five to look at while writing rules, the others only
ever scored. `--write` counts, for each part and rule, how often it was right over all papers, into
`ingest/references/measured.tsv`; run it after a rule was changed.
"""

import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, get_args

from rich.console import Console
from rich.table import Table

from alltrace import reports
from benchmarks.places import BENCH, module
from ingest.references.model import ReferenceField
from ingest.references.parse import parse

HOUSE = Path(__file__).parents[1]
LABELLED = BENCH / "references" / "visible.jsonl"
MEASURED = HOUSE / "ingest" / "references" / "measured.tsv"
RATE_OVER = 20_000
"""So many references are read for the rate."""

Labelled = dict[str, Any]
Counts = dict[tuple[str, str], tuple[int, int]]


def looked_at(reference: Labelled) -> bool:
    """Whether the paper of a labelled reference was looked at while the rules were written."""
    paper = reference["id"].partition("#")[0]
    return int(hashlib.sha256(f"look{paper}".encode()).hexdigest(), 16) % 5 < 3


def labelled() -> tuple[list[Labelled], list[Labelled]]:
    """The labelled references: those looked at, and those held out."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    everything = [json.loads(line) for line in lines if line.strip()]
    return [r for r in everything if looked_at(r)], [r for r in everything if not looked_at(r)]


def score(references: list[Labelled]) -> dict[str, Any]:
    """What the scorer says of the parser on these references."""
    predicted = {r["id"]: _predicted(r) for r in references}
    result: dict[str, Any] = module("score_refs").score(references, predicted)
    return result


def _predicted(reference: Labelled) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(reports.as_line("references", parse(reference["string"])))
    return line


def counted(references: list[Labelled]) -> Counts:
    """For each part and rule: how often it was right, of how often it read the part.

    A part without a label is not counted: publishers leave tags out of what they print.
    """
    score_refs = module("score_refs")
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for reference in references:
        line = _predicted(reference)
        want, got = score_refs.values(reference["gold"]), score_refs.values(line)
        for part in get_args(ReferenceField):
            scored = "surnames" if part == "authors" else part
            if part in line["how"] and want[scored]:
                key = (part, line["how"][part]["rule"])
                seen[key] += 1
                right[key] += want[scored] == got[scored]
    return {key: (right[key], seen[key]) for key in sorted(seen)}


def calibration(learnt: Counts, tested: Counts) -> float:
    """Mean distance of a rule's confidence, learnt on one part, from its share right on another."""
    total = sum(seen for _, seen in tested.values())
    apart = 0.0
    for key, (right, seen) in tested.items():
        known, of = learnt.get(key, (0, 0))
        apart += seen * abs((known + 1) / (of + 2) - right / seen)
    return apart / total


def rate(strings: list[str]) -> float:
    """References read in a second, on one core."""
    many = (strings * (RATE_OVER // len(strings) + 1))[:RATE_OVER]
    start = time.perf_counter()
    for string in many:
        parse(string)
    return len(many) / (time.perf_counter() - start)


def write(counts: Counts) -> None:
    """Leave the counts where the parser finds them."""
    lines = ["part\trule\tright\tseen"]
    lines += [f"{part}\t{rule}\t{right}\t{seen}" for (part, rule), (right, seen) in counts.items()]
    MEASURED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print the tables."""
    if not LABELLED.is_file():
        print(f"references: {LABELLED} is not there")
        return
    looked, held = labelled()
    if "--write" in sys.argv[1:]:
        write(counted([*looked, *held]))
    table = Table(title="Printed references (scorer: score_refs.py)")
    for name in ("part", "papers", "references", "micro P", "micro R", "micro F1", "whole right"):
        table.add_column(name, justify="right")
    fields = Table(title="F1 of each field")
    for name in ("part", *module("score_refs").SCALAR, "people"):
        fields.add_column(name, justify="right")
    for name, part in (("looked at", looked), ("held out", held), ("all", [*looked, *held])):
        found = score(part)
        papers = len({r["id"].partition("#")[0] for r in part})
        micro = [f"{found['micro'][x]:.4f}" for x in ("p", "r", "f1")]
        table.add_row(name, str(papers), str(len(part)), *micro, f"{found['whole']:.4f}")
        fields.add_row(name, *(f"{field['f1']:.3f}" for field in found["fields"].values()))
    console = Console(width=140)
    console.print(table)
    console.print(fields)
    apart = calibration(counted(looked), counted(held))
    print(f"confidence learnt on the part looked at, off on the part held out by {apart:.3f}")
    print(f"{rate([r['string'] for r in (*looked, *held)]):,.0f} references/s on one core")


if __name__ == "__main__":
    main()
