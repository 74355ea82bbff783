"""The queries of alltrace itself, one `.rq` file each; those for people are in `questions/`."""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """The text of `<name>.rq`."""
    return (files("queries") / "sparql" / f"{name}.rq").read_text(encoding="utf-8")
