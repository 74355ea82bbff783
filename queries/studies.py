"""Parts and parents: which studies are one study, as the randomisations of a trial are."""

from ontology.field_map import property_of
from ontology.model import Study
from queries import reader
from queries.reader import Description, Things
from queries.store import Store


def parent_studies(things: Things) -> dict[str, str]:
    """Each study that was read, and its parent study: the outermost one it is part of, or itself.

    A parent that is named but was not read counts too. Studies that are parts of one another have
    each the last one before the cycle closes.

    >>> from ontology.model import Study
    >>> from queries.reader import Description, Things
    >>> study = ["https://w3id.org/alltrace/ns#Study"]
    >>> arm = Description(classes=study, links={property_of(Study, "part_of"): ["x:trial"]})
    >>> parent_studies(Things({"x:arm": arm, "x:trial": Description(classes=study)}))
    {'x:arm': 'x:trial', 'x:trial': 'x:trial'}
    """
    part_of = {study.iri: study.part_of for study in things.all(Study)}
    return {study: _outermost(study, part_of) for study in part_of}


def with_parents(store: Store, descriptions: dict[str, Description]) -> dict[str, Description]:
    """The descriptions with those of the studies that the ones among them are parts of."""
    part_of = {property_of(Study, "part_of")}
    parents = reader.targets(descriptions.values(), part_of) - descriptions.keys()
    return descriptions | reader.describe_below(store, parents, part_of)


def _outermost(study: str, part_of: dict[str, str | None]) -> str:
    seen = {study}
    while (parent := part_of.get(study)) is not None and parent not in seen:
        study = parent
        seen.add(study)
    return study
