"""The input of the extractor from a parsed paper: sentences, tables and cited entries."""

from collections import defaultdict
from collections.abc import Iterator

from ingest.drafting.bibliography import Bibliography
from ingest.extract.source import ExtractionInput, PointerMention, Sentence, Table
from ingest.readers import document
from ingest.readers.document import Paper


def source(paper: Paper, cited: Bibliography, reports: bool) -> ExtractionInput:
    """The sentences of abstract and body with their citation pointers, and the tables.

    `reports` says whether the paper reports a study of its own.
    """
    study_of = {publication: study for study, publication in cited.unnamed.items()}
    unnamed = {n: study_of[name] for n, name in cited.of_reference.items() if name in study_of}
    pointers: dict[tuple[int, int], list[document.InTextPointer]] = defaultdict(list)
    for pointer in paper.pointers:
        if pointer.paragraph is not None and pointer.sentence is not None:
            pointers[pointer.paragraph, pointer.sentence].append(pointer)
    return ExtractionInput(
        sentences=tuple(_sentences(paper, pointers)),
        title=paper.metadata.title or "",
        tables=tuple(map(_table, paper.tables)),
        references={entry.number: entry.printed for entry in paper.references},
        studies=cited.studies,
        unnamed=unnamed,
        reports=reports,
    )


def report_source(paper: Paper) -> ExtractionInput:
    """The extraction input of a paper that reports its own study, without its references."""
    return source(paper, Bibliography(), reports=True)


def _sentences(
    paper: Paper, pointers: dict[tuple[int, int], list[document.InTextPointer]]
) -> Iterator[Sentence]:
    for section in paper.sections:
        for paragraph in section.paragraphs:
            if paragraph.number is None or paragraph.kind != "text":
                continue
            for sentence in paragraph.sentences:
                yield Sentence(
                    text=sentence.text,
                    paragraph=paragraph.number,
                    sentence=sentence.number,
                    start=sentence.start,
                    pointers=tuple(
                        PointerMention(
                            p.start - sentence.start, p.end - sentence.start, tuple(p.numbers)
                        )
                        for p in pointers[paragraph.number, sentence.number]
                    ),
                    section=section.title,
                )


def _table(table: document.Table) -> Table:
    caption = f"{table.label} {table.caption}".strip()
    return Table(caption, tuple(map(tuple, table.rows)), table.head, table.notes)
