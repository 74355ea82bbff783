"""What was read of a document, for a terminal: its outline, and the numbers of one outcome."""

from rich.console import Group
from rich.text import Text

from graph_viz.text.console import table
from graph_viz.text.plain import plain
from ingest.extract.question import Answer, Question
from ingest.readers.document import Paper, Section


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
            (
                (
                    f"p{p.paragraph} s{p.sentence}" if p.paragraph else f"at {p.start}",
                    p.text,
                    ", ".join(f"{n}?" if n in p.unknown else str(n) for n in p.numbers),
                )
                for p in read.pointers
            ),
        ),
        Text(""),
        table(("", "reference"), ((str(r.number), r.printed) for r in read.references)),
    )


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


def pico(question: Question, found: Answer) -> Group:
    """The numbers of both arms, and where they stand."""
    heads = ("events", "of", "mean", "standard deviation")
    arms = {question.intervention: found.intervention, question.comparator: found.comparator}
    rows = [
        (name, *("" if n is None else str(n) for n in (x.events, x.size, x.mean, x.deviation)))
        for name, x in arms.items()
    ]
    computed = found.intervention.computed or found.comparator.computed
    told = f"{question.outcome}: {found.place}" + (
        "; events computed from percentage and size" if computed else ""
    )
    return Group(table(("arm", *heads), rows), Text(plain(told), style="italic"))
