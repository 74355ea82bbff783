"""Checking a draft: which statements are uncertain, and what each decision changes in its file.

A statement that a program drew from a text has the status `extracted`, its doubts, and where that
is known how sure the program is of it. A person accepts, rewrites or drops it; only then is it
`reviewed`, and its doubts are resolved. Comments in the file are shown to the person and decide
nothing. Nothing here talks or writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest import quads, readers, records, yamledit, yamlfile
from ingest.records import RecordFile
from ingest.text import normalise, sentence_at, text_of
from ingest.yamledit import Change, Cut, Put, Write
from ingest.yamlfile import FieldPath, YamlFile
from ontology.errors import Problem, RecordError, shown
from ontology.model import STATEMENTS, Anchor, Claim, Statement, Thing

KINDS = {
    "pointers": "citation pointer",
    "stated": "stated value",
    "reported": "reported value",
    "comparisons": "comparison",
    "claims": "claim",
    "conclusions": "conclusion",
    "evidence": "evidence line",
    "anchors": "anchor",
    "references": "reference",
    "publications": "publication",
    "studies": "study",
    "trials": "trial",
    "cohorts": "cohort",
    "regimens": "regimen",
}
"""What a thing of each section is called."""

UNWORDED = "(to be worded)."
"""How the text of a drafted claim ends until a person has put it in words (`ingest.extract`)."""

_TO_WORD = "its text is still to be worded"
_SILENT = "nothing says how sure its reader was"

UNSURE = 0.8
"""Below this confidence a statement is asked about, if nothing else is said."""


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """A statement of a record: its section, its place there, itself, and its anchor.

    `comment` is what stands in comment lines above it, for a person to read.
    """

    section: str
    index: int
    thing: Statement
    anchor: Anchor | None
    comment: str = ""

    def __repr__(self) -> str:
        return f"<Item: {self.name}>"

    @property
    def path(self) -> FieldPath:
        return (self.section, self.index)

    @property
    def key(self) -> tuple[str, str]:
        """Section and id, which stay the same while other statements come and go."""
        return (self.section, self.thing.id)

    @property
    def name(self) -> str:
        return f"{KINDS[self.section]} {self.thing.id}"

    @property
    def confidence(self) -> float | None:
        """How often such a statement is right, from 0 to 1, if that was measured."""
        return None if self.thing.confidence is None else float(self.thing.confidence)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should check before accepting it."""
        return doubts(self.thing)

    def uncertain(self, below: float = UNSURE) -> bool:
        """Whether there is a doubt, or its reader was less sure than `below`."""
        return uncertain(self.thing, below)


@dataclass(frozen=True, slots=True)
class Removal:
    """What dropping a statement changes; `along` says in words what else that touches."""

    changes: tuple[Change, ...]
    gone: tuple[tuple[str, str], ...]
    """Section and id of the statements that go too."""
    along: tuple[str, ...]


# -- what is there ---------------------------------------------------------------------------------


def doubts(statement: Statement) -> tuple[str, ...]:
    """What to check about a statement: its own doubts, and what its fields leave open.

    Of a statement that rules drew, and that carries neither a doubt nor a confidence, nobody knows
    how sure they were: older drafts told that in comments only.
    """
    if unworded(statement):
        return (*statement.doubts, _TO_WORD)
    if statement.extracted_by and not statement.doubts and statement.confidence is None:
        return (_SILENT,)
    return statement.doubts


def uncertain(statement: Statement, below: float = UNSURE) -> bool:
    """Whether a statement has a doubt, or its reader was less sure of it than `below`."""
    confidence = statement.confidence
    return bool(doubts(statement)) or (confidence is not None and float(confidence) < below)


def unworded(statement: Statement) -> bool:
    """Whether a statement is a claim that no one has put in words yet."""
    return isinstance(statement, Claim) and statement.text.endswith(UNWORDED)


def statements(file: RecordFile) -> list[Item]:
    """Every statement of a record in the order of the document; those without a place come last."""
    anchors = {anchor.id: anchor for anchor in file.record.anchors}
    comments = yamledit.comments(file.source)
    items = [
        Item(section, n, thing, anchors.get(thing.anchor or ""), comments.get((section, n), ""))
        for section in STATEMENTS
        for n, thing in enumerate(getattr(file.record, section))
    ]
    return sorted(
        items, key=lambda item: (item.anchor is None, item.anchor.start if item.anchor else 0)
    )


def extracted(file: RecordFile) -> list[Item]:
    """The statements that no person has checked yet, in the order of the document."""
    return [item for item in statements(file) if item.thing.status == "extracted"]


def text_for(path: Path, anchors: Sequence[Anchor]) -> str:
    """The text of a document that `anchors` count in: plain text, or any form that is read.

    Raises RecordError if not one of the anchors' sentences is there, ReadingError for a file that
    cannot be read.
    """
    for text in _readings(path):
        if any(sentence(text, anchor) is not None for anchor in anchors):
            return text
    told = "no sentence of this text is one that the record anchors"
    raise RecordError([Problem(str(path), None, "", told)])


def sentence(text: str, anchor: Anchor) -> str | None:
    """The sentence that the anchor means in a normalised text, if it is there."""
    return sentence_at(text, anchor.start, anchor.end, anchor.sha256)


# -- what a decision changes -----------------------------------------------------------------------


def accept(file: RecordFile, items: Iterable[Item]) -> list[Change]:
    """What marks these statements as reviewed, their doubts as resolved."""
    return [change for item in items for change in _resolved(file.source, item.path)]


def finish() -> list[Change]:
    """What marks the record itself as reviewed, once each of its statements is."""
    return [Put(("status",), "reviewed")]


def drop(file: RecordFile, item: Item) -> Removal:
    """What takes a statement away, with every link to it and every statement that needs it."""
    things = dict(quads.things(file.record))
    iris = {path: iri for path, iri, _ in quads.definitions(file.record)}
    gone: dict[FieldPath, str] = {item.path: ""}
    while True:
        cuts, along, more = [], [], {}
        away = {iris[path] for path in gone}
        for owner, field, links in _link_fields(file):
            hit = {place: key for place, key, iri in links if iri in away}
            if owner in gone or not hit:
                continue
            names = ", ".join(hit.values())
            if len(hit) < len(links):
                cuts += [Cut(place) for place in hit]
            elif type(things[owner]).model_fields[field].is_required():
                more[owner] = f"{_name(owner, things)} goes too: its {field} names only {names}"
                continue
            else:
                cuts.append(Cut((*owner, field)))
            along.append(f"{_name(owner, things)} loses {names} from its {field}")
        if not more:
            break
        gone |= more
    keys = tuple((str(p[0]), things[p].key) for p in gone if p != item.path)
    told = (*(said for said in gone.values() if said), *along)
    return Removal((*(Cut(path) for path in gone), *cuts), keys, told)


def made(file: RecordFile, changes: Iterable[Change]) -> RecordFile:
    """The record with `changes` made, validated. Raises RecordError."""
    return records.validated(yamledit.edited(file.source, changes))


def rewritten(file: RecordFile, item: Item, text: str) -> RecordFile:
    """The record with the statement as `text` has it (YAML, not indented), marked as reviewed.

    Its doubts are resolved. A new id is followed by every link to the statement. Raises
    RecordError, its lines counted in `text`, if the text is no such statement or breaks a rule.
    """
    name = f"the {KINDS[item.section]}"
    source = yamlfile.parse(text.encode(), name)
    if not isinstance(source.data, dict):
        raise RecordError(
            [Problem(name, 1, "", "is not written as fields, one 'name: value' a line")]
        )
    changes: list[Change] = [Write(item.path, text)]
    new = source.data.get("id")
    if isinstance(new, str) and new != item.thing.id:
        if any(new == other.key for _, other in quads.things(file.record) if other.path is None):
            raise RecordError([Problem(name, source.line(("id",)), "id", f"{shown(new)} is taken")])
        changes += _renamed(file, item, new)
    try:
        result = made(file, changes)
    except RecordError as error:
        whole = yamledit.edited(file.source, changes)
        raise RecordError(_own(p, item, whole, name) for p in error.problems) from None
    known = {(p.field, p.message) for p in records.link_problems(file)}
    fresh = [p for p in records.link_problems(result) if (p.field, p.message) not in known]
    if fresh:
        raise RecordError(_own(p, item, result.source, name) for p in fresh)
    return made(result, _resolved(result.source, item.path))


def with_fields(file: RecordFile, item: Item, values: Mapping[str, str]) -> RecordFile:
    """The record with some fields of a statement written anew, an empty one taken away.

    A value in brackets or quotes is read as YAML. Raises RecordError.
    """
    name = f"the {KINDS[item.section]}"
    source = yamlfile.parse(yamledit.item_text(file.source, item.path).encode(), name)
    changes: list[Change] = []
    for field, value in values.items():
        read = yamlfile.parse(value.encode(), field).data if value[:1] in ("[", '"', "'") else value
        if not value and field in source.data:
            changes.append(Cut((field,)))
        elif value and (isinstance(read, str) or _texts(read)):
            changes.append(Put((field,), read))
        elif value:
            raise RecordError(
                [Problem(name, None, field, "takes one text, or a list such as [a, b]")]
            )
    return rewritten(file, item, yamledit.edited(source, changes).content.decode())


# -- helpers ---------------------------------------------------------------------------------------


def _resolved(source: YamlFile, path: FieldPath) -> list[Change]:
    """What marks the statement at `path` as reviewed: a decision resolves its doubts."""
    section, index = path
    changes: list[Change] = [Put((*path, "status"), "reviewed", after=("id",))]
    if "doubts" in source.data[section][index]:
        changes.append(Cut((*path, "doubts")))
    return changes


def _readings(path: Path) -> Iterator[str]:
    """The file as plain text, if it is that, then as a document."""
    with suppress(RecordError):
        yield normalise(text_of(path))
    yield readers.read(path).text


def _link_fields(
    file: RecordFile,
) -> Iterator[tuple[FieldPath, str, list[tuple[FieldPath, str, str]]]]:
    """Each field that links: its owner's path, its name, and the place, name, IRI of each link."""
    found: dict[tuple[FieldPath, str], list[tuple[FieldPath, str, str]]] = defaultdict(list)
    for path, key, iri, _ in quads.links(file.record):
        if len(path) > 2:  # a link of an item in a section, not of the document
            found[path[:2], str(path[2])].append((path, key, iri))
    for (owner, field), links in found.items():
        yield owner, field, links


def _renamed(file: RecordFile, item: Item, new: str) -> Iterator[Change]:
    (iri,) = (iri for path, iri, _ in quads.definitions(file.record) if path == item.path)
    for place, key, target, _ in quads.links(file.record):
        if target == iri and place[:2] != item.path:
            scope = key.rpartition("/")[0]
            yield Put(place, f"{scope}/{new}" if scope else new)


def _own(problem: Problem, item: Item, source: YamlFile, name: str) -> Problem:
    """A fault of the statement that was rewritten, told by the lines of its own text."""
    start, prefix = source.line(item.path), f"{item.section}[{item.index + 1}]"
    if problem.field != prefix and not problem.field.startswith(f"{prefix}."):
        return problem
    line = problem.line - start + 1 if problem.line and start else None
    return Problem(name, line, problem.field.removeprefix(prefix).lstrip("."), problem.message)


def _texts(read: object) -> bool:
    return isinstance(read, list) and all(isinstance(part, str) for part in read)


def _name(path: FieldPath, things: Mapping[FieldPath, Thing]) -> str:
    section = str(path[0])
    return f"{KINDS.get(section, section)} {things[path].key}"
