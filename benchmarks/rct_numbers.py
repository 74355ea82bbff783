"""Numbers in trial reports: the questions of Yun et al. (2024), answered from the report files.

Reports (JATS fragments) and scorer are in `../shared/bench/rct_numbers`. The split was fixed in advance:
reports ordered by the SHA-256 of their numbers, the first six of ten for development.
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
from ingest.extract.source import ExtractionInput
from ingest.pico.ask import Question, Report

FOLDER = BENCH / "rct_numbers"
LOOKED_AT = 6


def source(path: Path) -> ExtractionInput:
    """The extractor's input for one report."""
    return report_source(readers.read(path))


def answers(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """The answered fields of every question by its id, in the scorer's form."""
    sources: dict[str, Report] = {}
    fields = {}
    for entry in json.loads((folder / "questions.json").read_text(encoding="utf-8")):
        name = str(entry["pmcid"])
        if name not in sources:
            sources[name] = Report(source(folder / "texts" / f"PMC{name}.xml"))
        question = Question(
            entry["intervention"], entry["comparator"], entry["outcome"], entry["outcome_type"]
        )
        fields[str(entry["id"])] = sources[name].answer(question).fields()
    return fields


def parts(reports: Collection[str]) -> dict[str, set[str]]:
    """The reports used for development, and those never looked at."""
    ordered = sorted(reports, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {"looked at": set(ordered[:LOOKED_AT]), "never looked at": set(ordered[LOOKED_AT:])}


def main() -> None:
    """Print the share of questions with all fields right."""
    if not FOLDER.is_dir():
        print("../shared/bench is not there: trial numbers are not measured")
        return
    gold = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
    predicted = answers()
    scorer = module("score_rctnum")
    table = Table(
        "reports", "kind", "questions", "all fields right", title="Numbers of trial reports"
    )
    for part, reports in parts({str(expected["pmcid"]) for expected in gold}).items():
        scores_by_kind = scorer.score(
            [expected for expected in gold if str(expected["pmcid"]) in reports], predicted
        )
        for kind, scores in scores_by_kind.items():
            table.add_row(part, kind, str(scores["questions"]), f"{scores['total']:.2f}")
    Console(width=120).print(table)
