"""What the cited works of a document report, from records; and how a join is told in a record."""

from collections.abc import Iterable, Mapping

from ontology.model import Publication, Record
from queries.joining.joins import Join
from queries.joining.told import ReportingWork, Told, reported

BY_NUMBER = "restates by number"
"""What a link that a program made is called among the rules that a value was drawn by."""


def works_of(
    references: Mapping[int, str],
    records: Iterable[Record],
    numbers: Mapping[str, Mapping[str, int]],
) -> dict[int, ReportingWork]:
    """What the cited works report, by reference number, from the records that tell of them.

    `references` has the publication of each number, `numbers` the numbers in the text of each
    publication whose text is at hand.
    """
    publications: dict[str, Publication] = {}
    values: dict[str, list[Told]] = {}
    for record in records:
        for told in reported(record):
            values.setdefault(told.value.source, []).append(told)
        for publication in record.publications:
            known = publications.get(publication.id)
            if known is None or known.text_seen == "nothing":
                publications[publication.id] = publication
    return {
        number: ReportingWork(publications[name], tuple(values.get(name, ())), numbers.get(name))
        for number, name in references.items()
        if name in publications and (name in values or name in numbers)
    }


def rules_with(rules: str, join: Join) -> str:
    """The rules that a value was drawn by, with the one that linked it.

    >>> rules_with("endpoint subject", Join("os-1.2", "same", ("a/os",)))
    'endpoint subject, restates by number: same'
    """
    return ", ".join(filter(None, (rules, f"{BY_NUMBER}: {join.kind}")))


def rules_without(rules: str | None) -> str:
    """The rules that a value was drawn by, but for the one that linked it."""
    return ", ".join(r for r in (rules or "").split(", ") if r and not r.startswith(BY_NUMBER))
