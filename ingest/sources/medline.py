"""PubMed's records in the form of MEDLINE: tagged lines, as its site saves them (`.nbib`)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.readers.frontmatter import initials
from ingest.references.model import Person
from ingest.sources import abstracts
from ingest.sources.payload import year
from ingest.sources.pubmed import SOURCE
from ingest.sources.text import line, lines, title
from ingest.sources.work import (
    Relation,
    Work,
    by_type,
    checked_doi,
    distinct_years,
    pages,
    related,
    well_formed,
)

_START = re.compile(r"^PMID *- ?(?=\d)", re.MULTILINE)
_TAG = re.compile(r"([A-Z]{2,4}) *- ?(.*)")
_SECTION = re.compile(r"(?:^|(?<=[.?!)] ))([A-Z][A-Z /&,'-]{3,60}): (?=\S)")
_REGISTRATION = re.compile(r"[^/]+/(\S+)")
_PMID = re.compile(r"PMID: ?(\d+)")
_LINKS = {
    "EIN": "Erratum in", "CRI": "Corrected and republished in", "PRIN": "Partial retraction in"
}  # fmt: skip
"""The tags of links to notices, with MEDLINE's types of them. A retraction is told by the type."""


def is_medline(text: str) -> bool:
    """Whether a text holds records in this form."""
    match = _START.search(text[:2_000])
    return match is not None and not text[: match.start()].strip("\ufeff \t\r\n")


def works(text: str) -> Iterator[Work]:
    r"""The works of a file, in order.

    >>> [one.pmid for one in works("PMID- 1\nTI  - One\n      goes on.\n\nPMID- 2\nTI  - Two.\n")]
    ['1', '2']
    """
    starts = [match.start() for match in _START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _work(_fields(text[start:end]))


def _fields(record: str) -> defaultdict[str, list[str]]:
    """The values by tag; an indented line continues the one before."""
    fields = defaultdict[str, list[str]](list)
    tag = ""
    for text in record.splitlines():
        match = _TAG.match(text)
        if match and not text.startswith(" "):
            tag = match[1]
            fields[tag].append(match[2].strip())
        elif tag and text.strip():
            fields[tag][-1] += f" {text.strip()}"
    return fields


def _work(fields: defaultdict[str, list[str]]) -> Work:
    notes: list[str] = []

    def first(*tags: str) -> str | None:
        return next((value for tag in tags if (value := line(next(iter(fields[tag]), None)))), None)

    people = [*map(_person, fields["FAU"])] or [*map(Person.of_record, fields["AU"])]
    groups = list(lines(fields["CN"]))
    types = lines(fields["PT"])
    begin, end = pages(first("PG"), notes)
    return Work(
        SOURCE,
        doi=checked_doi(_doi([*fields["LID"], *fields["AID"]]), notes),
        pmid=well_formed("pmid", first("PMID")),
        pmcid=well_formed("pmcid", first("PMC")),
        titles=tuple(filter(None, [title(first("TI", "BTI")), title(first("TT"))])),
        authors=(*(" ".join(filter(None, one)) for one in people), *groups),
        people=tuple(people),
        journals=tuple(filter(None, (first("TA"), first("JT")))),
        years=distinct_years(year(first("DP")), year(first("DEP"))),
        volume=first("VI"),
        issue=first("IP"),
        first_page=begin,
        last_page=end,
        types=types,
        abstract=_abstract(first("AB")),
        relations=(*by_type(types, "pubmed"), *_relations(fields)),
        registrations=tuple(
            match[1] for one in fields["SI"] if (match := _REGISTRATION.match(one))
        ),
        notes=tuple(notes),
    )


def _person(full: str) -> Person:
    family, _, given = full.partition(",")
    return Person(family.strip(), initials(given.strip()))


def _doi(identifiers: Sequence[str]) -> str | None:
    found = (one.removesuffix("[doi]").strip() for one in identifiers if one.endswith("[doi]"))
    return next(found, None)


def _abstract(text: str | None) -> str | None:
    """The abstract with a line for each section, whose headings stand in capitals within it."""
    head, *others = _SECTION.split(text or "")
    return abstracts.of_sections([("", head), *zip(others[::2], others[1::2], strict=True)])


def _relations(fields: defaultdict[str, list[str]]) -> Iterator[Relation]:
    for tag, kind in _LINKS.items():
        for cited in fields[tag]:
            pmid = _PMID.search(cited)
            one = related(kind, _PMID.sub("", cited).strip(), None, pmid and pmid[1], "pubmed")
            if one is not None:
                yield one
