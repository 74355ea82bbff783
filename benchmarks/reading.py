"""`python -m benchmarks reading`: how well and how fast documents are read.

Sentences: splitters compared on invented medical prose, half of it never looked at while the rules
were written. Pointers: JATS papers whose links are turned into printed marks in several styles and
read back. Speed: papers and abstracts a second on one core. Papers come from `../shared/bench`;
where that is not there, the figures that need it are left out and said to be.
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
from ingest.readers.pointers import expanded
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
}
ON, OFF = "\x01", "\x02"
"""Stand around a mark while its place in the text is being worked out."""


# -- sentences -------------------------------------------------------------------------------------


def paragraphs(name: str) -> list[list[str]]:
    """The paragraphs of a file of sentences."""
    text = "\n".join(
        line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    )
    return [block.splitlines() for block in text.strip().split("\n\n")]


def splitters() -> Iterator[tuple[str, Callable[[str], list[str]]]]:
    """Our rules, and every other splitter that is installed, each from a text to its sentences."""
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
    """Where sentences end, counted in characters that are no space; the last end is left out."""
    places, at = set(), 0
    for part in parts:
        at += len("".join(part.split()))
        places.add(at)
    return places - {at}


def sentence_table() -> Table:
    """F1 of sentence ends for each splitter, and its speed."""
    table = Table(title="Sentence ends, F1 (invented medical prose)")
    for name in ("splitter", "seen", "unseen", "characters/s"):
        table.add_column(name, justify="right")
    for name, split in splitters():
        cells = []
        for file in ("sentences.txt", "sentences_unseen.txt"):
            hit = found = true = 0
            for paragraph in paragraphs(file):
                mine, gold = ends(split(" ".join(paragraph))), ends(paragraph)
                hit, found, true = hit + len(mine & gold), found + len(mine), true + len(gold)
            cells.append(f"{2 * hit / (found + true):.3f}")
        texts = [" ".join(p) for p in paragraphs("sentences_unseen.txt")] * 20
        start = time.perf_counter()
        for text in texts:
            split(text)
        speed = sum(map(len, texts)) / (time.perf_counter() - start)
        table.add_row(name, *cells, f"{speed:,.0f}")
    return table


# -- pointers --------------------------------------------------------------------------------------


def printed(numbers: list[int]) -> str:
    """Numbers as a list with ranges, as they are printed: 1,4–6."""
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
    """A paper as Markdown, its links turned into printed marks of one style."""
    out: list[str] = []
    for section in paper.sections:
        if section.part not in ("abstract", "body"):
            continue
        out.append(f"\n\n## {section.title}\n\n")
        for paragraph in section.paragraphs:
            at = paragraph.start
            for start, end, numbers in _groups(paper, paragraph.start, paragraph.end):
                before = paper.text[at:start]
                before = f"{before.rstrip()} " if style in ("[1]", "(1)") else before.rstrip()
                out.append(f"{before}{ON}{STYLES[style](printed(numbers))}{OFF}")
                at = end
            out.append(f"{paper.text[at : paragraph.end]}\n\n")
    entries = (f"{one.number}. {one.printed}\n" for one in paper.references)
    return "".join((*out, "## References\n\n", *entries))


def _groups(paper: Paper, start: int, end: int) -> list[tuple[int, int, list[int]]]:
    """The pointers of a paragraph; names in one bracket, (A 2001; B 2002), make one mark."""
    groups: list[tuple[int, int, list[int]]] = []
    for one in paper.pointers:
        if not start <= one.start < end:
            continue
        if groups and re.fullmatch(r"[;,]?\s?(?:and\s)?", paper.text[groups[-1][1] : one.start]):
            first, _, numbers = groups.pop()
            groups.append((first, one.end, [*numbers, *one.numbers]))
        else:
            groups.append((one.start, one.end, list(one.numbers)))
    return [
        (a - 1, b + 1, sorted(set(n)))
        if paper.text[a - 1 : a] == "(" and paper.text[b : b + 1] == ")"
        else (a, b, sorted(set(n)))
        for a, b, n in groups
    ]


def read_back(text: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]], Paper]:
    """The true marks and links of a marked text, and the paper that is read without the signs."""
    clean, places = "", []
    for part in re.split(f"([{ON}{OFF}])", normalise(text)):
        if part in (ON, OFF):
            places.append(len(clean))
        else:
            clean += part
    marks = set(zip(places[::2], places[1::2], strict=True))
    links = {(a, n) for a, b in marks for n in expanded(re.sub(r"[^\d–,⁰¹²³⁴-⁹⁻]", "", clean[a:b]))}
    paper = read_bytes(text.replace(ON, "").replace(OFF, "").encode(), "marked.md")
    assert paper.text == clean
    return marks, links, paper


def f1(found: set[tuple[int, int]], true: set[tuple[int, int]]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * len(found & true) / (len(found) + len(true)) if found or true else 1.0


def pointer_table() -> Table:
    """F1 of marks and links for each paper and style."""
    table = Table(title="Citation marks / links read back, F1")
    table.add_column("paper")
    for style in STYLES:
        table.add_column(style, justify="right")
    for name in PAPERS:
        source, cells = read(BENCH / name), []
        for style in STYLES:
            marks, links, paper = read_back(marked(source, style))
            mine = {(p.start, p.end) for p in paper.pointers}
            linked = {(p.start, n) for p in paper.pointers for n in p.numbers}
            cells.append(f"{f1(mine, marks):.3f} / {f1(linked, links):.3f}")
        table.add_row(Path(name).name, *cells)
    return table


# -- speed -----------------------------------------------------------------------------------------


def speed_table() -> Table:
    """Documents a second on one core, and how much memory remains after a thousand."""
    table = Table(title="Speed, one core")
    for name in ("what", "documents/s"):
        table.add_column(name, justify="right")
    papers = [(name, (BENCH / name).read_bytes()) for name in PAPERS]
    texts = [
        (n, re.sub(f"[{ON}{OFF}]", "", marked(read_bytes(d, n), "¹")).encode()) for n, d in papers
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
