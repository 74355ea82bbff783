"""Count how often each rule of a value's fields is right on labelled documents.

`python -m benchmarks train-confidence WORKED UNSEEN... [--write]`: each folder has a folder for each
document, with `gold.json` and `paper.*` (the form of `../shared/bench/drafting`). The rules were
written with the documents of the first; the others tell what remains of a field's rate elsewhere.
Prints, for each field, how often what was given a confidence was right, each document judged by
the counts of all others.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.places import module
from ingest import readers
from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import draft_record
from ingest.drafting.writing import as_yaml
from ingest.extract import rules
from ingest.extract.calibration import FIELDS, Calibration, Counts
from ingest.extract.rules import ABSENT, MAIN, NUMBER, Field, Rule
from ingest.readers.document import Paper

TABLE = Path(__file__).parents[1] / "ingest" / "extract" / "confidence.toml"
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)
_HEAD = """# How often each rule of a field was right, of how many labelled values; and what remains of each field's rate on documents
# with which no rule was written. Made by `python -m benchmarks train-confidence WORKED UNSEEN... --write`; do not edit.
"""


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of a drafted value: the rule that made it, and whether it is right."""

    rule: Rule
    right: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A labelled document, as it was drafted."""

    worked_on: bool
    fields: tuple[Judged, ...]


def documents(folder: Path, records: KnownRecords, *, worked_on: bool) -> Iterator[Document]:
    """The labelled documents of a folder, drafted and judged."""
    scorer = module("drafting/score_draft")
    for path in sorted(folder.iterdir()):
        if (path / "gold.json").exists() and (paper := scorer.paper_of(path)) is not None:
            gold = json.loads((path / "gold.json").read_text("utf-8"))
            read = readers.read_bytes(paper.read_bytes(), paper.name)
            draft = yaml.safe_load(
                as_yaml(draft_record(read, records, "2000-01-01", path.name.lower()))
            )
            yield Document(worked_on, tuple(_judged(scorer, gold, read, draft)))


def _read(paper: Paper) -> dict[str, Any]:
    """What the scorer reads of a paper."""
    return {
        "sections": [
            {
                "paragraphs": [
                    {
                        "number": p.number,
                        "sentences": [{"number": s.number, "text": s.text} for s in p.sentences],
                    }
                    for p in section.paragraphs
                    if p.number is not None
                ]
            }
            for section in paper.sections
        ]
    }


def _judged(
    scorer: Any, gold: Mapping[str, Any], paper: Paper, record: Mapping[str, Any]
) -> Iterator[Judged]:
    """Each field of each drafted value that the labels can judge."""
    text, draft = scorer.Document(_read(paper)), scorer.Draft(record)
    golds = [(v, text.places(v.get("sentence"))) for v in gold.get("values") or []]
    arms = [t for v, _ in golds for t in scorer.alternatives(v.get("arm"))[0]]
    endpoints = [t for v, _ in golds for t in scorer.alternatives(v.get("endpoint"))[0]]
    pairs = []
    drafted = [v for v in draft.values() if v.get("value") is not None and draft.place(v)]
    for d, value in enumerate(drafted):
        place = draft.place(value)
        for g, (label, places) in enumerate(golds):
            numbers = scorer.numbers_of(label.get("value", label.get("printed")))
            if place in places and scorer.number(value["value"]) in numbers:
                judge = scorer.judge(gold, label, value, draft, arms, endpoints)
                fit = sum(bool(judge[f]) for f in ("core", "number", "endpoint", "whose"))
                pairs.append((fit + sum(judge[f]["right"] for f in scorer.FIELDS), d, g, judge))
    taken: set[int] = set()
    of_value: dict[int, Any] = {}
    for _, d, g, judge in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if d not in of_value and g not in taken:
            of_value[d] = judge
            taken.add(g)
    for d, value in enumerate(drafted):
        yield from _fields(value, of_value.get(d))


def _fields(value: Mapping[str, Any], judge: Mapping[str, Any] | None) -> Iterator[Judged]:
    """The fields of one value; of one that no label has, only that its number is wrong."""
    yield Judged(NUMBER, bool(judge and judge["number"]))
    if judge is None:
        return
    made = dict(_rules(value.get("extracted_by") or ""))
    yield Judged(made.get("study", MAIN), bool(judge["whose"]))
    if "endpoint" in made:
        yield Judged(made["endpoint"], bool(judge["endpoint"]))
    for field, absent in ABSENT.items():
        of = judge[field]
        right = of["right"] if of["given"] else not of["needed"]
        yield Judged(made.get(field, absent) if of["given"] else absent, bool(right))


def _rules(extracted_by: str) -> Iterator[tuple[Field, Rule]]:
    by_name = {(rule.field, rule.name): rule for rule in rules.RULES}
    for part in extracted_by.split(", "):
        field, _, name = part.partition(" ")
        for rule in (r for key, r in by_name.items() if key == (field, name)):
            yield rule.field, rule


def calibrated(labelled: Iterable[Document]) -> Calibration:
    """The counts of the rules, and for each field what remains of its rate elsewhere."""
    papers = list(labelled)
    of_rule = counts(papers)
    plain = Calibration(of_rule, {})
    unseen: dict[Field, float] = {}
    for field in FIELDS:
        judged = [j for d in papers if not d.worked_on for j in d.fields if j.rule.field == field]
        expected = sum(plain.confidence(j.rule) for j in judged)
        unseen[field] = round(min(1.0, sum(j.right for j in judged) / expected), 2) if judged else 1
    return Calibration(of_rule, unseen)


def counts(papers: Iterable[Document]) -> dict[Rule, Counts]:
    """For each rule, how many of its decisions were right, and how many there were."""
    of_rule: dict[Rule, list[bool]] = defaultdict(list)
    for judged in (j for paper in papers for j in paper.fields):
        of_rule[judged.rule].append(judged.right)
    return {rule: (sum(of_rule[rule]), len(of_rule[rule])) for rule in rules.RULES if of_rule[rule]}


def report(papers: list[Document]) -> str:
    """How often fields were right by the confidence that all other documents gave them."""
    told: dict[tuple[Field, int], list[tuple[float, bool]]] = defaultdict(list)
    for paper in papers:
        if paper.worked_on:
            continue
        calibration = calibrated([other for other in papers if other is not paper])
        for judged in paper.fields:
            confidence = calibration.confidence(judged.rule)
            k = next(k for k in range(len(BINS) - 1) if confidence < BINS[k + 1])
            told[judged.rule.field, k].append((confidence, judged.right))
    lines = ["field      confidence   told  right  of"]
    for field in FIELDS:
        for k in range(len(BINS) - 1):
            if pairs := told.get((field, k)):
                mean = sum(c for c, _ in pairs) / len(pairs)
                right = sum(r for _, r in pairs)
                span = f"{BINS[k]:.1f} to {min(BINS[k + 1], 1):.1f}"
                rate = right / len(pairs)
                lines.append(f"{field:<10} {span:<12} {mean:.2f}   {rate:.2f}  {len(pairs)}")
    return "\n".join(lines)


def written(calibration: Calibration) -> str:
    """The table as a file."""
    lines = [_HEAD]
    for field in FIELDS:
        lines.append(f"[{field}]")
        of_field = ((r, pair) for r, pair in calibration.counts.items() if r.field == field)
        lines += [f'"{rule.name}" = [{good}, {seen}]' for rule, (good, seen) in of_field]
        lines.append("")
    lines.append("[unseen]")
    lines += [f"{field} = {calibration.unseen.get(field, 1.0)}" for field in FIELDS]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print how confidence fares on documents left out; write the table with `--write`."""
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "--write"]
    if not folders:
        sys.exit("benchmarks: train-confidence needs folders of labelled documents")
    records = known([])
    papers = [
        document
        for k, folder in enumerate(folders)
        for document in documents(folder, records, worked_on=k == 0)
    ]
    print(report(papers))
    if "--write" in sys.argv:
        TABLE.write_text(written(calibrated(papers)), "utf-8")
        print(f"written: {TABLE.name}")
