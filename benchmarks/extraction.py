"""Accuracy of the extractor on hand-labelled values, by rule, and calibration of its confidence.

`python -m benchmarks extraction` reads the reports of `rct_numbers`, and the text of the bundled letter, labelled by
its reviewed record. It prints the table from which `ingest/extract/calibration.py` is filled. Confidence is
cross-validated: for each report it is estimated from the other reports.
"""

import re
from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.extraction_labels import LABELS
from benchmarks.places import LETTER
from benchmarks.rct_numbers import FOLDER, source
from ingest import records
from ingest.extract.calibration import smoothed
from ingest.extract.extractor import extract
from ingest.extract.reading import ValueReading
from ingest.extract.source import ExtractionInput, PointerMention, Sentence
from ingest.language.tokens import folded
from ingest.text import normalise
from ontology.model import Record

Judgement = tuple[str, str, bool]
"""A report, the rule that gave a value its endpoint, and whether the endpoint is right."""


def is_right(reading: ValueReading, label: str) -> bool:
    """Whether a reading matches the label: the same notation, or at least half of its words."""
    if reading.endpoint == label:
        return True
    label_words = {w.lower() for w in folded(label)}
    reading_words = {w.lower() for w in folded(f"{reading.phrase} {reading.endpoint or ''}")}
    return 2 * len(label_words & reading_words) >= len(label_words)


def judge_reports(folder: Path) -> tuple[list[Judgement], int]:
    """A judgement of each labelled value that was read, and the number of labelled values."""
    labels_by_report: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for line in LABELS.splitlines():
        report, location, value, label = line.split(" ", 3)
        labels_by_report[report][location, value] = label
    judgements: list[Judgement] = []
    for report, labels in labels_by_report.items():
        seen: set[tuple[str, str]] = set()
        for reading in extract(source(folder / "texts" / f"PMC{report}.xml")).readings:
            location = f"{reading.sentence.paragraph}.{reading.sentence.sentence}"
            key = location, reading.quantity.value or reading.quantity.numerator or ""
            if key in labels and key not in seen:
                seen.add(key)
                rule = reading.rules.get("endpoint", "none")
                judgements.append((report, rule, is_right(reading, labels[key])))
    return judgements, sum(map(len, labels_by_report.values()))


def letter(path: Path) -> list[Judgement]:
    """A judgement of each value of the bundled letter: endpoint and study as reviewed."""
    source, record = letter_source(path)
    names = {
        study.id: (study.label, *study.names, *(r.label for r in study.registrations))
        for file in records.bundled()
        for study in (*file.record.studies, *file.record.trials)
    }
    readings = extract(source, names).readings
    judgements: list[Judgement] = []
    for stated in record.stated:
        matches = [
            r for r in readings
            if f"s{r.sentence.paragraph}.{r.sentence.sentence}" == stated.anchor
            and r.quantity.value == stated.value is not None
        ]  # fmt: skip
        if stated.value is not None and "share-in-words" not in (
            matches[0].quantity.rules if matches else ()
        ):
            correct = bool(matches) and (matches[0].endpoint, matches[0].study) == (
                stated.endpoint,
                stated.study,
            )
            judgements.append(
                ("letter", matches[0].rules["endpoint"] if matches else "none", correct)
            )
    return judgements


_MARKER = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹]+|\^\{([\d,]+)\}")
_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


def letter_source(path: Path) -> tuple[ExtractionInput, Record]:
    """The letter split into sentences at its record's anchors, with markers and references."""
    record = next(f.record for f in records.bundled() if f.name == "mohetaer-2026")
    text = normalise(path.read_text(encoding="utf-8"))
    sentences = []
    for anchor in record.anchors:
        sentence = text[anchor.start : anchor.end]
        pointers = tuple(
            PointerMention(
                m.start(), m.end(), tuple(map(int, (m[1] or m[0].translate(_DIGITS)).split(",")))
            )
            for m in _MARKER.finditer(sentence)
        )
        sentences.append(
            Sentence(sentence, anchor.paragraph, anchor.sentence, anchor.start, pointers)
        )
    printed = {r.number: r.printed or "" for r in record.references}
    title = record.document.title if record.document else ""
    return ExtractionInput(tuple(sentences), title, (), printed), record


def tally(judgements: list[Judgement]) -> dict[str, tuple[int, int]]:
    """For each rule, the numbers of right and of all judgements."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, rule, correct in judgements:
        counts[rule][0] += correct
        counts[rule][1] += 1
    return {rule: (correct, total) for rule, (correct, total) in sorted(counts.items())}


def brier(judgements: list[Judgement]) -> tuple[float, float]:
    """Mean squared error of confidences from the other reports, and of a single common rate."""
    rule_error, base_error = 0.0, 0.0
    for report in {r for r, _, _ in judgements}:
        other_reports = tally([f for f in judgements if f[0] != report])
        all_good, all_seen = (sum(pair[k] for pair in other_reports.values()) for k in (0, 1))
        for _, rule, correct in (f for f in judgements if f[0] == report):
            counts = other_reports.get(rule, (0, 0))
            rule_error += (smoothed(*counts, all_good, all_seen) - correct) ** 2
            base_error += (all_good / all_seen - correct) ** 2
    return rule_error / len(judgements), base_error / len(judgements)


def main() -> None:
    """Print the table and the figures."""
    if not FOLDER.is_dir():
        print("../shared/bench is not there: the extractor is not measured")
        return
    judgements, labelled = judge_reports(FOLDER)
    console = Console(width=100)
    if LETTER.is_file():
        letter_values = letter(LETTER)
        right = sum(judgement[2] for judgement in letter_values)
        console.print(
            f"the letter: {right} of {len(letter_values)} values with right endpoint and study"
        )
        judgements, labelled = [*judgements, *letter_values], labelled + len(letter_values)
    table = Table(title="endpoints of labelled values, by rule")
    for name in ("rule", "right", "judged"):
        table.add_column(name)
    for rule, (right, seen) in tally(judgements).items():
        table.add_row(rule, str(right), str(seen))
    console.print(table)
    right = sum(judgement[2] for judgement in judgements)
    rule_score, base_score = brier(judgements)
    console.print(
        f"{labelled} labelled, {len(judgements)} read, {right} right: precision {right / len(judgements):.2f}, "
        f"recall {right / labelled:.2f}; Brier score {rule_score:.3f} (one rate for all: {base_score:.3f})"
    )


if __name__ == "__main__":
    main()
