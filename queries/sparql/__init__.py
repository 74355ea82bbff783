"""The queries of alltrace itself, one `.rq` file each; those for people are in `questions/`."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from queries.parameters import Term, bind

if TYPE_CHECKING:
    from queries.store import Store

_BATCH = 1_000


@cache
def load(name: str) -> str:
    r"""The text of `<name>.rq`; the prefixes are those that every store knows.

    >>> load("all-triples").splitlines()[-1]
    'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }'
    """
    return (files("queries") / "sparql" / f"{name}.rq").read_text(encoding="utf-8")


def run(store: "Store", query: str, /, **values: Term | Sequence[Term]) -> Any:
    """The rows (or triples) that `<query>.rq` gives, its parameters bound to `values`."""
    return store.query(bind(load(query), values))


def run_about(
    store: "Store", query: str, things: Iterable[str], /, **values: Term
) -> Iterator[Any]:
    """The rows of `<query>.rq` for many `$things` (IRIs), asked for a thousand at a time."""
    ordered = sorted(things)
    for start in range(0, len(ordered), _BATCH):
        batch = [ox.NamedNode(iri) for iri in ordered[start : start + _BATCH]]
        yield from run(store, query, **values, things=batch)
