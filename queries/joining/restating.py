"""The joins of a document, written into its record as links that the audit reads."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ontology.model import Record, StatedMeasurement
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
    publications = {}
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


def restated(record: Record, joins: Sequence[Join], kept: Collection[str] = ()) -> Record:
    """The record with the links of its joins; values that have links, or are `kept`, stay."""
    of_value = {join.value: join for join in joins if join.reported}
    values = tuple(
        _linked(value, of_value[value.id])
        if value.id in of_value and not value.restates and value.id not in kept
        else value
        for value in record.stated
    )
    return record.model_copy(update={"stated": values})


def unlinked(record: Record) -> Record:
    """The record without the links that a program made, as it was before it was joined."""
    values = tuple(_without(v) if BY_NUMBER in (v.extracted_by or "") else v for v in record.stated)
    return record.model_copy(update={"stated": values})


def _linked(value: StatedMeasurement, join: Join) -> StatedMeasurement:
    rules = ", ".join(filter(None, (value.extracted_by, f"{BY_NUMBER}: {join.kind}")))
    return value.model_copy(update={"restates": join.reported, "extracted_by": rules})


def _without(value: StatedMeasurement) -> StatedMeasurement:
    rules = [r for r in (value.extracted_by or "").split(", ") if not r.startswith(BY_NUMBER)]
    return value.model_copy(
        update={"restates": (), "extracted_by": ", ".join(rules) or None},
    )
