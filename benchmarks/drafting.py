"""Accuracy and speed of drafting records from document files.

The draft of the letter is compared with its reviewed record. Speed covers reading, extracting,
writing and validating, on one core. Figures that need `../shared` are skipped, with a message,
where it is missing.
"""

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.places import BENCH, LETTER
from ingest import readers, records
from ingest.drafting.batch import Job, draft_file
from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import draft_record
from ingest.readers.document import Paper
from ontology.model import Record

PAPERS = tuple(
    BENCH / "api_samples" / name
    for name in (
        "ncbi_efetch/pmc3040717.xml", "ncbi_efetch/pmc6329583.xml", "jats/6605965a.nxml",
        "jats/pone.0046493.nxml",
    )
)  # fmt: skip
DAY = "2030-01-01"
Share = tuple[int, int]
"""The number of right items, and the total."""


@dataclass(frozen=True, slots=True)
class Letter:
    """How much of the reviewed record was extracted from the text of the letter."""

    markers: Share
    pointers: Share
    references: Share
    values: Share


def letter() -> Letter:
    """The draft of the bundled letter compared with its reviewed record."""
    reviewed = next(f.record for f in records.bundled() if f.name == "mohetaer-2026")
    paper = readers.read(LETTER)
    made = draft_record(paper, _background(), DAY, "letter").record
    return Letter(
        markers=_share(_markers(made), _markers(reviewed)),
        pointers=_share(_pointers(made), _pointers(reviewed)),
        references=(_references(paper), len(reviewed.references)),
        values=_share(_values(made), _values(reviewed)),
    )


def _background() -> KnownRecords:
    return known(records.bundled())


def _share(extracted: set[tuple[object, ...]], expected: set[tuple[object, ...]]) -> Share:
    return len(extracted & expected), len(expected)


def _places(record: Record) -> dict[str | None, tuple[int, int]]:
    return {anchor.id: (anchor.paragraph, anchor.sentence) for anchor in record.anchors}


def _markers(record: Record) -> set[tuple[object, ...]]:
    places = _places(record)
    return {(p.marker, *places[p.anchor]) for p in record.pointers if p.anchor}


def _pointers(record: Record) -> set[tuple[object, ...]]:
    places = _places(record)
    return {(p.marker, p.reference, *places[p.anchor]) for p in record.pointers if p.anchor}


def _values(record: Record) -> set[tuple[object, ...]]:
    """The stated numbers with anchor, endpoint and study; shares in words are left out."""
    places = _places(record)
    return {
        (*places[s.anchor], s.endpoint, s.study, s.value)
        for s in record.stated
        if s.value is not None and not (s.operator in ("<", ">") and s.wording)
    }


def _references(paper: Paper) -> int:
    """The number of printed references parsed to the same fields as the publication's record."""
    works = {p.id: p for file in records.bundled() for p in file.record.publications}
    reviewed = next(f.record for f in records.bundled() if f.name == "mohetaer-2026")
    right = 0
    for printed, reference in zip(paper.references, reviewed.references, strict=True):
        work, parsed = works[reference.publication], printed.parsed
        pairs = (
            (parsed.volume, work.volume), (parsed.issue, work.issue),
            (parsed.first_page, work.first_page), (parsed.last_page, work.last_page),
            (parsed.year, str(work.year)),
            (_letters(parsed.authors[0].family), _letters(work.authors[0].rpartition(" ")[0])),
            (_letters(parsed.title or ""), _letters(work.title.partition("[")[0])),
        )  # fmt: skip
        right += all(
            parsed_value == expected_value or expected_value is None
            for parsed_value, expected_value in pairs
        )
    return right


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalpha())


# -- speed -----------------------------------------------------------------------------------------


def abstracts(number: int) -> Iterator[bytes]:
    """Invented abstracts of trials as PubMed XML, with varying numbers."""
    for n in range(number):
        share, low = 20 + n % 60, 10 + n % 10
        yield f"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{10_000_000 + n}</PMID>
<Article><Journal><JournalIssue><Volume>{n % 90 + 1}</Volume><PubDate><Year>2030</Year></PubDate>
</JournalIssue><Title>Invented Journal</Title></Journal><ArticleTitle>Trial {n} of an invented regimen
</ArticleTitle><Abstract><AbstractText Label="METHODS">We enrolled {100 + n % 400} children with first
relapse of acute lymphoblastic leukaemia and gave mitoxantrone.</AbstractText><AbstractText
Label="RESULTS">Complete remission was reached by {share}.4% of patients. The 4-year overall survival
was {share}.2% (95% CI {low}.1% to 81.5%; p = 0.0{1 + n % 8}), and the event-free survival {low}.7% ± 4.6%.
Sepsis occurred in {low}.5% and febrile neutropenia in {share}.9% during induction. MRD was negative in
{low}.3% at the end of induction.</AbstractText><AbstractText Label="CONCLUSIONS">Overall survival
remains poor; other treatment should be tried.</AbstractText></Abstract></Article></MedlineCitation>
</PubmedArticle></PubmedArticleSet>""".encode()


def _rate(files: list[Path], repeats: int) -> float:
    job = Job(DAY)
    draft_file(files[0], job)  # the grammars and the vocabulary are loaded once
    start = time.perf_counter()
    for _ in range(repeats):
        for path in files:
            outcome = draft_file(path, job)
            assert outcome.problem is None, outcome.problem
    return repeats * len(files) / (time.perf_counter() - start)


def _memory() -> int:
    """The peak memory of this process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def speed(console: Console, folder: Path, documents: int = 10_000) -> None:
    """Print documents per second, and peak memory after a tenth of them and after all."""
    table = Table("what", "documents/s", "MB at most", title="From file to checked draft, one core")
    if PAPERS[0].is_file():
        table.add_row("full papers, JATS", f"{_rate(list(PAPERS), 3):.0f}", f"{_memory()}")
    else:
        console.print("../shared/bench is not there: full papers are not measured")
    path, job = folder / "abstract.xml", Job(DAY)
    start = time.perf_counter()
    for n, data in enumerate(abstracts(documents), 1):
        path.write_bytes(data)
        outcome = draft_file(path, job)
        assert outcome.problem is None, outcome.problem
        if n in (documents // 10, documents):
            rate = n / (time.perf_counter() - start)
            table.add_row(f"abstracts, PubMed XML, after {n:,}", f"{rate:.0f}", f"{_memory()}")
    console.print(table)


def main() -> None:
    """Print the tables."""
    import tempfile

    console = Console(width=120)
    if LETTER.is_file():
        scored = letter()
        console.print("The bundled letter from its own text, beside its reviewed record:")
        for name in ("markers", "pointers", "references", "values"):
            right, wanted = getattr(scored, name)
            console.print(f"  {name}: {right} of {wanted}")
    else:
        console.print("../shared/letter is not there: the letter is not measured")
    with tempfile.TemporaryDirectory() as folder:
        speed(console, Path(folder))
