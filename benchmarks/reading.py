"""`python -m benchmarks reading`: accuracy and speed of reading documents.

Sentences: splitters compared on invented medical prose, half of it held out from development.
Pointers: JATS papers whose links are printed as markers in several styles and read back. Speed:
papers and abstracts per second on one core. Papers are in `../shared/bench`; figures that need it
are skipped, with a message, where it is missing.
"""

import importlib
import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.places import BENCH
from ingest.readers import read, read_bytes, sentences
from ingest.readers.document import Paper
from ingest.readers.number_lists import expanded
from ingest.text import normalise

HERE = Path(__file__).parent
PAPERS = (
    "api_samples/ncbi_efetch/pmc3040717.xml",
    "api_samples/jats/6605965a.nxml",
    "api_samples/jats/pone.0046493.nxml",
    "api_samples/ncbi_efetch/pmc6329583.xml",
)
ABSTRACTS = (
    "api_samples/jats/pubmed-29768149.xml",
    "api_samples/pubmed/efetch_citation_22663011.xml",
)
STYLES: dict[str, Callable[[str], str]] = {
    "¹": lambda numbers: numbers.translate(str.maketrans("0123456789–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")),
    "^{1}": lambda numbers: f"^{{{numbers}}}",
    "$^{1}$": lambda numbers: f"$^{{{numbers}}}$",
    "<sup>": lambda numbers: f"<sup>{numbers}</sup>",
    "[1]": lambda numbers: f"[{numbers}]",
    "(1)": lambda numbers: f"({numbers})",
    "pasted": lambda numbers: numbers,
    "pasted.1": lambda numbers: numbers,
}
"""How a list of numbers is printed. `pasted` is a raised one that was copied as plain digits, and
`pasted.1` the same with the mark behind the full stop or comma, as most journals set it."""
STOP = re.compile(r"[.,;](?=\s|\Z)")
MARKER_START, MARKER_END = "\x01", "\x02"
"""Delimiters around a marker, from which its offsets in the text are computed."""


# -- sentences -------------------------------------------------------------------------------------


def paragraphs(name: str) -> list[list[str]]:
    """The paragraphs of a file of sentences."""
    text = "\n".join(
        line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    )
    return [block.splitlines() for block in text.strip().split("\n\n")]


def splitters() -> Iterator[tuple[str, Callable[[str], list[str]]]]:
    """Our splitter and every other one that is installed: name, and function from text to parts."""
    yield "alltrace", lambda text: [text[a:b] for a, b in sentences.spans(text, 0, len(text))]

    def installed(module: str) -> object | None:
        try:
            return importlib.import_module(module)
        except ImportError:
            return None

    if pysbd := installed("pysbd"):
        segmenter = pysbd.Segmenter(language="en", clean=False)  # type: ignore[attr-defined]
        yield "pysbd", segmenter.segment
    if blingfire := installed("blingfire"):
        yield "blingfire", lambda text: blingfire.text_to_sentences(text).split("\n")  # type: ignore[attr-defined]
    if segtok := installed("segtok.segmenter"):
        yield "segtok", lambda text: list(segtok.split_multi(text))  # type: ignore[attr-defined]
    if syntok := installed("syntok.segmenter"):
        yield (
            "syntok",
            lambda text: [
                "".join(t.spacing + t.value for t in sentence)
                for paragraph in syntok.process(text)  # type: ignore[attr-defined]
                for sentence in paragraph
            ],
        )
    if nupunkt := installed("nupunkt"):
        yield "nupunkt", lambda text: nupunkt.sent_tokenize(text)  # type: ignore[attr-defined]
    if sentencex := installed("sentencex"):
        yield "sentencex", lambda text: list(sentencex.segment("en", text))  # type: ignore[attr-defined]


def ends(parts: list[str]) -> set[int]:
    """Offsets of sentence ends in non-space characters, without the last."""
    positions, position = set(), 0
    for part in parts:
        position += len("".join(part.split()))
        positions.add(position)
    return positions - {position}


def sentence_table() -> Table:
    """F1 of sentence ends for each splitter, and its speed."""
    table = Table(title="Sentence ends, F1 (invented medical prose)")
    for name in ("splitter", "seen", "unseen", "characters/s"):
        table.add_column(name, justify="right")
    for name, split in splitters():
        cells = []
        for file in ("sentences.txt", "sentences_unseen.txt"):
            correct = predicted = expected = 0
            for paragraph in paragraphs(file):
                predicted_ends, expected_ends = ends(split(" ".join(paragraph))), ends(paragraph)
                correct, predicted, expected = (
                    correct + len(predicted_ends & expected_ends),
                    predicted + len(predicted_ends),
                    expected + len(expected_ends),
                )
            cells.append(f"{2 * correct / (predicted + expected):.3f}")
        texts = [" ".join(p) for p in paragraphs("sentences_unseen.txt")] * 20
        start = time.perf_counter()
        for text in texts:
            split(text)
        speed = sum(map(len, texts)) / (time.perf_counter() - start)
        table.add_row(name, *cells, f"{speed:,.0f}")
    return table


# -- pointers --------------------------------------------------------------------------------------


def number_list(numbers: list[int]) -> str:
    """Numbers printed as a list with ranges: 1,4–6."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs
    )


def marked(paper: Paper, style: str) -> str:
    """A paper as Markdown, its links printed as delimited markers of one style."""
    parts: list[str] = []
    for section in paper.sections:
        if section.part not in ("abstract", "body"):
            continue
        parts.append(f"\n\n## {section.title}\n\n")
        for paragraph in section.paragraphs:
            position = paragraph.start
            for start, end, numbers in _markers(paper, paragraph.start, paragraph.end):
                preceding = paper.text[position:start]
                preceding = (
                    f"{preceding.rstrip()} " if style in ("[1]", "(1)") else preceding.rstrip()
                )
                stop = STOP.match(paper.text, end) if style == "pasted.1" else None
                preceding += stop[0] if stop else ""
                parts.append(
                    f"{preceding}{MARKER_START}{STYLES[style](number_list(numbers))}{MARKER_END}"
                )
                position = stop.end() if stop else end
            parts.append(f"{paper.text[position : paragraph.end]}\n\n")
    entries = (f"{reference.number}. {reference.printed}\n" for reference in paper.references)
    return "".join((*parts, "## References\n\n", *entries))


def _markers(paper: Paper, start: int, end: int) -> list[tuple[int, int, list[int]]]:
    """The markers of a paragraph; names in one bracket, (A 2001; B 2002), form one marker."""
    markers: list[tuple[int, int, list[int]]] = []
    for pointer in paper.pointers:
        if not start <= pointer.start < end:
            continue
        if markers and re.fullmatch(
            r"[;,]?\s?(?:and\s)?", paper.text[markers[-1][1] : pointer.start]
        ):
            first, _, numbers = markers.pop()
            markers.append((first, pointer.end, [*numbers, *pointer.numbers]))
        else:
            markers.append((pointer.start, pointer.end, list(pointer.numbers)))
    return [
        (a - 1, b + 1, sorted(set(n)))
        if paper.text[a - 1 : a] == "(" and paper.text[b : b + 1] == ")"
        else (a, b, sorted(set(n)))
        for a, b, n in markers
    ]


def read_back(text: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]], Paper]:
    """The true markers and links of a text, and the paper read from it without delimiters."""
    plain, positions = "", []
    for part in re.split(f"([{MARKER_START}{MARKER_END}])", normalise(text)):
        if part in (MARKER_START, MARKER_END):
            positions.append(len(plain))
        else:
            plain += part
    marks = set(zip(positions[::2], positions[1::2], strict=True))
    links = {(a, n) for a, b in marks for n in expanded(re.sub(r"[^\d–,⁰¹²³⁴-⁹⁻]", "", plain[a:b]))}
    paper = read_bytes(text.replace(MARKER_START, "").replace(MARKER_END, "").encode(), "marked.md")
    assert paper.text == plain
    return marks, links, paper


def f1(predicted: set[tuple[int, int]], expected: set[tuple[int, int]]) -> float:
    """The harmonic mean of precision and recall."""
    return (
        2 * len(predicted & expected) / (len(predicted) + len(expected))
        if predicted or expected
        else 1.0
    )


def pointer_table() -> Table:
    """F1 of markers and links for each paper and style."""
    table = Table(title="Citation marks / links read back, F1")
    table.add_column("paper")
    for style in STYLES:
        table.add_column(style, justify="right")
    for name in PAPERS:
        paper_source, cells = read(BENCH / name), []
        for style in STYLES:
            marks, links, paper = read_back(marked(paper_source, style))
            predicted = {(p.start, p.end) for p in paper.pointers}
            predicted_links = {(p.start, n) for p in paper.pointers for n in p.numbers}
            cells.append(f"{f1(predicted, marks):.3f} / {f1(predicted_links, links):.3f}")
        table.add_row(Path(name).name, *cells)
    return table


# -- speed -----------------------------------------------------------------------------------------


def speed_table() -> Table:
    """Documents per second on one core, and the memory retained by 500 more abstracts."""
    table = Table(title="Speed, one core")
    for name in ("what", "documents/s"):
        table.add_column(name, justify="right")
    papers = [(name, (BENCH / name).read_bytes()) for name in PAPERS]
    texts = [
        (n, re.sub(f"[{MARKER_START}{MARKER_END}]", "", marked(read_bytes(d, n), "¹")).encode())
        for n, d in papers
    ]
    abstracts = [(name, (BENCH / name).read_bytes()) for name in ABSTRACTS]
    for what, files, repeats in (
        ("full papers, JATS", papers, 10),
        ("full papers, Markdown", texts, 10),
        ("abstracts, PubMed XML", abstracts, 100),
    ):
        start = time.perf_counter()
        for _ in range(repeats):
            for name, data in files:
                read_bytes(data, name)
        table.add_row(what, f"{repeats * len(files) / (time.perf_counter() - start):,.0f}")
    tracemalloc.start()
    sizes = []
    for _ in range(2):
        for _ in range(250):
            for name, data in abstracts:
                read_bytes(data, name)
        sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    table.add_row("bytes kept, 500 more abstracts", f"{sizes[1] - sizes[0]:,}")
    return table


def main() -> None:
    """Print the tables."""
    console = Console(width=160)
    console.print(sentence_table())
    if BENCH.is_dir():
        console.print(pointer_table())
        console.print(speed_table())
    else:
        console.print("../shared/bench is not there: pointers and speed are not measured")


if __name__ == "__main__":
    main()
