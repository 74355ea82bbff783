"""How much a language model adds to the rules, on labelled documents, field by field.

`python -m benchmarks model URL#NAME FOLDER [--only ID ...] [--keep DIR] [--alltrace COMMAND]`: each
folder below FOLDER holds `gold.json` and `paper.*` (the form of `../shared/bench/drafting`). Drafts
every document with the rules alone and with the model beside them, scores both with one script, and
prints the table of docs/models.md and the lines of `ingest/model/measured.toml`. Replies are kept in
DIR, so that a run that was stopped goes on where it was.
"""

import argparse
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.places import module
from ingest.model.choice import ModelChoice
from ontology.settings import MODEL

FIELDS = ("endpoint", "arm", "study", "time")
_JUDGED = {"study": "whose"}
"""What the scorer calls a field, where it has another name."""
Counts = dict[str, tuple[int, int]]


@dataclass(slots=True)
class Scored:
    """The sums over all documents, and the fields that the model alone gave."""

    counts: Counts = field(default_factory=dict)
    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    models: set[str] = field(default_factory=set)

    def add(self, counts: Counts) -> None:
        for name, (right, of) in counts.items():
            a, b = self.counts.get(name, (0, 0))
            self.counts[name] = (a + right, b + of)

    def alone(self, values: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
        """Count the fields of drafted values that only the model gave, by how they were judged."""
        for value, judged in values:
            how = value.get("extracted_by") or ""
            self.models.update(re.findall(r"server's id: ([^)]+)\)", how))
            for name in FIELDS:
                if re.search(rf"\b{name} model\b(?!:)", how):
                    verdict = judged[_JUDGED.get(name, name)]
                    self.given[name] += 1
                    self.right[name] += verdict["right"] if isinstance(verdict, dict) else verdict


def main() -> None:
    """Score the rules alone and with the model, and print both."""
    args = _arguments()
    os.environ.pop(MODEL.name, None)
    choice = ModelChoice.of(args.model, allow_remote=args.allow_remote)
    keep = args.keep or Path("build/bench-model") / re.sub(r"\W+", "-", choice.name)
    names = [one.parent for one in sorted(args.folder.glob("*/gold.json"))]
    chosen = [one for one in names if not args.only or one.name in args.only]
    alone = _score(chosen, args.alltrace, keep / "rules")
    os.environ[MODEL.name] = args.model
    both = _score(chosen, args.alltrace, keep / "both")
    print(f"{len(chosen)} documents: {', '.join(one.name for one in chosen)}\n")
    print(_table(choice.name, alone, both))
    print(_measured(alone, both))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks model")
    parser.add_argument("model", metavar="URL#NAME")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--alltrace", default=str(Path(sys.executable).parent / "alltrace"))
    parser.add_argument("--allow-remote", action="store_true")
    return parser.parse_args()


def _score(folders: Iterable[Path], command: str, work: Path) -> Scored:
    scorer, scored = module("drafting/score_draft"), Scored()
    judged, scorer.judge = _best_of(scorer.judge)  # type: ignore[attr-defined]
    for folder in folders:
        judged.clear()
        result = scorer.of_document(folder, command, work)
        scored.add(_counts(result))
        scored.alone(judged.values())
        print(f"{folder.name}: scored", file=sys.stderr, flush=True)
    return scored


Judged = dict[int, tuple[Mapping[str, Any], Mapping[str, Any]]]


def _best_of(judge: Callable[..., dict[str, Any]]) -> tuple[Judged, Callable[..., dict[str, Any]]]:
    """The scorer's judge, and for each drafted value the best that it said of it."""
    best: Judged = {}
    points: dict[int, int] = defaultdict(int)

    def judging(gold: Any, value: Any, drafted: dict[str, Any], *rest: Any) -> dict[str, Any]:
        verdict = judge(gold, value, drafted, *rest)
        known = sum(bool(verdict[name]) for name in ("number", "endpoint", "whose"))
        known += sum(bool(verdict[name]["right"]) for name in ("arm", "time"))
        if id(drafted) not in best or known > points[id(drafted)]:
            best[id(drafted)], points[id(drafted)] = (drafted, verdict), known
        return verdict

    return best, judging


def _counts(result: Mapping[str, Any]) -> Counts:
    values, lines, audit = result["values"], result["lines"], result["audit"]
    counts = {
        "values that are right, of drafted": (values["right"], values["drafted"]),
        "values found, of labelled": (values["found"], values["gold"]),
        "number, endpoint and whose right, of labelled": (values["core"], values["gold"]),
        "every field right, of labelled": (values["all"], values["gold"]),
        "endpoint right, of matched": (values["endpoint"], values["found"]),
        "whose right, of matched": (values["whose"], values["found"]),
    }
    for name in ("arm", "time"):
        counts[f"{name} right, of given"] = (values[name]["right"], values[name]["given"])
        counts[f"{name} right, of needed"] = (values[name]["needed_right"], values[name]["needed"])
    return counts | {
        "lines that are right, of drawn": (lines["right"], lines["drawn"]),
        "lines found, of labelled": (lines["found"], lines["gold"]),
        "errors and warnings that are true": (audit["true"], audit["alarms"]),
        "problems found": (audit["found"], audit["problems"]),
    }


def _table(name: str, alone: Scored, both: Scored) -> str:
    rows = [f"| | rules alone | with {name} |", "|---|---|---|"]
    for what, counts in alone.counts.items():
        rows.append(f"| {what} | {_rate(*counts)} | {_rate(*both.counts[what])} |")
    return "\n".join(rows)


def _rate(right: int, of: int) -> str:
    return f"{right}/{of}" + (f" {right / of:.2f}" if of else "")


def _measured(alone: Scored, both: Scored) -> str:
    """The lines of `measured.toml`: what the model alone gave, and how much of it was right."""
    (right, drawn), (before, drawn_before) = (
        one.counts.get("lines that are right, of drawn", (0, 0)) for one in (both, alone)
    )
    fields = {name: [both.right[name], both.given[name]] for name in FIELDS if both.given[name]}
    if drawn > drawn_before:
        fields["line"] = [right - before, drawn - drawn_before]
    head = "\n".join(f'\n["{name}"]' for name in sorted(both.models)) or "\n# no field of its own"
    return "\n".join([head, *(f"{name} = {counts}" for name, counts in fields.items())])
