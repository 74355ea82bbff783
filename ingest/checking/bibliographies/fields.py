"""The fields of a reference manager's entry as a parsed reference."""

import re
from collections.abc import Iterable, Sequence
from typing import get_args

from ingest.readers.frontmatter import PMCID, PMID, initials
from ingest.references.model import ParsedReference, Person, ReferenceKind
from ingest.sources.text import LONGEST, line, unmarked
from ingest.sources.work import pages, well_formed

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_GIVEN_IN_CAPITALS = re.compile(r"[A-Z]{1,4}")
KINDS = get_args(ReferenceKind)


def reference(
    given: dict[str, str], people: Sequence[Person], kind: ReferenceKind, *,
    groups: Sequence[str] = (), etal: bool = False, notes: str = "",
) -> ParsedReference:  # fmt: skip
    """A parsed reference from plain fields; `pages` may be a range, `notes` may name a PMID.

    >>> reference({"title": "On it", "pages": "107--14", "year": "2001"}, (), "article").last_page
    '114'
    """
    plain = {name: text for name, value in given.items() if (text := unmarked(value))}
    first, last = pages(re.sub(r"\s*[-‐–—]+\s*", "-", plain.get("pages", "")), [])
    pmid, pmcid = PMID.search(notes), PMCID.search(notes)
    doi = well_formed("doi", plain.get("doi")) or _doi_of(plain.get("url", ""))
    return ParsedReference(
        authors=tuple(people),
        etal=etal,
        collective=tuple(groups),
        title=plain.get("title"),
        journal=plain.get("journal"),
        year=year(plain.get("year")),
        volume=plain.get("volume"),
        issue=plain.get("issue"),
        first_page=first or plain.get("article"),
        last_page=last,
        doi=doi,
        pmid=well_formed("pmid", plain.get("pmid")) or (pmid[1] if pmid else None),
        pmcid=well_formed("pmcid", plain.get("pmcid", "").upper()) or (pmcid[0] if pmcid else None),
        url=plain.get("url"),
        kind=kind,
        book=plain.get("book"),
        publisher=plain.get("publisher"),
        place=plain.get("place"),
    )


def year(text: str | None) -> str | None:
    """The year in a date; the text as it is if there is none.

    >>> year("2020/03/01/"), year("in press")
    ('2020', 'in press')
    """
    match = _YEAR.search(text or "")
    return match[0] if match else text or None


def person(family: str | None, given: str | None) -> Person | None:
    """A person from family and given names, which may be initials already."""
    name = line(family)
    if name is None:
        return None
    first = line(given) or ""
    letters = first.replace(" ", "").replace(".", "")
    short = letters if _GIVEN_IN_CAPITALS.fullmatch(letters) else initials(first)
    return Person(name, short)


def citation(one: ParsedReference) -> str:
    """A reference in one line, for files that do not print it.

    >>> citation(ParsedReference((Person("Doe", "A"),), title="On it", year="2001", volume="3"))
    'Doe A. On it. 2001;3.'
    """
    who = [*(" ".join(filter(None, author)) for author in one.authors[:3]), *one.collective[:2]]
    others = ", et al" if one.etal or len(one.authors) > 3 else ""
    issue = f"({one.issue})" if one.issue else ""
    place = f"{one.volume or ''}{issue}"
    page = f":{one.first_page}{'-' + one.last_page if one.last_page else ''}"
    when = "".join(filter(None, (one.year, f";{place}" if place else "")))
    when += page if one.first_page else ""
    within = one.journal or one.book or one.publisher
    parts = filter(None, (", ".join(who) + others, one.title, within, when))
    text = " ".join(f"{part.rstrip('.')}." for part in parts)
    doi = f" doi:{one.doi}" if one.doi else ""
    return f"{text}{doi}".strip()[:LONGEST] or "an empty entry"


def _doi_of(url: str) -> str | None:
    return well_formed("doi", url) if "doi.org/" in url else None


def texts(values: Iterable[object]) -> tuple[str, ...]:
    """The texts of a list that are any, each in one line."""
    return tuple(filter(None, map(line, values)))
