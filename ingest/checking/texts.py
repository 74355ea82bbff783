"""What the text of a source is: its opening, its length, its script."""

import re

from ingest.readers.assemble import assemble
from ingest.readers.blocks import Block, ReaderOutput
from ingest.readers.document import Paper
from ingest.readers.indexed import metadata_of
from ingest.sources.work import Work

OPENING_BLOCKS, LONGEST_BLOCK = 30, 600
"""How many blocks of a document, and characters of each, its own title and authors stand in."""
LETTERS = re.compile(r"[^\W\d_]")
SCRIPTS = {
    "Chinese, Japanese or Korean": re.compile(
        r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    ),
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
}
"""Scripts of which the rules know no words."""
SHARE_OF_SCRIPT = 0.3
_LABELLED = re.compile(r"(?P<label>[A-Z][^.:;?!]{1,60}): (?P<text>\S.*)")


def opening(paper: Paper) -> tuple[str, ...]:
    """The first blocks of a document, before its reference list."""
    blocks: list[str] = []
    for section in paper.sections:
        if section.part == "references" or len(blocks) >= OPENING_BLOCKS:
            break
        blocks += [section.title] if section.title else []
        blocks += [paper.text[one.start : one.end] for one in section.paragraphs]
    return tuple(block[:LONGEST_BLOCK] for block in blocks[:OPENING_BLOCKS])


def word_counts(paper: Paper) -> tuple[int, int]:
    """The words of the sentences of the body and of the abstract."""
    counts = {"body": 0, "abstract": 0}
    for section in paper.sections:
        if section.part in counts:
            counts[section.part] += sum(
                len(sentence.text.split())
                for paragraph in section.paragraphs
                if paragraph.kind == "text"
                for sentence in paragraph.sentences
            )
    return counts["body"], counts["abstract"]


def other_script(text: str) -> str | None:
    """Why a text is not read, if much of it is in a script of which the rules know no words.

    >>> other_script("结果显示两组差异无统计学意义。")
    'the text is Chinese, Japanese or Korean; no value is read from it'
    """
    letters = len(LETTERS.findall(text))
    for script, characters in SCRIPTS.items():
        if letters and len(characters.findall(text)) > SHARE_OF_SCRIPT * letters:
            return f"the text is {script}; no value is read from it"
    return None


def abstract_paper(work: Work, name: str) -> Paper | None:
    """Title and abstract of a work as a document; None without an abstract."""
    if not work.abstract:
        return None
    title = work.title or ""
    blocks = [Block("heading", title, "front", 1, title)] if title else []
    for line in work.abstract.split("\n"):
        labelled = _LABELLED.fullmatch(line)
        if labelled:
            label = (
                labelled["label"].capitalize() if labelled["label"].isupper() else labelled["label"]
            )
            blocks.append(Block("heading", label, "abstract", 2, label))
        blocks.append(Block("paragraph", labelled["text"] if labelled else line, "abstract"))
    return assemble(ReaderOutput("text", metadata_of(work), blocks), name)
