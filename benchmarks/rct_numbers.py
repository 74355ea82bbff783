"""Numbers of a trial report: questions of Yun et al. (2024) answered by the extractor.

`python -m benchmarks.rct_numbers FOLDER predictions.json` reads `FOLDER/questions.json` and
`FOLDER/texts/PMC<id>.xml` (JATS fragments), and writes what `score_rctnum.py` scores.
"""

import json
import re
import sys
from pathlib import Path

from lxml import etree

from ingest.extract.ask import Question, answer
from ingest.extract.source import Sentence, Source, Table
from ingest.text import normalise

Element = etree._Element
_ABBREVIATED = re.compile(
    r"(?:\b(?:vs|al|Fig|Figs|Tab|No|e\.g|i\.e|ca|approx|Dr|St|resp)|\b[A-Z])\.$"
)
_FULL_STOP = re.compile(r"(?<=[.?!])\s+(?=[A-Z(\[])")


def source(xml: str) -> Source:
    """A document of the benchmark: fragments of JATS, with their tables."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(f"<root>{xml}</root>".encode(), parser)
    sentences: list[Sentence] = []
    tables: list[Table] = []
    figures: list[Element] = []
    place = [0, 0]

    def paragraph(element: Element, section: str) -> None:
        text = normalise(_text(element))
        if not text:
            return
        place[0] += 1
        for n, piece in enumerate(split(text), 1):
            sentences.append(Sentence(piece, place[0], n, place[1], (), section))
            place[1] += len(piece) + 1

    def walk(element: Element, section: str) -> None:
        for child in element:
            tag = str(child.tag).rpartition("}")[2]
            if tag == "sec":
                title = child.find("title")
                walk(child, normalise(_text(title)) if title is not None else section)
            elif tag == "table-wrap":
                tables.extend(_tables(child))
            elif tag in ("p", "title") or (tag == "abstract" and len(child) == 0):
                paragraph(child, section)
                for wrap in child.iter("table-wrap"):
                    tables.extend(_tables(wrap))
                figures.extend(c for figure in child.iter("fig") for c in figure.iter("caption"))
            else:
                walk(child, section)

    walk(root, "")
    for caption in figures:
        paragraph(caption, "")
    return Source(tuple(sentences), tables=tuple(tables))


def split(text: str) -> list[str]:
    """A plain sentence splitter; enough for the benchmark, the readers have a better one."""
    pieces: list[str] = []
    for piece in _FULL_STOP.split(text):
        if pieces and _ABBREVIATED.search(pieces[-1]):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces


_LEFT_OUT = frozenset(("table-wrap", "fig", "xref-group"))


def _text(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == "sup" and (child.find("xref") is not None or len(_plain(child)) <= 2):
            pass
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            if child.tag == "break":
                parts.append(" ")
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _plain(element: Element) -> str:
    return "".join(str(piece) for piece in element.itertext()).strip()


def _tables(wrap: Element) -> list[Table]:
    caption = wrap.find("caption")
    notes = " ".join(_text(foot) for foot in wrap.iter("table-wrap-foot"))
    made = []
    for table in wrap.iter("table"):
        head, rows = grid(table)
        told = normalise(_text(caption)) if caption is not None else ""
        made.append(Table(told, tuple(map(tuple, rows)), head, normalise(notes)))
    return made


def grid(table: Element) -> tuple[int, list[list[str]]]:
    """The cells of a table with every span filled in, and how many rows are its head."""
    rows: list[list[str]] = []
    head = 0
    pending: dict[tuple[int, int], str] = {}
    for r, row in enumerate(table.iter("tr")):
        line: list[str] = []
        for cell in (c for c in row if c.tag in ("td", "th")):
            while (r, len(line)) in pending:
                line.append(pending.pop((r, len(line))))
            text = _text(cell)
            text = text.rstrip()
            for _ in range(min(int(cell.get("colspan") or 1), 60)):
                for below in range(1, min(int(cell.get("rowspan") or 1), 200)):
                    pending[r + below, len(line)] = text
                line.append(text)
        while (r, len(line)) in pending:
            line.append(pending.pop((r, len(line))))
        rows.append(line)
    thead = table.find("thead")
    head = len(list(thead.iter("tr"))) if thead is not None else 0
    width = max((len(line) for line in rows), default=0)
    return max(head, 1 if rows else 0), [line + [""] * (width - len(line)) for line in rows]


def main(folder: Path, out: Path) -> None:
    """Answer every question of the folder."""
    sources: dict[str, Source] = {}
    predictions = {}
    for asked in json.loads((folder / "questions.json").read_text(encoding="utf-8")):
        name = str(asked["pmcid"])
        if name not in sources:
            path = folder / "texts" / f"PMC{name}.xml"
            sources[name] = source(path.read_text(encoding="utf-8"))
        question = Question(
            asked["intervention"], asked["comparator"], asked["outcome"], asked["outcome_type"]
        )
        predictions[str(asked["id"])] = answer(sources[name], question).fields()
    out.write_text(json.dumps(predictions, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
