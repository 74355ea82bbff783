"""Extracts metadata from the front matter of a paper: title, authors, dates, identifiers."""

import re
from collections.abc import Sequence

from ingest.dates import iso
from ingest.readers.blocks import words
from ingest.readers.document import Metadata
from ingest.readers.reference_list import plain

DOI = re.compile(r"\b10\.[0-9]{4,9}/[^\s\"<>\]]*[^\s\"<>\].,;:)]")
PMID = re.compile(r"\bPMID:?\s*([0-9]{4,8})\b")
PMCID = re.compile(r"\bPMC[0-9]{4,8}\b")
DATE = re.compile(
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>[0-9]{1,2}),?\s+(?P<year>[12][0-9]{3})"
    r"|(?P<day2>[0-9]{1,2})\s+(?P<month2>[A-Z][a-z]{2,8})\.?,?\s+(?P<year2>[12][0-9]{3})"
    r"|(?P<iso>[12][0-9]{3}-[01][0-9]-[0-3][0-9]))"
)
AUTHORS = re.compile(
    r"(?i)(?:authors?(?:['’]s?)?(?:\s+list)?\s*:|by\s+(?=[A-Z]))\s*(?P<names>.+)\Z"
)
JOURNAL = re.compile(
    r"(?:\*|_)(?P<journal>[A-Z][^*_]{2,80})(?:\*|_)\.?\s+(?P<year>(?:19|20)[0-9]{2})"
)
NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,4}[^\W\d_][\w'’-]+\Z")
PARTICLES = words("de der den del della di da dos du la le van von ter ten al el bin ibn")
LONGEST_TITLE = 400


def metadata(front_matter: Sequence[tuple[str, bool]]) -> Metadata:
    """The metadata in the lines before the body; each line comes with whether it is a heading."""
    texts = [text for text, _ in front_matter]
    joined = "\n".join(texts)
    citation = next((text for text in texts if re.match(r"(?i)\W*(?:citation|cite)", text)), "")
    journal_match = JOURNAL.search(citation)
    doi, pmid, pmcid = DOI.search(joined), PMID.search(joined), PMCID.search(joined)
    return Metadata(
        title=_title(front_matter),
        authors=_authors(texts),
        journal=journal_match["journal"].strip() if journal_match else None,
        year=int(journal_match["year"]) if journal_match else None,
        doi=doi[0] if doi else None,
        pmid=pmid[1] if pmid else None,
        pmcid=pmcid[0] if pmcid else None,
        received=_labelled_date(texts, "received"),
        accepted=_labelled_date(texts, "accepted"),
        published=_labelled_date(texts, "published"),
    )


def _title(front_matter: Sequence[tuple[str, bool]]) -> str | None:
    first_heading = next((text for text, heading in front_matter if heading), None)
    first_short = next((text for text, _ in front_matter if len(text) <= LONGEST_TITLE), None)
    labelled = next((text for text, _ in front_matter if re.match(r"(?i)\W*title\s*:", text)), None)
    if labelled:
        return plain(re.sub(r"(?i)\A\W*title\s*:", "", labelled)).strip("*_ ") or None
    chosen = first_heading if first_heading and front_matter[0][1] else first_short or first_heading
    return plain(chosen.lstrip("# ")).rstrip(" #") or None if chosen else None


def _authors(texts: Sequence[str]) -> list[str]:
    for text in texts:
        match = AUTHORS.match(plain(text))
        if (
            match
            and (names := [short(name) for name in _split_names(match["names"])])
            and all(names)
        ):
            return [name for name in names if name]
    for text in texts[1:4]:
        names = [short(name) for name in _split_names(plain(text))]
        if len(names) >= 2 and all(names) and not text.rstrip().endswith("."):
            return [name for name in names if name]
    return []


def _split_names(names: str) -> list[str]:
    separated = re.sub(r"\^\{[^{}]*\}|\^[0-9,*]+\^?|[⁰¹²³⁴-⁹*†‡§¶]+|<sup>[^<]*</sup>", ",", names)
    separated = re.sub(r",\s*(?:MD|PhD|MSc|MPH|BSc|MBBS|FRCP|DrPH|RN|Dr)\b\.?", ",", separated)
    return [
        name.strip() for name in re.split(r",|;|\band\b|&", separated) if name.strip(" .0123456789")
    ]


def short(name: str) -> str | None:
    """A person as surname and initials, from given name and surname; None if it is no name.

    >>> short("Maria van der Berg")
    'van der Berg M'
    """
    if not NAME.match(name):
        return None
    name_words = name.split()
    if sum(word[0].isupper() for word in name_words) < 2:
        return None
    surname_start = len(name_words) - 1
    while surname_start > 1 and name_words[surname_start - 1].lower() in PARTICLES:
        surname_start -= 1
    return (
        f"{' '.join(name_words[surname_start:])} {initials(' '.join(name_words[:surname_start]))}"
    )


def initials(given_names: str) -> str:
    """The initials of given names.

    >>> initials("Laura E."), initials("Jean-Pierre")
    ('LE', 'JP')
    """
    return "".join(part[0].upper() for part in re.split(r"[\s.-]+", given_names) if part)


def _labelled_date(texts: Sequence[str], label: str) -> str | None:
    for text in texts:
        match = re.match(rf"(?i)\W*{label}\b\W*(?:on\s+|online\s*:?\s*)?(?P<rest>.{{6,30}})", text)
        date = DATE.match(match["rest"]) if match else None
        if date is not None:
            return iso(
                date["iso"] or date["year"] or date["year2"],
                date["month"] or date["month2"],
                date["day"] or date["day2"],
            )
    return None
