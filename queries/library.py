"""The library of competency questions: one `.rq` file each, its description in a header.

The header is YAML in the comment lines between two `# ---`: `topic`, `description`, `parameters`
(by name: `type`, `about`, and `required: true` where the query makes no sense without), `example`
and `columns`. A parameter's type is a class of the vocabulary (`Conclusion`, `Study`, `Endpoint` …:
a person gives a name, the query gets the IRI), or `text`, `integer`, `decimal`.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox
import yaml
from pydantic import BaseModel, ConfigDict

from ontology.errors import QueryError, UnknownNameError, shown
from ontology.terms import XSD
from queries import parameters
from queries.names import resolve
from queries.parameters import Term, bind
from queries.store import Results, Store

_FENCE = "# ---\n"
PLAIN_TYPES = ("text", "integer", "decimal")


class Parameter(BaseModel):
    """One parameter of a question."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: str
    about: str
    required: bool = False


class Question(BaseModel):
    """One competency question: what it asks, what it takes, what it gives, and its SPARQL."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    topic: str
    description: str
    parameters: dict[str, Parameter] = {}
    example: dict[str, str] = {}
    columns: list[str]
    sparql: str


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """Every question that comes with alltrace, by name."""
    folder = files("queries") / "questions"
    texts = {
        item.name.removesuffix(".rq"): item.read_text(encoding="utf-8")
        for item in folder.iterdir()
        if item.name.endswith(".rq")
    }
    return {name: parse(name, texts[name]) for name in sorted(texts)}


def question(name: str) -> Question:
    """The question called `name`; raises UnknownNameError with the nearest."""
    known = questions()
    if name not in known:
        raise UnknownNameError("query", name, known)
    return known[name]


def ask(store: Store, asked: Question, values: Mapping[str, str]) -> Results:
    """Answer a question of the library. Raises QueryError for a parameter amiss."""
    return store.query(bind(asked.sparql, terms_of(store, asked, values)))


def terms_of(store: Store, asked: Question, values: Mapping[str, str]) -> dict[str, Term]:
    """What a person wrote for the parameters, as RDF terms. Raises QueryError, UnknownNameError."""
    for name in values.keys() - asked.parameters.keys():
        takes = ", ".join(asked.parameters) or "none"
        raise QueryError(f"{asked.name} has no parameter {shown(name)}; it takes: {takes}")
    for name, parameter in asked.parameters.items():
        if parameter.required and name not in values:
            raise QueryError(f"{asked.name} needs -p {name}=…: {parameter.about}")
    return {
        name: _typed(store, name, asked.parameters[name].type, value)
        for name, value in values.items()
    }


def ask_sparql(store: Store, sparql: str, values: Mapping[str, str]) -> Results:
    """Run a query of the user's own; values are read by `parameters.term`."""
    return store.query(bind(sparql, {name: parameters.term(v) for name, v in values.items()}))


def _typed(store: Store, name: str, kind: str, value: str) -> Term:
    if kind == "text":
        return ox.Literal(value)
    if kind in PLAIN_TYPES:
        found = parameters.term(value)
        datatype = found.datatype.value if isinstance(found, ox.Literal) else ""
        if datatype not in (XSD + kind, XSD + "integer"):
            raise QueryError(f"{name} takes a number ({kind}), not {shown(value)}")
        return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
    return resolve(store, kind, value)


def has_header(text: str) -> bool:
    """Whether the text of a query file starts with the header of a library question."""
    return text.startswith(_FENCE)


def parse(name: str, text: str) -> Question:
    """The question in the text of a `.rq` file. Raises QueryError if its header is broken."""
    try:
        _, header, sparql = text.split(_FENCE, 2)
        fields = yaml.safe_load("".join(line[2:] for line in header.splitlines(keepends=True)))
        return Question(name=name, sparql=sparql.strip() + "\n", **fields)
    except (ValueError, TypeError, yaml.YAMLError) as error:
        told = str(error).splitlines()[0]
        raise QueryError(
            f"{name}.rq: the header between the two '# ---' is broken: {told}"
        ) from None
