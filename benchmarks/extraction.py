"""How often the extractor is right: on hand-labelled values, by rule, and whether it knows it.

`python -m benchmarks extraction` reads the reports of `rct_numbers`, and the text of the bundled letter, whose
reviewed record is its label. It prints the table from which `ingest/extract/calibration.py` is filled.
Confidence is tested on each report by what the other reports taught.
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
from ingest.extract.reading import Reading
from ingest.extract.source import Pointer, Sentence, Source
from ingest.extract.tokens import folded
from ingest.text import normalise
from ontology.model import Record

Judged = tuple[str, str, bool]
"""A report, the rule that gave a value its endpoint, and whether the endpoint is right."""


def right(reading: Reading, wanted: str) -> bool:
    """Whether a reading is of what the label says: the same notation, or half of its words."""
    if reading.endpoint == wanted:
        return True
    words = {w.lower() for w in folded(wanted)}
    given = {w.lower() for w in folded(f"{reading.phrase} {reading.endpoint or ''}")}
    return 2 * len(words & given) >= len(words)


def judged(folder: Path) -> tuple[list[Judged], int]:
    """Every labelled value that was read, judged; and how many are labelled."""
    wanted: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for line in LABELS.splitlines():
        report, place, value, words = line.split(" ", 3)
        wanted[report][place, value] = words
    found: list[Judged] = []
    for report, labels in wanted.items():
        seen: set[tuple[str, str]] = set()
        for reading in extract(source(folder / "texts" / f"PMC{report}.xml")).readings:
            place = f"{reading.sentence.paragraph}.{reading.sentence.sentence}"
            key = place, reading.quantity.value or reading.quantity.numerator or ""
            if key in labels and key not in seen:
                seen.add(key)
                rule = reading.rules.get("endpoint", "none")
                found.append((report, rule, right(reading, labels[key])))
    return found, sum(map(len, wanted.values()))


def letter(path: Path) -> list[Judged]:
    """The values of the bundled letter, judged by its reviewed record: endpoint and study."""
    source, record = letter_source(path)
    names = {
        study.id: (study.label, *study.names, *study.registrations)
        for file in records.bundled()
        for study in (*file.record.studies, *file.record.trials)
    }
    read = extract(source, names).readings
    found: list[Judged] = []
    for stated in record.stated:
        here = [
            r for r in read
            if f"s{r.sentence.paragraph}.{r.sentence.sentence}" == stated.anchor
            and r.quantity.value == stated.value is not None
        ]  # fmt: skip
        if stated.value is not None and "share-in-words" not in (
            here[0].quantity.rules if here else ()
        ):
            good = bool(here) and (here[0].endpoint, here[0].study) == (
                stated.endpoint,
                stated.study,
            )
            found.append(("letter", here[0].rules["endpoint"] if here else "none", good))
    return found


_MARKER = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹]+|\^\{([\d,]+)\}")
_DIGITS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


def letter_source(path: Path) -> tuple[Source, Record]:
    """The letter cut into sentences where its record's anchors say, with markers and references."""
    record = next(f.record for f in records.bundled() if f.name == "mohetaer-2026")
    text = normalise(path.read_text(encoding="utf-8"))
    sentences = []
    for anchor in record.anchors:
        piece = text[anchor.start : anchor.end]
        pointers = tuple(
            Pointer(
                m.start(), m.end(), tuple(map(int, (m[1] or m[0].translate(_DIGITS)).split(",")))
            )
            for m in _MARKER.finditer(piece)
        )
        sentences.append(Sentence(piece, anchor.paragraph, anchor.sentence, anchor.start, pointers))
    printed = {r.number: r.printed or "" for r in record.references}
    title = record.document.title if record.document else ""
    return Source(tuple(sentences), title, (), printed), record


def tally(found: list[Judged]) -> dict[str, tuple[int, int]]:
    """By rule, how many were right and how many were judged."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for _, rule, good in found:
        counts[rule][0] += good
        counts[rule][1] += 1
    return {rule: (good, seen) for rule, (good, seen) in sorted(counts.items())}


def brier(found: list[Judged]) -> tuple[float, float]:
    """Mean squared error of confidences learnt on the other reports, and of one rate for all."""
    learnt, flat = 0.0, 0.0
    for report in {r for r, _, _ in found}:
        others = tally([f for f in found if f[0] != report])
        all_good, all_seen = (sum(pair[k] for pair in others.values()) for k in (0, 1))
        for _, rule, good in (f for f in found if f[0] == report):
            known = others.get(rule, (0, 0))
            learnt += (smoothed(*known, all_good, all_seen) - good) ** 2
            flat += (all_good / all_seen - good) ** 2
    return learnt / len(found), flat / len(found)


def main() -> None:
    """Print the table and the figures."""
    if not FOLDER.is_dir():
        print("../shared/bench is not there: the extractor is not measured")
        return
    found, labelled = judged(FOLDER)
    console = Console(width=100)
    if LETTER.is_file():
        values = letter(LETTER)
        good = sum(one[2] for one in values)
        console.print(f"the letter: {good} of {len(values)} values with right endpoint and study")
        found, labelled = [*found, *values], labelled + len(values)
    table = Table(title="endpoints of labelled values, by rule")
    for name in ("rule", "right", "judged"):
        table.add_column(name)
    for rule, (good, seen) in tally(found).items():
        table.add_row(rule, str(good), str(seen))
    console.print(table)
    good = sum(one[2] for one in found)
    learnt, flat = brier(found)
    console.print(
        f"{labelled} labelled, {len(found)} read, {good} right: precision {good / len(found):.2f}, "
        f"recall {good / labelled:.2f}; Brier score {learnt:.3f} (one rate for all: {flat:.3f})"
    )


if __name__ == "__main__":
    main()
