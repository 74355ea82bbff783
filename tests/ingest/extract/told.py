"""Values of invented documents, as the tests of whose, arm, people and wholes write them."""

from ingest.extract.draft import DraftSections, draft
from ingest.extract.extractor import extract
from ingest.extract.reading import ValueReading
from ingest.extract.source import ExtractionInput, PointerMention, Sentence

REFERENCES = {
    1: "Marlow A, Quist B. The ELDER trial of zorimab in sepsis. J X. 2020.",
    2: "Tarn C. Registry of ten wards. J X. 2015.",
    3: "Oake D. A cohort of nine valleys. J X. 2011.",
}
OF_REFERENCE = {1: "marlow-study", 2: "tarn-study", 3: "oake-study"}


def source(
    *sentences: str, reports: bool = True, headings: tuple[str, ...] = (), title: str = ""
) -> ExtractionInput:
    """Sentences with `{1}` where they cite; one that begins with `¶` opens a paragraph."""
    made, paragraph, number = [], 1, 0
    for n, sentence in enumerate(sentences):
        if sentence.startswith("¶"):
            paragraph, number = paragraph + 1, 0
        number += 1
        text, pointers = "", []
        for piece in sentence.lstrip("¶").split("{"):
            mark, closed, rest = piece.partition("}")
            if not closed:
                text += piece
                continue
            pointers.append(PointerMention(len(text), len(text) + 3, (int(mark),)))
            text += f"[{mark}]{rest}"
        heading = headings[n] if n < len(headings) else ""
        made.append(Sentence(text, paragraph, number, 1000 * n, tuple(pointers), heading))
    return ExtractionInput(
        tuple(made), title=title, references=REFERENCES, unnamed=OF_REFERENCE, reports=reports
    )


def last_values(*sentences: str, **more: object) -> list[ValueReading]:
    """The values of the last sentence, in its order."""
    document = source(*sentences, **more)  # type: ignore[arg-type]
    last = document.sentences[-1]
    found = [r for r in extract(document).readings if r.sentence is last and r.quantity.value]
    return sorted(found, key=lambda r: r.quantity.first)


def drafted(*sentences: str, **more: object) -> DraftSections:
    return draft(extract(source(*sentences, **more)), "letter", {})  # type: ignore[arg-type]
