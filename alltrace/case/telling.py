"""Which statements a person should look at first: those that a finding stands or falls with."""

from collections.abc import Iterator

from alltrace.case.checking import Case
from alltrace.case.folder import PAPER, SOURCES
from alltrace.reviewing import Key
from ontology.terms import local_name
from queries.audit.audit import SEVERITIES

_RANK = ("mismatch", "found in another reference", "derived", "verified", "unverifiable", "uncited")
"""Outcomes from telling to slight."""


def telling(case: Case) -> dict[str, list[Key]]:
    """By file of the case the statements to look at, the most telling first.

    Values that an error or a warning is about come first, then those that a source contradicts;
    of the sources only what these are held against.
    """
    by_file: dict[str, dict[Key, None]] = {PAPER: dict.fromkeys(_values(case))}
    told = {join.value: join for join in case.joins}
    for _, name in list(by_file[PAPER]):
        join = told.get(name)
        if join is None or join.kind not in ("other", "elsewhere", "renamed"):
            continue
        for other in join.reported:
            record, _, value = other.partition("/")
            by_file.setdefault(f"{SOURCES}/{record}.yaml", {})[("reported", value)] = None
    known = {PAPER, *(f"{SOURCES}/{s.record}.yaml" for s in case.manifest.sources)}
    return {name: list(keys) for name, keys in by_file.items() if name in known}


def _values(case: Case) -> Iterator[Key]:
    """The stated values that findings are about, then the others by their outcome."""
    stated = {value.about: value for value in case.audit.values}
    grave = [f for f in case.audit.findings if f.severity != "note" and f.review != "dismissed"]
    for finding in sorted(grave, key=lambda f: SEVERITIES.index(f.severity)):
        for iri in (finding.about, *finding.rests_on):
            if iri in stated:
                yield "stated", local_name(iri)
    for value in sorted(case.audit.values, key=lambda v: _RANK.index(v.outcome)):
        if value.outcome in ("mismatch", "found in another reference"):
            yield "stated", local_name(value.about)
