"""What was read of a document, for a terminal: its outline, and the numbers of one outcome."""

from rich.console import Group
from rich.text import Text

from graph_viz.text.console import table
from graph_viz.text.plain import plain
from ingest.pico.question import Answer, Question
from ingest.readers.document import InTextPointer, Paper, PointerElsewhere, Section


def paper(read: Paper) -> Group:
    """An outline of a document that was read: what it is, its sections, pointers and references."""
    meta = read.metadata
    place = " ".join(str(x) for x in (meta.journal, meta.year, meta.doi) if x)
    head = [meta.title or "(no title)", ", ".join(meta.authors), place]
    kinds = f"{read.format}, {len(read.text):,} characters, {len(read.tables)} tables"
    return Group(
        *(Text(plain(line)) for line in (*filter(None, head), kinds, "")),
        table(
            ("part", "section", "paragraphs", "sentences", "pointers"),
            (_section_row(read, section) for section in read.sections),
        ),
        Text(""),
        table(
            ("place", "pointer", "references"),
            (*map(_pointer_row, read.pointers), *map(_elsewhere_row, read.pointers_elsewhere)),
        ),
        Text(""),
        table(("", "reference"), ((str(r.number), r.printed) for r in read.references)),
    )


def _pointer_row(pointer: InTextPointer) -> tuple[str, ...]:
    place = f"p{pointer.paragraph} s{pointer.sentence}"
    return (
        place if pointer.paragraph else f"at {pointer.start}",
        f"{pointer.text} (inferred)" if pointer.inferred else pointer.text,
        ", ".join(f"{n}?" if n in pointer.unknown else str(n) for n in pointer.numbers),
    )


def _elsewhere_row(pointer: PointerElsewhere) -> tuple[str, ...]:
    place = " of ".join(filter(None, (pointer.place, pointer.label)))
    return place, pointer.text, ", ".join(map(str, pointer.numbers))


def _section_row(read: Paper, section: Section) -> tuple[str, ...]:
    numbers = [p.number for p in section.paragraphs if p.number is not None]
    within = sum(section.start <= p.start < section.end for p in read.pointers)
    return (
        section.part,
        "  " * (section.level - 1) + section.title,
        f"{numbers[0]}–{numbers[-1]}" if numbers else "",
        str(sum(len(p.sentences) for p in section.paragraphs)),
        str(within or ""),
    )


def pico(question: Question, answer: Answer) -> Group:
    """The numbers of both arms, and where they stand."""
    heads = ("events", "of", "mean", "standard deviation")
    arms = {question.intervention: answer.intervention, question.comparator: answer.comparator}
    rows = [
        (name, *("" if n is None else str(n) for n in (x.events, x.size, x.mean, x.deviation)))
        for name, x in arms.items()
    ]
    computed = answer.intervention.computed or answer.comparator.computed
    place = f"{question.outcome}: {answer.place}" + (
        "; events computed from percentage and size" if computed else ""
    )
    return Group(table(("arm", *heads), rows), Text(plain(place), style="italic"))
