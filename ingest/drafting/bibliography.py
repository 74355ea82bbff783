"""References, publications and citation pointers of a record, from a paper's reference list."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from ingest.drafting.anchors import anchor_id, sentences
from ingest.drafting.known import LONGEST_FAMILY, KnownRecords, WorkIdentity, plain
from ingest.drafting.named_authors import NamedAuthor, named_author, named_authors, pairs_of_names
from ingest.extract.fitting import fitted
from ingest.language.mention import slug
from ingest.readers.document import InTextPointer, Paper, PrintedReference
from ingest.references.model import ParsedReference
from ontology.model import CitationPointer, Publication, Reference

UNSURE = 0.8
"""A part of a reference with a lower confidence becomes a doubt."""
INFERRED = "plain digits, taken for a raised citation by their place in the order of the list"
LONGEST_PRINTED = 20_000
LONGEST_TITLE = 1_000
"""Characters that are kept of an entry that could not be parsed."""


@dataclass(slots=True)
class Bibliography:
    """The references and pointers of a paper, and the works that no other record defines."""

    references: list[Reference] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    pointers: list[CitationPointer] = field(default_factory=list)
    of_sentence: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The pointers of each sentence, by its anchor."""
    authors_of_sentence: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The authors whom each sentence names, by its anchor."""
    of_reference: dict[int, str] = field(default_factory=dict)
    """The publication of each reference number."""
    studies: dict[int, str] = field(default_factory=dict)
    """The study that each reference number reports, where exactly one is known."""
    unnamed: dict[str, str] = field(default_factory=dict)
    """The publications without a known study, by the id of the study that is assumed for each."""
    left_out: list[str] = field(default_factory=list)


def bibliography(paper: Paper, known: KnownRecords) -> Bibliography:
    """The works that a paper cites, and where; a known work keeps its id."""
    cited = Bibliography()
    taken: set[str] = set()
    for entry in paper.references:
        if entry.number in cited.of_reference:
            continue
        doubts: list[str] = []
        work = work_identity(entry.parsed)
        name = known.matched.get(entry.number) or known.publication(work)
        if name is None:
            name = publication_id(work, entry.printed)
            if name not in taken:
                publication, refused = _publication(name, entry)
                cited.publications.append(publication)
                doubts = [*_reference_doubts(entry.parsed), *refused]
        taken.add(name)
        if name not in known.reports:
            cited.unnamed[f"{name}-study"] = name
        elif len(known.reports[name]) == 1:
            cited.studies[entry.number] = known.reports[name][0]
        cited.of_reference[entry.number] = name
        printed = entry.printed.strip()[:LONGEST_PRINTED]
        cited.references.append(
            Reference(number=entry.number, printed=printed, publication=name, doubts=tuple(doubts))
        )
    _add_pointers(paper, cited)
    return cited


def _add_pointers(paper: Paper, cited: Bibliography) -> None:
    """Add a pointer for each reference at each marker of the text, then at each one elsewhere."""
    marker = 0
    authors = _authors_beside(paper, cited)
    for pointer in paper.pointers:
        place = f"p{pointer.paragraph} s{pointer.sentence}"
        cited.left_out += [
            f"{place}: {pointer.text}: the list has no reference {number}"
            for number in pointer.numbers
            if number not in cited.of_reference
        ]
        numbers = [number for number in pointer.numbers if number in cited.of_reference]
        if pointer.paragraph is None or pointer.sentence is None or not numbers:
            continue
        marker += 1
        anchor = anchor_id(pointer.paragraph, pointer.sentence)
        author = authors.get(pointer.start) if len(numbers) == 1 else None
        for number in numbers:
            name = f"p{len(cited.pointers) + 1:02}"
            cited.pointers.append(CitationPointer(
                id=name, anchor=anchor, status="extracted", marker=marker,
                reference=f"ref-{number}", role="citesForInformation",
                named_author=author.family if author else None,
                doubts=_pointer_doubts(pointer, author),
            ))  # fmt: skip
            cited.of_sentence[anchor].append(name)
    captions = [("caption", p.numbers) for p in paper.pointers if p.paragraph is None]
    elsewhere = [(pointer.place, pointer.numbers) for pointer in paper.pointers_elsewhere]
    for place, numbers in (*captions, *elsewhere):
        marker += 1
        for number in numbers:
            if number in cited.of_reference:
                cited.pointers.append(CitationPointer(
                    id=f"p{len(cited.pointers) + 1:02}", status="extracted", marker=marker,
                    reference=f"ref-{number}", role="citesForInformation", place=place,
                ))  # fmt: skip


def _pointer_doubts(pointer: InTextPointer, author: NamedAuthor | None) -> tuple[str, ...]:
    apart = author is not None and not author.adjacent
    doubts = (pointer.inferred, INFERRED), (apart, "the author is named elsewhere in the sentence")
    return tuple(doubt for given, doubt in doubts if given)


def _authors_beside(paper: Paper, cited: Bibliography) -> dict[int, NamedAuthor]:
    """The author whom the sentence of a pointer names with it, by the pointer's offset.

    The authors whom any sentence names are added to `cited`.
    """
    markers = defaultdict(list)
    for pointer in paper.pointers:
        if pointer.paragraph is not None and pointer.sentence is not None:
            markers[anchor_id(pointer.paragraph, pointer.sentence)].append(pointer.start)
    beside = {}
    listed = _families(cited)
    for paragraph, sentence in sentences(paper):
        anchor = anchor_id(paragraph, sentence.number)
        names = [*named_authors(sentence.text), *pairs_of_names(sentence.text, listed)]
        if not names:
            continue
        cited.authors_of_sentence[anchor] = tuple(dict.fromkeys(family for family, _ in names))
        starts = markers.get(anchor, ())
        for start in starts:
            at, only = start - sentence.start, len(starts) == 1
            author = named_author(sentence.text, at, only=only, authors=listed)
            if author is not None:
                beside[start] = author
    return beside


def _families(cited: Bibliography) -> frozenset[str]:
    """The words of the names of all authors in the list, in lower case."""
    names = (author for work in cited.publications for author in work.authors)
    return frozenset(word.lower() for name in names for word in name.split())


def publication_id(work: WorkIdentity, printed: str) -> str:
    """An id derived from the printed entry, so that a work has the same id in every draft.

    >>> publication_id(WorkIdentity("Hogan", "2023", "141", "1"), "")
    'hogan-2023-141-1'
    """
    family = plain(work.family)
    if family and work.year and work.volume and work.first_page:
        return slug(f"{family}-{work.year}-{work.volume}-{work.first_page}")
    short = hashlib.sha256(" ".join((work.doi or printed).lower().split()).encode()).hexdigest()
    return "-".join(filter(None, (family[:LONGEST_FAMILY], work.year, short[:8])))


def work_identity(parsed: ParsedReference) -> WorkIdentity:
    """The identifying data of a printed reference."""
    return WorkIdentity(
        family=parsed.authors[0].family if parsed.authors else "",
        year=parsed.year or "",
        volume=parsed.volume or "",
        first_page=parsed.first_page or "",
        title=parsed.title or "",
        doi=parsed.doi or "",
        pmid=parsed.pmid or "",
    )


def _publication(name: str, entry: PrintedReference) -> tuple[Publication, list[str]]:
    """The cited work, and the values that the record model refused."""
    parsed = entry.parsed
    first = parsed.authors[0].family if parsed.authors else next(iter(parsed.collective), "")
    year = parsed.year[:4] if parsed.year else ""
    values: dict[str, object] = {
        "id": name, "label": " ".join(filter(None, (first, year))) or f"reference {entry.number}",
        "title": parsed.title or entry.printed,
        "authors": [" ".join(filter(None, person)) for person in parsed.authors],
        "et_al": parsed.etal or None, "journal": parsed.journal, "year": year,
        "volume": parsed.volume, "issue": parsed.issue, "first_page": parsed.first_page,
        "last_page": parsed.last_page, "doi": parsed.doi, "pmid": parsed.pmid,
        "pmcid": parsed.pmcid, "note": "; ".join(parsed.notes), "text_seen": "nothing",
    }  # fmt: skip
    given = {key: value for key, value in values.items() if value}
    publication, refused = fitted(Publication, given, ("id", "label", "title", "text_seen"))
    if publication is None:
        label = f"reference {entry.number}"
        title = entry.printed.strip()[:LONGEST_TITLE] or label
        publication = Publication(id=name, label=label, title=title, text_seen="nothing")
    return publication, refused


def _reference_doubts(parsed: ParsedReference) -> list[str]:
    """The doubts about a parsed reference."""
    untitled = ["no title was recognised"] if parsed.title is None else []
    return untitled + [
        f"{part} by {reading.rule!r}, confidence {reading.confidence:.2f}"
        for part, reading in parsed.how.items()
        if reading.confidence < UNSURE
    ]
