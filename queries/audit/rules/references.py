"""Family 4 too, citations: the reference list compared with the text."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ontology.model import CitationPointer
from queries.audit.facts import Facts, ListedWork
from queries.audit.rule import CITATIONS, Case, Raised, capital, listed, rule

SHORT_LIST = 8
"""A list of fewer references may be in alphabetical order by chance."""
IN_ORDER = 3
"""The letters of a name that an alphabetical list is compared by."""
MOSTLY = 0.9
"""The share of a list that is in order; umlauts and prefixes are sorted in several ways."""


@rule(
    "reference-never-cited",
    CITATIONS,
    "The reference list compared with the text",
    also=(
        "reference-listed-twice",
        "self-citation",
        "pointers-out-of-order",
        "references-share-study",
    ),
)
def reference_list(case: Case) -> Iterator[Raised]:
    """References never cited, pointers out of order, one study cited twice, authors' own work."""
    yield from _never_cited(case.facts)
    yield from _listed_twice(case.facts)
    yield from _self_citations(case.facts)
    yield from _out_of_order(case.facts)
    yield from _shared_studies(case.facts)


def _never_cited(facts: Facts) -> Iterator[Raised]:
    # What was not seen may be there: no pointer at all was read, or a part was not searched.
    if not facts.pointers or facts.document.unsearched:
        return
    for row in facts.patterns["reference-never-cited"]:
        reference = facts.listed[row["about"]]
        yield Raised(
            reference.iri,
            "warning",
            f"Reference {reference.number} ({reference.label}) is in the list and cited nowhere.",
            references=[reference],
            suggestion="Cite it where it belongs, or take it off the list.",
        )


def _listed_twice(facts: Facts) -> Iterator[Raised]:
    for row in facts.patterns["reference-cited-twice"]:
        number, earlier = facts.listed[row["about"]].number, int(row["earlier"])
        message = f"Reference {number} is the same work as reference {earlier}."
        yield Raised(
            row["about"],
            "warning",
            message,
            references=[number, earlier],
            suggestion="Keep one of the two.",
            name="reference-listed-twice",
        )


def _self_citations(facts: Facts) -> Iterator[Raised]:
    for reference in facts.references.values():
        own = sorted(_people(facts.document.authors) & _people(reference.work.authors))
        if own:
            names = " and ".join(own)
            message = f"Reference {reference.number} shares the author {names} with the document."
            yield Raised(
                reference.iri, "note", message, references=[reference], name="self-citation"
            )


def _people(authors: tuple[str, ...]) -> set[str]:
    return {author for author in authors if " " in author}


def _out_of_order(facts: Facts) -> Iterator[Raised]:
    highest = 0
    invoked = [p for p in facts.pointers.values() if p.reference in facts.listed]
    in_text = [p for p in invoked if p.place is None]
    # The place of a table in the order is that of its first mention, which no pointer has.
    elsewhere = {facts.listed[p.reference].number for p in invoked if p.place is not None}
    in_order = sorted((p.marker, facts.listed[p.reference].number, p.iri) for p in in_text)
    cited = {number for _, number, _ in in_order} | elsewhere
    if facts.document.unsearched or _alphabetical(facts) or _by_year(facts, in_text):
        return
    for _, number, pointer in in_order:
        while highest + 1 < number and highest + 1 in elsewhere:
            highest += 1
        if number > highest + 1:
            passed = range(highest + 1, number)
            # Where most of the references passed over are cited nowhere, some marker was not read;
            # where they come last of all, far on, the methods may be printed at the end.
            sure = 2 * len(cited.intersection(passed)) > len(passed)
            sure = sure and not _last_of_all(facts, passed)
            yield Raised(
                pointer,
                "warning" if sure else "note",
                f"Reference {number} is cited for the first time before reference {highest + 1}.",
                references=[number, highest + 1],
                suggestion="Number the references in the order in which they are cited.",
                name="pointers-out-of-order",
            )
        highest = max(highest, number)


def _last_of_all(facts: Facts, passed: range) -> bool:
    """Whether references are first cited behind all others, and some paragraphs on."""
    if facts.document.type != "article":
        return False
    first: dict[int, int] = {}
    for reference in facts.references.values():
        pointer = facts.first_pointer.get(reference.iri)
        anchor = facts.anchors.get((pointer and pointer.anchor) or "")
        if anchor is not None:
            first[reference.number] = anchor.paragraph
    late = [first[n] for n in passed if n in first]
    others = [paragraph for n, paragraph in first.items() if n not in passed]
    return bool(late and others) and min(late) > max(others) + 1


def _by_year(facts: Facts, pointers: Sequence[CitationPointer]) -> bool:
    """Whether the markers are names and years, which have no order of their own."""
    dated = [
        str(facts.listed[p.reference].work.year or "?") in (facts.quote(claim) or "")
        for p in pointers
        if (claim := facts.claim_of.get(p.iri)) is not None
    ]
    return 2 * sum(dated) > len(dated)


def _alphabetical(facts: Facts) -> bool:
    """Whether a list is in the order of its first authors, so that markers cannot be in order."""
    first = [
        (r.printed or r.label).lstrip("0123456789.[]() ").casefold()
        for r in facts.references.values()
    ]
    in_order = sum(one[:IN_ORDER] <= other[:IN_ORDER] for one, other in pairwise(first))
    return len(first) >= SHORT_LIST and in_order >= MOSTLY * (len(first) - 1)


def _shared_studies(facts: Facts) -> Iterator[Raised]:
    owners: dict[str, list[ListedWork]] = defaultdict(list)
    for reference in facts.references.values():
        for study in facts.studies_of(reference):
            owners[study].append(reference)
    for study, sharing in sorted(owners.items()):
        if len({reference.work.iri for reference in sharing}) > 1:
            reported = {one for reference in sharing for one in reference.work.reports}
            name = facts.counted.in_words(study, facts.name_of(study), reported)
            yield Raised(
                sharing[-1].iri,
                "note",
                f"{capital(listed(sharing))} report on one study, {name}; "
                "they are not independent.",
                references=sharing,
                suggestion="Count them as one when evidence is added up.",
                name="references-share-study",
            )
