"""The graph of what several records share: which of its things no record names any more."""

from collections.abc import Iterable

from ingest.graphs import shared_iri
from queries.change import Change


def orphans(change: Change, base: str) -> tuple[str, ...]:
    """The IRIs of shared things that nothing leads to once a change is done.

    Only what goes can leave any, so the work grows with that. A thing that only another orphan
    leads to is one as well.
    """
    home = shared_iri(base)
    leads: dict[str, set[str]] = {}
    waiting = _things(s.value for s in change.gone)
    while waiting:
        said = [s for s in change.statements(waiting) if s.graph == home]
        fresh = {s.subject for s in said} - leads.keys()
        for s in said:
            leads.setdefault(s.subject, set()).add(s.value)
        waiting = _things(v for thing in fresh for v in leads[thing]) - leads.keys()
    used = {s.value for s in change.pointing_after(set(leads)) if s.subject not in leads}
    waiting = set(used)
    while waiting:
        waiting = {v for thing in waiting for v in leads.get(thing, ())} & leads.keys() - used
        used |= waiting
    return tuple(sorted(thing[1:-1] for thing in leads.keys() - used))


def _things(values: Iterable[str]) -> set[str]:
    return {value for value in values if value.startswith("<")}
