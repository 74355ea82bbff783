"""The reference list of a paper as references, publications and citation pointers of a record."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ingest.drafting.known import LONGEST_FAMILY, Known, Work, plain
from ingest.extract.fitting import fitted
from ingest.extract.mentions import slug
from ingest.readers.document import Paper, PrintedReference
from ingest.references.model import ParsedReference
from ontology.model import Publication

UNSURE = 0.8
"""A part of a reference read with a lower confidence is told as a doubt."""
LONGEST_PRINTED = 20_000
LONGEST_TITLE = 1_000
"""Of an entry that is no reference as much is kept."""


@dataclass(slots=True)
class Bibliography:
    """Items of the sections `references`, `publications` and `pointers`, and what they point to."""

    references: list[dict[str, Any]] = field(default_factory=list)
    publications: list[dict[str, Any]] = field(default_factory=list)
    pointers: list[dict[str, Any]] = field(default_factory=list)
    of_sentence: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The pointers of a sentence, by its anchor."""
    of_reference: dict[int, str] = field(default_factory=dict)
    """The publication that a number of the list stands for."""
    studies: dict[int, str] = field(default_factory=dict)
    """The study that a number of the list reports, where it is known and only one."""
    unnamed: dict[str, str] = field(default_factory=dict)
    """The publications of which nothing is known, by the id of the study they must report."""
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def bibliography(paper: Paper, known: Known) -> Bibliography:
    """What a paper cites and where. A work that is known keeps the id it has."""
    made = Bibliography()
    taken: set[str] = set()
    for entry in paper.references:
        if entry.number in made.of_reference:
            continue
        work = _work(entry.parsed)
        name = known.publication(work)
        if name is None:
            name = publication_id(work, entry.printed)
            if name not in taken:
                publication, told = _publication(name, entry)
                made.publications.append(publication)
                made.comments["publications", name] = _comment(entry.parsed, told)
        taken.add(name)
        if name not in known.reports:
            made.unnamed[f"{name}-study"] = name
        elif len(known.reports[name]) == 1:
            made.studies[entry.number] = known.reports[name][0]
        made.of_reference[entry.number] = name
        printed = entry.printed.strip()[:LONGEST_PRINTED]
        made.references.append({"number": entry.number, "publication": name, "printed": printed})
    _point(paper, made)
    return made


def _point(paper: Paper, made: Bibliography) -> None:
    """One pointer for each reference at each marker of the numbered text."""
    marker = 0
    for pointer in paper.pointers:
        place = f"p{pointer.paragraph} s{pointer.sentence}"
        made.left_out += [
            f"{place}: {pointer.text}: the list has no reference {number}"
            for number in pointer.numbers
            if number not in made.of_reference
        ]
        cited = [number for number in pointer.numbers if number in made.of_reference]
        if pointer.paragraph is None or pointer.sentence is None or not cited:
            continue
        marker += 1
        anchor = f"s{pointer.paragraph}.{pointer.sentence}"
        for number in cited:
            name = f"p{len(made.pointers) + 1:02}"
            made.pointers.append({
                "id": name, "marker": marker, "reference": number,
                "role": "citesForInformation", "anchor": anchor,
            })  # fmt: skip
            made.of_sentence[anchor].append(name)


def publication_id(work: Work, printed: str) -> str:
    """An id made of what is printed, so that one work has one id in every draft."""
    family = plain(work.family)
    if family and work.year and work.volume and work.first_page:
        return slug(f"{family}-{work.year}-{work.volume}-{work.first_page}")
    short = hashlib.sha256(" ".join((work.doi or printed).lower().split()).encode()).hexdigest()
    return "-".join(filter(None, (family[:LONGEST_FAMILY], work.year, short[:8])))


def _work(parsed: ParsedReference) -> Work:
    return Work(
        family=parsed.authors[0].family if parsed.authors else "",
        year=parsed.year or "",
        volume=parsed.volume or "",
        first_page=parsed.first_page or "",
        title=parsed.title or "",
        doi=parsed.doi or "",
        pmid=parsed.pmid or "",
    )


def _publication(name: str, entry: PrintedReference) -> tuple[dict[str, Any], list[str]]:
    """The cited work, and what the record model refused of it."""
    parsed = entry.parsed
    first = parsed.authors[0].family if parsed.authors else next(iter(parsed.collective), "")
    year = parsed.year[:4] if parsed.year else ""
    data = {
        "id": name, "label": " ".join(filter(None, (first, year))) or f"reference {entry.number}",
        "title": parsed.title or entry.printed,
        "authors": [" ".join(filter(None, person)) for person in parsed.authors],
        "et_al": parsed.etal or None, "journal": parsed.journal, "year": year,
        "volume": parsed.volume, "issue": parsed.issue, "first_page": parsed.first_page,
        "last_page": parsed.last_page, "doi": parsed.doi, "pmid": parsed.pmid,
        "pmcid": parsed.pmcid, "note": "; ".join(parsed.notes), "text_seen": "nothing",
    }  # fmt: skip
    given = {key: value for key, value in data.items() if value}
    kept, told = fitted(Publication, given, ("id", "label", "title", "text_seen"))
    if kept is None:
        title = entry.printed.strip()[:LONGEST_TITLE] or f"reference {entry.number}"
        bare = {"id": name, "label": f"reference {entry.number}", "title": title}
        return {**bare, "text_seen": "nothing"}, told
    return kept, told


def _comment(parsed: ParsedReference, told: list[str]) -> str:
    """What a person should look at in a reference; empty if nothing."""
    unsure = [
        f"{part} by {reading.rule!r}, confidence {reading.confidence:.2f}"
        for part, reading in parsed.how.items()
        if reading.confidence < UNSURE
    ]
    if parsed.title is None:
        unsure.insert(0, "no title was made out")
    doubts = [*unsure, *told]
    return f"check: {'; '.join(doubts)}" if doubts else ""
