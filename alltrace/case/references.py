"""The references of a paper: whether their works are there, and what the network has of them."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack

from ingest.checking.entry import Entry, ReferenceList
from ingest.checking.existence import Lookup, check_references
from ingest.checking.match import Match
from ingest.checking.report import ReferenceReport
from ingest.checking.source import Source
from ingest.checking.source_kinds import of_work


def checked_references(
    listed: ReferenceList, sources: Sequence[Source], online: bool
) -> tuple[ReferenceReport, tuple[Match, ...]]:
    """What was found of each entry; and the abstracts that the network gave, if it was asked.

    A source on the network that does not answer is told in the report and stops nothing.
    """
    if not online:
        return check_references(listed, sources), ()
    from dataclasses import replace

    from ingest.checking import online as asking

    fetched: dict[int, Match] = {}
    with ExitStack() as stack:
        network = stack.enter_context(asking.network())

        def ask(entry: Entry, lookup: Lookup) -> None:
            before = len(lookup.taken)
            network.ask(entry, lookup)
            for evidence in lookup.taken[before:]:
                if evidence.work.abstract and entry.number not in fetched:
                    fetched[entry.number] = _match(entry, lookup, evidence.where, before)

        report = check_references(listed, sources, ask=ask)
        report = replace(report, notes=(*report.notes, *network.notes))
    return report, tuple(fetched.values())


def _match(entry: Entry, lookup: Lookup, where: str, before: int) -> Match:
    """The first work of the network with an abstract as a source of the entry."""
    evidence = next(e for e in lookup.taken[before:] if e.where == where and e.work.abstract)
    work = evidence.work
    name = next(
        (f"{kind} {value}" for kind, value in (("PMID", work.pmid), ("DOI", work.doi)) if value),
        work.label,
    )
    digest = hashlib.sha256((work.abstract or "").encode()).hexdigest()
    source = of_work(work, f"{where}: {name}", digest)
    agreed = tuple(evidence.comparison.agreed)
    reason = f"{where} has it under the same {', '.join(agreed) or 'title'}"
    return Match(entry.number, source, "title", "certain", reason, agreed)
