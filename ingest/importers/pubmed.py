"""PubMed: records in XML (one or a set), and the summaries that E-utilities give as JSON."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.importers.shape import mapping, mappings, string, strings, title, year
from ingest.importers.works import Relation, Work, pages
from ingest.readers import pubmed
from ingest.readers.blocks import words
from ingest.readers.document import Metadata
from ingest.readers.markup import Element, each, find, named, text
from ontology.errors import ReadingError

INDEX = "PubMed"
RECORDS = ("PubmedArticle", "PubmedBookArticle", "MedlineCitation")
NO_RELATION = words(
    "Cites CommentIn CommentOn SummaryForPatientsIn AssociatedDataset AssociatedPublication"
)
"""Kinds of links that neither correct nor retract."""
RETRACTED = frozenset({"Retracted Publication", "Retraction of Publication", "Retraction Notice"})
REGISTRIES = words(
    "ClinicalTrials.gov ISRCTN EudraCT ANZCTR ChiCTR CRiS CTRI DRKS IRCT JapicCTI JMACCT JPRN jRCT "
    "NTR PACTR ReBec REPEC RPCEC SLCTR TCTR UMIN-CTR"
)
"""Trial registries among the data banks that PubMed names."""


def works(data: bytes, name: str) -> Iterator[Work]:
    """The works of a file of PubMed XML, one after another. Raises ReadingError."""
    found = False
    for record in each(data, RECORDS, name):
        found = True
        yield work(record)
    if not found:
        raise ReadingError(f"{name}: this PubMed file holds no record")


def work(record: Element) -> Work:
    """What PubMed says of one work."""
    types = tuple(text(one) for one in named(record, "PublicationType"))
    retracted = [Relation("type", one) for one in types if one in RETRACTED]
    return Work(
        INDEX,
        pubmed.metadata(record),
        types=types or (("book",) if find(record, "Book") is not None else ()),
        relations=(*retracted, *_relations(record)),
        registrations=tuple(dict.fromkeys(_registrations(record))),
    )


def _relations(record: Element) -> Iterator[Relation]:
    for link in named(record, "CommentsCorrections"):
        kind = link.get("RefType", "")
        if kind and kind not in NO_RELATION:
            spelt = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()
            cited, number = text(find(link, "RefSource")), text(find(link, "PMID"))
            other = ", ".join(part for part in (cited, f"PMID {number}" if number else "") if part)
            if other:
                yield Relation(spelt, other)


def _registrations(record: Element) -> Iterator[str]:
    for bank in named(record, "DataBank"):
        if text(find(bank, "DataBankName")).replace(" ", "-") in REGISTRIES:
            yield from filter(None, (text(one) for one in named(bank, "AccessionNumber")))


# -- summaries in JSON -----------------------------------------------------------------------------


def is_summaries(value: dict[str, Any]) -> bool:
    """Whether an object is the answer of ESummary, with a title for at least one record."""
    found = mapping(value, "result")
    return isinstance(found.get("uids"), list) and any("title" in one for one in _each(found))


def _each(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [mapping(found, uid) for uid in strings(found.get("uids")) if mapping(found, uid)]


def summaries(value: dict[str, Any]) -> Iterator[Work]:
    """The works of an ESummary answer."""
    for one in _each(mapping(value, "result")):
        ids = {
            str(entry.get("idtype")): string(entry.get("value"))
            for entry in mappings(one.get("articleids"))
        }
        first, last, note = pages(string(one.get("pages")))
        pmcid = re.search(r"PMC[0-9]+", ids.get("pmc") or ids.get("pmcid") or "")
        yield Work(
            INDEX,
            Metadata(
                title=title(one.get("title")),
                authors=[n for a in mappings(one.get("authors")) if (n := string(a.get("name")))],
                journal=string(one.get("source")) or string(one.get("fulljournalname")),
                year=year((string(one.get("pubdate")) or "")[:4]),
                volume=string(one.get("volume")),
                issue=string(one.get("issue")),
                first_page=first,
                last_page=last,
                doi=ids.get("doi"),
                # Summaries of other databases have the same form; theirs is no PubMed number.
                pmid=(ids.get("pubmed") or ids.get("pmid")) if ids else string(one.get("uid")),
                pmcid=pmcid[0] if pmcid else None,
            ),
            types=tuple(strings(one.get("pubtype"))),
            notes=(note,) if note else (),
        )
