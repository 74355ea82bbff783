"""The places that a draft can point at: every sentence of abstract and body."""

from collections.abc import Iterator

from ingest.readers.document import Paper, Sentence
from ontology.model import TextAnchor


def sentences(paper: Paper) -> Iterator[tuple[int, Sentence]]:
    """Each sentence of abstract and body with the number of its paragraph.

    Thanks and salutations are among them, for a marker may stand there.
    """
    for section in paper.sections:
        for paragraph in section.paragraphs:
            if paragraph.number is not None:
                for sentence in paragraph.sentences:
                    yield paragraph.number, sentence


def anchor_id(paragraph: int, sentence: int) -> str:
    """The id of a sentence's anchor.

    >>> anchor_id(2, 1)
    's2.1'
    """
    return f"s{paragraph}.{sentence}"


def text_anchors(paper: Paper) -> Iterator[TextAnchor]:
    """An anchor for each sentence, with its offsets in the normalised text and its hash."""
    for paragraph, sentence in sentences(paper):
        if sentence.text:
            yield TextAnchor(
                id=anchor_id(paragraph, sentence.number), paragraph=paragraph,
                sentence=sentence.number, start=sentence.start, end=sentence.end,
                sha256=sentence.sha256,
            )  # fmt: skip
