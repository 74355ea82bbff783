"""The references of a paper: whether their works are there, and what the network has of them."""

from collections.abc import Sequence

from ingest.checking.entry import Entry, ReferenceList
from ingest.checking.existence import Lookup, check_references
from ingest.checking.match import Match
from ingest.checking.report import ReferenceReport
from ingest.checking.source import Source


def checked_references(
    listed: ReferenceList, sources: Sequence[Source], online: bool
) -> tuple[ReferenceReport, tuple[Match, ...]]:
    """What was found of each entry; and the texts that the network gave, if it was asked.

    A source on the network that does not answer is told in the report and stops nothing.
    """
    if not online:
        return check_references(listed, sources), ()
    from dataclasses import replace

    from ingest.checking import online as asking

    fetched: list[Match] = []
    with asking.network() as network:

        def ask(entry: Entry, lookup: Lookup) -> None:
            network.ask(entry, lookup)
            fetched.extend(filter(None, [network.text(entry, lookup)]))

        report = check_references(listed, sources, ask=ask)
        report = replace(report, notes=(*report.notes, *network.notes))
    return report, tuple(fetched)
