"""The form of what the explorer's page is given: columns, so that thousands of studies stay small.

`alltrace schema explorer` prints this as JSON Schema. A column holds one value for each row of its
table; `node`, `source`, `target` and the like are row numbers in `nodes`; `value` is a row number
in `strings`. -1 stands for none. A column of steps holds how much each value is more than the one
before it (the first: than 0), and `target` how much it is more than `source`: small numbers that
repeat, which deflate well.
"""

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True)


class Kind(_Table):
    """A class of thing as a reader calls it."""

    name: str = Field(description="Local name of the class, such as StatedMeasurement.")
    label: str
    plural: str
    definition: str


class Property(_Table):
    """A property of the ontology, in words."""

    iri: str
    label: str
    definition: str
    datatype: str | None = Field(description="IRI of the literals' datatype; null for links.")


class Roles(_Table):
    """The properties that the page treats in a way of its own, by what they are to it: IRIs.

    A node's texts under these are shown beside it, linked to outside pages or searched.
    """

    title: str
    synonym: str
    doi: str
    pmid: str
    pmcid: str
    registration: str
    ncit_code: str
    reference_number: str
    marker_number: str
    position: str
    quote: str
    text_seen: str
    refers_to: str
    asserts_comparison: str


class StateMeaning(_Table):
    """How a hop may have fared, in plain words; `tone` is good, bad, open or none."""

    name: str
    label: str
    tone: str


class Source(_Table):
    """One named graph: who vouches for it, and from which file it was made."""

    graph: str
    label: str
    status: str
    curator: str
    date: str
    source: str
    file: str
    sha256: str
    version: str


class Nodes(_Table):
    """The things. The IRI is `prefixes[prefix] + tail`; `x`, `y` are places on the map.

    `rests` and `sound` are rows of `studies`: the studies that the thing rests on, over all hops
    but those that dispute or qualify, and over those of them that the audit did not find broken.
    `x` and `y` are steps, in cells of the map.
    """

    prefix: list[int]
    tail: list[str]
    kind: list[int]
    label: list[str]
    home: list[int] = Field(description="Rows of sources; -1 for what comes with the package.")
    anchor: list[int] = Field(description="Rows of anchors.")
    rests: list[int]
    sound: list[int]
    x: list[int]
    y: list[int]


class Edges(_Table):
    """Statements that lead from thing to thing. `source` is in steps, `target` from the source."""

    source: list[int]
    property: list[int]
    target: list[int]


class Facts(_Table):
    """Statements that end in text. `node` is in steps."""

    node: list[int]
    property: list[int]
    value: list[int]


class Hops(_Table):
    """The steps of all traces: from what rests on something to what it rests on.

    `kind` and `state` are rows of `hop_kinds` and `states`; `line` is the evidence line. `source`
    is in steps, `target` from the source.
    """

    source: list[int]
    target: list[int]
    kind: list[int]
    state: list[int]
    line: list[int]


class Findings(_Table):
    """What the audit found, gravest first."""

    id: list[str]
    about: list[int]
    severity: list[str]
    rule: list[str]
    title: list[str]
    message: list[str]
    values: list[list[str]]
    references: list[list[int]]
    place: list[str]
    suggestion: list[str]
    review: list[str]
    reason: list[str]


class Anchors(_Table):
    """Places in documents: paragraph and sentence from 1, code points, hash of the sentence."""

    paragraph: list[int]
    sentence: list[int]
    start: list[int]
    end: list[int]
    sha256: list[str]


class Conclusions(_Table):
    """The conclusions in their documents' order, with what `queries` says of each.

    `counts` holds a column for each count of a trace. `findings` are rows of `findings`, gravest
    first; `bearing` are the nodes through which all its support passes; `standing` says in
    sentences what it stands on.
    """

    node: list[int]
    document: list[int]
    position: list[int]
    counts: dict[str, list[int]]
    findings: list[list[int]]
    bearing: list[list[int]]
    standing: list[list[str]]


class Cells(_Table):
    """What each conclusion takes from each publication: how many citing hops, by state.

    `direction` is a row of `hop_kinds`: how the citing claims bear on the conclusion. A pair has
    several rows where they bear on it in several directions.
    """

    conclusion: list[int]
    publication: list[int]
    direction: list[int]
    count: list[int]
    good: list[int]
    bad: list[int]
    open: list[int]


class Values(_Table):
    """The stated and reported values with what they are about. `node` is in steps.

    A value's label is `what`, a colon, its number, and its study, regimen, cohort and time.
    """

    node: list[int]
    endpoint: list[int]
    study: list[int]
    what: list[str] = Field(description="The endpoint with its grade and threshold.")
    state: list[int] = Field(description="Rows of states; -1 for a reported value.")


class Documents(_Table):
    """The documents; `text` is the normalised text where the reader gave it."""

    node: list[int]
    sha256: list[str]
    text: list[str | None]


class Explorer(_Table):
    """Everything that the page shows."""

    version: int = 1
    program: str
    base: str = Field(description="The base under which things are named.")
    kinds: list[Kind]
    properties: list[Property]
    roles: Roles
    states: list[StateMeaning]
    hop_kinds: list[str]
    prefixes: list[str]
    strings: list[str]
    sources: list[Source]
    studies: list[list[int]] = Field(description="Sets of independent studies, as nodes.")
    cell: int = Field(description="How far two nodes stand apart on the map.")
    fit: list[int] = Field(description="x0, y0, x1, y1: holds 99 % of the nodes on the map.")
    nodes: Nodes
    edges: Edges
    facts: Facts
    hops: Hops
    findings: Findings
    anchors: Anchors
    conclusions: Conclusions
    cells: Cells
    values: Values
    documents: Documents
