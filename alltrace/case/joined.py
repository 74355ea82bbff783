"""The paper's record with the links of its joins, which a person's own links outrank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from alltrace.case.drafts import CaseRecord
from ingest.review import with_changes
from ingest.yamledit import Change, Remove, SetField
from ontology.model import StatedMeasurement
from queries.joining.joins import Join
from queries.joining.restating import BY_NUMBER, rules_with, rules_without

Links = Mapping[str, tuple[str, ...]]
"""What each stated value restates, by its id, as a program wrote it."""


def joined(paper: CaseRecord, joins: Sequence[Join], written: Links) -> CaseRecord:
    """The paper with the links of its joins; `written` are those of the run before.

    A link that a person wrote, changed or took out stays so.
    """
    wanted = {join.value: join for join in joins if join.reported}
    changes: list[Change] = []
    for index, value in enumerate(paper.file.record.stated):
        if not _persons(value, written):
            changes += _changes(index, value, wanted.get(value.id))
    return replace(paper, file=with_changes(paper.file, changes)) if changes else paper


def links(paper: CaseRecord, written: Links) -> dict[str, tuple[str, ...]]:
    """The links that a program wrote, for the next run to tell them from a person's.

    Where a person changed one, it is what was `written` before.
    """
    return {
        value.id: written[value.id] if _persons(value, written) else value.restates
        for value in paper.file.record.stated
        if BY_NUMBER in (value.extracted_by or "")
    }


def _persons(value: StatedMeasurement, written: Links) -> bool:
    """Whether the links of a value are a person's."""
    if BY_NUMBER in (value.extracted_by or ""):
        return value.restates != written.get(value.id, value.restates)
    return bool(value.restates)


def _changes(index: int, value: StatedMeasurement, join: Join | None) -> list[Change]:
    rules = rules_without(value.extracted_by)
    path = ("stated", index)
    if join is None:
        if not value.restates:
            return []
        after: Change = Remove((*path, "extracted_by"))
        if rules:
            after = SetField((*path, "extracted_by"), rules)
        return [Remove((*path, "restates")), after]
    rules = rules_with(rules, join)
    if value.restates == join.reported and value.extracted_by == rules:
        return []
    return [
        SetField((*path, "restates"), join.reported, after=("unit", "endpoint")),
        SetField((*path, "extracted_by"), rules, after=("restates", "unit", "endpoint")),
    ]
