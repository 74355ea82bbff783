"""The library of competency questions: one `.rq` file each, its description in a header.

The header is YAML in the comment lines between two `# ---`: `topic`, `description`, `parameters`
(by name: `type`, `about`, `required: true` where the query makes no sense without, and `variable`
where another variable than that of its name stands for it), `example`,
`columns`, and `printed` (columns of numbers as printed). A parameter's type is a class of the
vocabulary (`Conclusion`, `Study`, `Endpoint` …: a person gives a name, the query gets the IRI), or
`text`, `integer`, `decimal`.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from os import PathLike, fspath
from pathlib import Path

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
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PLAIN_TYPES = ("text", "integer", "decimal")


class Parameter(BaseModel):
    """One parameter of a question."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: str
    about: str
    required: bool = False
    variable: str = ""
    """What stands for it in the query, where a column has its name; else it is its own name."""


class Question(BaseModel):
    """One competency question: what it asks, what it takes, what it gives, and its SPARQL."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    topic: str
    description: str
    parameters: dict[str, Parameter] = {}
    example: dict[str, str] = {}
    columns: list[str]
    printed: list[str] = []
    """Columns of numbers as printed, which are text in RDF and numbers in a data frame."""
    sparql: str

    def __repr__(self) -> str:
        return f"<Question {self.name}({', '.join(self.parameters)})>"


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """Every question that comes with alltrace, by name."""
    return {name: question(name) for name in names()}


def names() -> list[str]:
    """What the questions are called, in order."""
    files_ = (files("queries") / "questions").iterdir()
    return sorted(f.name.removesuffix(".rq") for f in files_ if f.name.endswith(".rq"))


def by_topic() -> list[Question]:
    """Every question that comes with alltrace, by topic and name."""
    return sorted(questions().values(), key=lambda q: (q.topic, q.name))


@cache
def question(name: str) -> Question:
    """The question called `name`; raises UnknownNameError with the nearest.

    >>> question("values").parameters["endpoint"].about
    'only this endpoint'
    """
    if name not in (known := names()):
        raise UnknownNameError("query", name, known)
    file = files("queries") / "questions" / f"{name}.rq"
    return parse(name, file.read_text(encoding="utf-8"))


def asked(query: str | PathLike[str]) -> Question | str:
    """A question of the library by its name or in a `.rq` file, or SPARQL as it is.

    Raises UnknownNameError for a name that there is not, QueryError for a file that cannot be read.
    """
    text = fspath(query)
    if any(c.isspace() or c == "{" for c in text.strip()) and not isinstance(query, PathLike):
        return text
    if not text.endswith(".rq"):
        return question(text)
    path = Path(text)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{path}: cannot be read: {error.strerror}", value=path) from None
    except UnicodeDecodeError:
        raise QueryError(f"{path}: is not UTF-8 text", value=path) from None
    return parse(path.stem, text) if text.startswith(_FENCE) else text


def ask(store: Store, asked: Question | str, values: Mapping[str, str | Term]) -> Results:
    """Answer a question of the library, or SPARQL whose values are read by `parameters.term`.

    Raises QueryError for a parameter amiss.
    """
    if isinstance(asked, Question):
        return store.query(bind(asked.sparql, terms_of(store, asked, values)))
    terms = {n: parameters.term(v) if isinstance(v, str) else v for n, v in values.items()}
    return store.query(bind(asked, terms))


def terms_of(store: Store, asked: Question, values: Mapping[str, str | Term]) -> dict[str, Term]:
    """What a person wrote for the parameters, as RDF terms by the variables of the query.

    Raises QueryError, UnknownNameError.
    """
    for name in values.keys() - asked.parameters.keys():
        takes = ", ".join(asked.parameters) or "none"
        raise QueryError(f"{asked.name} has no parameter {shown(name)}; it takes: {takes}")
    for name, parameter in asked.parameters.items():
        if parameter.required and name not in values:
            raise QueryError(f"{asked.name} needs -p {name}=…: {parameter.about}")
    return {
        asked.parameters[name].variable or name: _typed(
            store, name, asked.parameters[name].type, value
        )
        for name, value in values.items()
    }


def _typed(store: Store, name: str, kind: str, value: str | Term) -> Term:
    if not isinstance(value, str):
        return value
    if kind == "text":
        return ox.Literal(value)
    if kind in PLAIN_TYPES:
        literal = parameters.term(value)
        datatype = literal.datatype.value if isinstance(literal, ox.Literal) else ""
        if datatype not in (XSD + kind, XSD + "integer"):
            raise QueryError(f"{name} takes a number ({kind}), not {shown(value)}")
        return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))
    return resolve(store, kind, value)


def parse(name: str, text: str) -> Question:
    """The question in the text of a `.rq` file. Raises QueryError if its header is broken."""
    try:
        _, header, sparql = text.split(_FENCE, 2)
        plain = "".join(line[2:] for line in header.splitlines(keepends=True))
        fields = yaml.load(plain, Loader=_Loader)
        return Question(name=name, sparql=sparql.strip() + "\n", **fields)
    except (ValueError, TypeError, yaml.YAMLError) as error:
        fault = f"the header between the two '# ---' is broken: {str(error).splitlines()[0]}"
        raise QueryError(f"{name}.rq: {fault}") from None
