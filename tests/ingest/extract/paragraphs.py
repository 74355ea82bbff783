"""The statements of an invented document, as the tests of conclusions and evidence write it."""

from ingest.extract.extractor import extract
from ingest.extract.roles import ClassifiedSentence
from ingest.extract.source import ExtractionInput, PointerMention, Sentence


def statements(*paragraphs: str | tuple[str, str]) -> list[ClassifiedSentence]:
    """The statements of paragraphs: sentences divided by ` | `; a pair gives its section first."""
    sentences: list[Sentence] = []
    start = 0
    for n, paragraph in enumerate(paragraphs, 1):
        section, text = paragraph if isinstance(paragraph, tuple) else ("", paragraph)
        for m, sentence in enumerate(text.split(" | "), 1):
            pointers = (PointerMention(len(sentence), len(sentence), (1,)),) * ("{1}" in sentence)
            sentence = sentence.replace(" {1}", "")
            sentences.append(Sentence(sentence, n, m, start, pointers, section))
            start += len(sentence) + 1
    return extract(ExtractionInput(tuple(sentences), "T", (), {1: "Doe. 2029."})).statements
