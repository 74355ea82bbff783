"""`python -m benchmarks references`: accuracy and speed of parsing printed references.

Reads `../shared/bench/references/visible.jsonl` (42 papers) and the scorer next to it. The papers
are split by a hash of their number: three in five for development, the others held out. `--write`
counts how often each rule was right for each field over all papers, and writes the counts to
`ingest/references/measured.tsv`; run it after changing a rule.
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

from benchmarks.places import BENCH, module
from graph_viz.text import reports
from ingest.references.model import ReferenceField
from ingest.references.parse import parse

HOUSE = Path(__file__).parents[1]
LABELLED = BENCH / "references" / "visible.jsonl"
MEASURED = HOUSE / "ingest" / "references" / "measured.tsv"
RATE_OVER = 20_000
"""Number of references parsed to measure the rate."""

Labelled = dict[str, Any]
RuleCounts = dict[tuple[str, str], tuple[int, int]]


def is_development(reference: Labelled) -> bool:
    """Whether the paper of a labelled reference is in the development set."""
    paper = reference["id"].partition("#")[0]
    return int(hashlib.sha256(f"look{paper}".encode()).hexdigest(), 16) % 5 < 3


def labelled() -> tuple[list[Labelled], list[Labelled]]:
    """The labelled references: development set and held-out set."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    everything = [json.loads(line) for line in lines if line.strip()]
    return [r for r in everything if is_development(r)], [
        r for r in everything if not is_development(r)
    ]


def score(references: list[Labelled]) -> dict[str, Any]:
    """The scorer's result for the parser on these references."""
    predicted = {reference["id"]: _predicted(reference) for reference in references}
    result: dict[str, Any] = module("score_refs").score(references, predicted)
    return result


def _predicted(reference: Labelled) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(reports.as_line("references", parse(reference["string"])))
    return line


def count_rules(references: list[Labelled]) -> RuleCounts:
    """For each field and rule: how often it was right, and how often it was applied.

    A field without a label is not counted, as publishers omit tags of printed fields.
    """
    score_refs = module("score_refs")
    right: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for reference in references:
        line = _predicted(reference)
        expected, parsed = score_refs.values(reference["gold"]), score_refs.values(line)
        for field in get_args(ReferenceField):
            scored_field = "surnames" if field == "authors" else field
            if field in line["how"] and expected[scored_field]:
                key = (field, line["how"][field]["rule"])
                seen[key] += 1
                right[key] += expected[scored_field] == parsed[scored_field]
    return {key: (right[key], seen[key]) for key in sorted(seen)}


def calibration(development: RuleCounts, held_out: RuleCounts) -> float:
    """Mean distance of a rule's confidence in one set from its accuracy in the other."""
    total = sum(seen for _, seen in held_out.values())
    distance = 0.0
    for key, (right, seen) in held_out.items():
        right_before, seen_before = development.get(key, (0, 0))
        distance += seen * abs((right_before + 1) / (seen_before + 2) - right / seen)
    return distance / total


def rate(strings: list[str]) -> float:
    """References parsed per second on one core."""
    sample = (strings * (RATE_OVER // len(strings) + 1))[:RATE_OVER]
    start = time.perf_counter()
    for string in sample:
        parse(string)
    return len(sample) / (time.perf_counter() - start)


def write(counts: RuleCounts) -> None:
    """Write the counts to the table that the parser reads."""
    lines = ["part\trule\tright\tseen"]
    lines += [f"{part}\t{rule}\t{right}\t{seen}" for (part, rule), (right, seen) in counts.items()]
    MEASURED.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Print the tables."""
    if not LABELLED.is_file():
        print(f"references: {LABELLED} is not there")
        return
    development, held_out = labelled()
    if "--write" in sys.argv[1:]:
        write(count_rules([*development, *held_out]))
    table = Table(title="Printed references (scorer: score_refs.py)")
    for name in ("part", "papers", "references", "micro P", "micro R", "micro F1", "whole right"):
        table.add_column(name, justify="right")
    fields = Table(title="F1 of each field")
    for name in ("part", *module("score_refs").SCALAR, "people"):
        fields.add_column(name, justify="right")
    for name, references in (
        ("looked at", development),
        ("held out", held_out),
        ("all", [*development, *held_out]),
    ):
        scores = score(references)
        papers = len({r["id"].partition("#")[0] for r in references})
        micro = [f"{scores['micro'][x]:.4f}" for x in ("p", "r", "f1")]
        table.add_row(name, str(papers), str(len(references)), *micro, f"{scores['whole']:.4f}")
        fields.add_row(name, *(f"{field['f1']:.3f}" for field in scores["fields"].values()))
    console = Console(width=140)
    console.print(table)
    console.print(fields)
    distance = calibration(count_rules(development), count_rules(held_out))
    print(f"confidence learnt on the part looked at, off on the part held out by {distance:.3f}")
    print(f"{rate([r['string'] for r in (*development, *held_out)]):,.0f} references/s on one core")


if __name__ == "__main__":
    main()
