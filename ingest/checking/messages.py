"""What was found of an entry, in a sentence."""

from collections.abc import Sequence

from ingest.checking.entry import Entry
from ingest.checking.lookup import Lookup, too_little
from ingest.checking.report import Difference, Found

_FEW = 3
"""Files and indexes that a sentence names; of more it tells the number."""


def message(entry: Entry, lookup: Lookup, found: Found, differing: Sequence[Difference]) -> str:
    """The sentence for a result; it never says that a reference is invented."""
    places = _listed([one.where for one in lookup.taken])
    if found == "found":
        return f"found in {places}"
    if found == "differs":
        return f"found in {places}, but {_told(differing)}"
    if found == "another work":
        kind, some = next(iter(lookup.contradicted.items()))
        name = f"{kind.upper()} {getattr(entry.reference, kind)}"
        return f"the {name} leads to another work, says {some[0].where}: {some[0].work.label}"
    if found == "ambiguous":
        near = _listed([f"{one.work.label} ({one.where})" for one in lookup.possible[:3]])
        each = f"; of the first, {_told(differing)}" if differing else ""
        return f"no work is certain; near to it: {near}{each}"
    return _nowhere(entry, lookup, found)


def _told(differing: Sequence[Difference]) -> str:
    return "; ".join(
        f"the {one.field} {one.printed} {one.recorded}"
        if one.recorded.startswith("leads to")
        else f"the {one.field} is {one.recorded}, not {one.printed}"
        for one in differing
    )


def _nowhere(entry: Entry, lookup: Lookup, found: Found) -> str:
    files = len(dict.fromkeys(lookup.searched))
    places = _listed(lookup.searched) if files <= _FEW else f"{files} files and indexes"
    unknown = "; ".join(
        f"{where} knows no {kind.upper()} {getattr(entry.reference, kind)}"
        for where, kind in lookup.unknown
    )
    if found == "not found":
        silent = f"{_listed(list(lookup.failed))} did not answer" if lookup.failed else ""
        return "; ".join(filter(None, (f"not found in {places}", unknown, silent)))
    if not lookup.searched:
        reasons = "; ".join(lookup.failed.values())
        return reasons or "no index was given to look it up in, or asked"
    if too_little(entry):
        return "too little is printed to look it up: no identifier, title, or volume and page"
    kind = entry.reference.kind
    return f"not in {places}, which rarely have what it is: a {kind}"


def _listed(names: Sequence[str]) -> str:
    each = list(dict.fromkeys(names))
    return ", ".join(each[:-1]) + " and " + each[-1] if len(each) > 1 else "".join(each)
