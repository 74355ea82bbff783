"""Things that several records define: whose word stands, and where the others' words are kept.

The preferred record writes a thing as if it were alone: a reviewed one before a drafted one, of two
the one with the later day of curation, else the first by name. What another record says of the
thing stays in that record's own graph. A property of which no preferred record speaks is stated
there as it is, and so are further names and registrations; all else is kept as an `rdf:Statement`,
word for word, so that no triple stands in two graphs and nobody is overruled in silence. A drafted
record adds nothing to what a reviewed one defines.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ontology.field_map import property_of
from ontology.model import Cohort, Publication, Regimen, Study
from ontology.terms import RDF, RDFS, local_name

REPEATABLE = frozenset({Publication.path, Study.path, Cohort.path, Regimen.path})
"""The places of the things that several records may define."""

_ADDED = frozenset(
    {
        f"<{RDF}type>",
        f"<{property_of(Study, 'names')}>",
        f"<{property_of(Study, 'registrations')}>",
        f"<{property_of(Publication, 'reports')}>",
    }
)
"""Properties whose values of several records go together."""

_TYPE, _STATEMENT, _LABEL = f"<{RDF}type>", f"<{RDF}Statement>", f"<{RDFS}label>"
_SUBJECT, _PREDICATE, _OBJECT = (f"<{RDF}{part}>" for part in ("subject", "predicate", "object"))

Says = tuple[str, str]
"""A property and a value, as in N-Triples."""


@dataclass(frozen=True, slots=True)
class Account:
    """All that one record's graph says, as N-Triples, and how far the record is preferred."""

    graph: str
    name: str
    reviewed: bool
    date: str
    triples: bytes


@dataclass(slots=True)
class _Unfolded:
    """An account with what it says of some things taken out, stated or kept as statements."""

    rest: list[str] = field(default_factory=list)
    about: dict[str, list[Says]] = field(default_factory=lambda: defaultdict(list))


def by_preference(accounts: Iterable[Account]) -> list[Account]:
    """The accounts, the most preferred first.

    >>> drafted = Account("x:a", "a", False, "2030-02-01", b"")
    >>> reviewed = [Account("x:" + n, n, True, f"2030-0{m}-01", b"") for n, m in ("b1", "c2")]
    >>> [account.name for account in by_preference([drafted, *reviewed])]
    ['c', 'b', 'a']
    """
    named = sorted(accounts, key=lambda account: account.name)
    dated = sorted(named, key=lambda account: account.date, reverse=True)
    return sorted(dated, key=lambda account: not account.reviewed)


def settled(accounts: Sequence[Account], things: Collection[str]) -> dict[str, bytes]:
    """By graph what each account says, so that of `things` (IRIs) each triple stands in one.

    It depends on the accounts alone and not on what was settled among them before.
    """
    ordered = by_preference(accounts)
    unfolded = {account.graph: _unfold(account, things) for account in ordered}
    lines = {graph: one.rest for graph, one in unfolded.items()}
    for thing in sorted(things):
        stated: set[Says] = set()
        spoken_of: set[str] = set()
        reviewed = False
        for account in ordered:
            says = dict.fromkeys(unfolded[account.graph].about.get(thing, ()))
            closed = reviewed and not account.reviewed
            aside = [
                said
                for said in says
                if closed or said in stated or (said[0] in spoken_of and said[0] not in _ADDED)
            ]
            own = [said for said in says if said not in aside]
            lines[account.graph] += [f"<{thing}> {name} {value} .\n" for name, value in own]
            for said in aside:
                lines[account.graph] += _kept(account, thing, said)
            stated.update(own)
            spoken_of.update(name for name, _ in own)
            reviewed = reviewed or (bool(says) and account.reviewed)
    return {graph: "".join(text).encode() for graph, text in lines.items()}


def defined_by_several(defined: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The things that several graphs define, with these, out of what each graph defines."""
    graphs: dict[str, list[str]] = defaultdict(list)
    for graph, things in defined.items():
        for thing in things:
            graphs[thing].append(graph)
    return {thing: several for thing, several in graphs.items() if len(several) > 1}


def lines_of(triples: bytes) -> list[str]:
    r"""The lines of N-Triples; other ends of lines than its own may stand in a text.

    >>> len(lines_of('<urn:s> <urn:p> "a\u2028b" .\n'.encode()))
    1
    """
    return [line.decode() for line in triples.splitlines()]


def kept_things(triples: bytes) -> set[str]:
    """The things of which a graph keeps words of its own as statements."""
    marked = (_parts(line) for line in lines_of(triples) if _SUBJECT in line)
    return {value[1:-1] for _, name, value in marked if name == _SUBJECT}


def _unfold(account: Account, things: Collection[str]) -> _Unfolded:
    unfolded = _Unfolded()
    statements: dict[str, dict[str, str]] = defaultdict(dict)
    lines = [_parts(line) for line in lines_of(account.triples)]
    kept = {s for s, name, value in lines if name == _TYPE and value == _STATEMENT}
    for subject, name, value in lines:
        if subject in kept:
            statements[subject][name] = value
        elif subject[1:-1] in things:
            unfolded.about[subject[1:-1]].append((name, value))
        else:
            unfolded.rest.append(f"{subject} {name} {value} .\n")
    for subject, parts in statements.items():
        thing = parts[_SUBJECT][1:-1]
        if thing in things:
            unfolded.about[thing].append((parts[_PREDICATE], parts[_OBJECT]))
        else:
            unfolded.rest += [f"{subject} {name} {value} .\n" for name, value in parts.items()]
    return unfolded


def _parts(line: str) -> tuple[str, str, str]:
    """Subject, property and value of a line of N-Triples."""
    subject, name, rest = line.split(" ", 2)
    return subject, name, rest.rstrip()[:-1].rstrip()


def _kept(account: Account, thing: str, said: Says) -> Iterator[str]:
    """What a record says of a thing, as a statement of its own graph."""
    name, value = said
    digest = hashlib.sha256(f"<{thing}> {name} {value}".encode()).hexdigest()
    statement = f"<{account.graph}/statement-{digest[:20]}>"
    label = f"{local_name(name[1:-1])} of {local_name(thing)} by {account.name}"
    yield f"{statement} {_TYPE} {_STATEMENT} .\n"
    yield f'{statement} {_LABEL} "{label}" .\n'
    yield f"{statement} {_SUBJECT} <{thing}> .\n"
    yield f"{statement} {_PREDICATE} {name} .\n"
    yield f"{statement} {_OBJECT} {value} .\n"
