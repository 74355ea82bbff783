"""The queries of alltrace itself, one `.rq` file each; those for people are in `questions/`."""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    r"""The text of `<name>.rq`; the prefixes are those that every store knows.

    >>> load("all-triples").splitlines()[-1]
    'CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }'
    """
    return (files("queries") / "sparql" / f"{name}.rq").read_text(encoding="utf-8")
