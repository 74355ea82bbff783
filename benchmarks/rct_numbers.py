"""Numbers of a trial report: questions of Yun et al. (2024) answered from the reports' own files.

The reports are in `../shared/bench/rct_numbers` (JATS fragments), and so is the scorer. The split was
fixed before anything was read: reports in the order of the SHA-256 of their numbers, six of ten
looked at.
"""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.places import BENCH, module
from ingest import readers
from ingest.drafting.sources import report_source
from ingest.extract.ask import Question, answer
from ingest.extract.source import Source

FOLDER = BENCH / "rct_numbers"
LOOKED_AT = 6


def source(path: Path) -> Source:
    """What the extractor takes of one report."""
    return report_source(readers.read(path))


def answers(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """The fields for every question, by its id, as the scorer takes them."""
    sources: dict[str, Source] = {}
    given = {}
    for asked in json.loads((folder / "questions.json").read_text(encoding="utf-8")):
        name = str(asked["pmcid"])
        if name not in sources:
            sources[name] = source(folder / "texts" / f"PMC{name}.xml")
        question = Question(
            asked["intervention"], asked["comparator"], asked["outcome"], asked["outcome_type"]
        )
        given[str(asked["id"])] = answer(sources[name], question).fields()
    return given


def parts(reports: Collection[str]) -> dict[str, set[str]]:
    """The reports that were looked at and those that were not."""
    ordered = sorted(reports, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {"looked at": set(ordered[:LOOKED_AT]), "never looked at": set(ordered[LOOKED_AT:])}


def main() -> None:
    """Print how many questions have all fields right."""
    if not FOLDER.is_dir():
        print("../shared/bench is not there: trial numbers are not measured")
        return
    gold = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
    given = answers()
    scorer = module("score_rctnum")
    table = Table(
        "reports", "kind", "questions", "all fields right", title="Numbers of trial reports"
    )
    for part, reports in parts({str(one["pmcid"]) for one in gold}).items():
        scored = scorer.score([one for one in gold if str(one["pmcid"]) in reports], given)
        for kind, found in scored.items():
            table.add_row(part, kind, str(found["questions"]), f"{found['total']:.2f}")
    Console(width=120).print(table)
