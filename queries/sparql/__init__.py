"""The SPARQL that the program itself asks, one `.rq` file a query, without prefixes of its own."""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    r"""The text of the query in `name.rq`; the prefixes are those that every store knows.

    >>> load("all-triples")
    'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }\n'
    """
    return (files("queries") / "sparql" / f"{name}.rq").read_text(encoding="utf-8")
