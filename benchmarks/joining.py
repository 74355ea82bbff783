"""`python -m benchmarks joining`: how stated values are joined to what their sources report.

Invented cases first, held out when the rules were written. Then trial reports against themselves:
the sentences of the body as a letter that cites the abstract (hard: most values are others, and
none is wrong), the abstract as a letter that cites the report, and the abstract with one digit of
each percentage changed. Every mismatch of the first two is false.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.places import SHARED
from ingest import readers
from ingest.drafting.cited import CitedWork, cited_record
from ingest.drafting.known import known
from ingest.drafting.record import draft_record
from ingest.readers.document import Paper, PaperPart
from ontology.model import Record
from ontology.model.texts import Seen
from queries.joining.joins import Join, joins
from queries.joining.occurrences import numbers_of
from queries.joining.restating import works_of

CASES = Path(__file__).parent / "joins" / "cases.toml"
REPORTS = SHARED / "bench" / "rct_numbers" / "texts"
DAY = "2030-01-01"
NAMES = {1: "aalto-2020-1-1", 2: "cruz-2021-2-10"}
LIST = """

References

1. Aalto P, Berg Q. A report of what was seen. J Inv. 2020;1(1):1-9.
2. Cruz R, Dahl S. Another report of what was seen. J Inv. 2021;2(1):10-19.
"""
KINDS = ("same", "renamed", "elsewhere", "other", "nothing")
_NOTHING = known([])
_SHARE = re.compile(r"(?<![\w.])\d+\.\d+(?=\s?%)|(?<![\w.])\d{2}(?=\s?%)")


def joined(text: str, sources: Mapping[int, tuple[Paper, Seen]]) -> tuple[Record, list[Join]]:
    """The draft of a letter with these sentences, and the joins of its values."""
    letter = f"A letter\n\nTo the Editor:\n\nWe read this with interest. {text}\n{LIST}"
    paper = readers.read_bytes(letter.encode(), "letter.txt")
    records, numbers = [], {}
    for number, (source, seen) in sources.items():
        name = NAMES[number]
        record = cited_record(source, CitedWork(f"{name}-source", name, name), _NOTHING, DAY)
        (work,) = record.publications
        seen_so = (work.model_copy(update={"text_seen": seen}),)
        records.append(record.model_copy(update={"publications": seen_so}))
        numbers[name] = numbers_of(source)
    drafted = draft_record(paper, _NOTHING, DAY, "letter").record
    return drafted, joins(drafted, works_of(NAMES, records, numbers))


def abstract(text: str) -> Paper:
    """A text as the abstract of a source."""
    return readers.read_bytes(f"# A source\n\n## Abstract\n\n{text}\n".encode(), "source.md")


def invented() -> Iterator[tuple[str, str]]:
    """The right and the given kind of each case's values; what was not read counts as nothing."""
    for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]:
        seen: Seen = "full text" if case.get("whole") else "abstract"
        sources = {1: (abstract(case["source"]), seen)}
        if "other" in case:
            sources[2] = (abstract(case["other"]), "abstract")
        _, given = joined(case["letter"], sources)
        for right, join in zip(case["kinds"], [*given, *[None] * 5], strict=False):
            kind = join.kind if join is not None else "nothing"
            allowed = right if isinstance(right, list) else [right]
            yield (kind if kind in allowed else allowed[0]), kind


def sentences(paper: Paper, part: PaperPart) -> list[str]:
    """The sentences of a part that have numbers and cite nothing."""
    return [
        sentence.text
        for section in paper.sections
        if section.part == part
        for paragraph in section.paragraphs
        if paragraph.kind == "text" and paragraph.number is not None
        for sentence in paragraph.sentences
        if re.search(r"\d", sentence.text) and not re.search(r"\[\d|et al", sentence.text)
    ]


def citing(texts: Sequence[str]) -> str:
    """The sentences, each with a citation of reference 1."""
    return " ".join(re.sub(r"[.\s]+\Z", "", text) + " [1]." for text in texts)


def slipped(text: str, generator: random.Random) -> str:
    """The text with the last digit of each percentage changed by two or more."""

    def slip(match: re.Match[str]) -> str:
        digit = (int(match[0][-1]) + generator.randint(2, 8)) % 10
        return f"{match[0][:-1]}{digit}"

    return _SHARE.sub(slip, text)


def reports() -> dict[str, Counter[str]]:
    """The kinds of joins of trial reports with themselves, by what is taken for the letter."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("body, citing the abstract", "abstract", "abstract, slipped")
    }
    generator = random.Random(14)
    for path in sorted(REPORTS.glob("*.xml")):
        paper = readers.read(path)
        short, long = sentences(paper, "abstract"), sentences(paper, "body")
        if not short or not long:
            continue
        alone = abstract(" ".join(short))
        changed = [slipped(text, generator) for text in short]
        for name, texts, source, seen in (
            ("body, citing the abstract", long, alone, "abstract"),
            ("abstract", short, paper, "full text"),
            ("abstract, slipped", changed, alone, "abstract"),
        ):
            seen_so: Seen = "full text" if seen == "full text" else "abstract"
            drafted, given = joined(citing(texts), {1: (source, seen_so)})
            shares = {v.id for v in drafted.stated if v.unit == "%"}
            counts[name].update(
                j.kind for j in given if j.value in shares or name != "abstract, slipped"
            )
    return counts


def main() -> None:
    """Print both tables."""
    pairs = list(invented())
    table = Table(
        "join", "right", "given", "wanted", title=f"{len(pairs)} values of invented cases"
    )
    for kind in KINDS:
        given = [right for right, one in pairs if one == kind]
        wanted = sum(right == kind for right, _ in pairs)
        table.add_row(kind, str(given.count(kind)), str(len(given)), str(wanted))
    console = Console()
    console.print(table)
    if not REPORTS.is_dir():
        console.print(f"no trial reports in {REPORTS}")
        return
    table = Table("letter", *KINDS, title="trial reports against themselves")
    for name, counts in reports().items():
        table.add_row(name, *(str(counts[kind]) for kind in KINDS))
    console.print(table)
