"""Reviewing a draft: which statements are uncertain, and which edits each decision makes.

An extracted statement has the status `extracted`, its doubts and, if it was measured, a confidence.
A person accepts, rewrites or drops it; an accepted or rewritten statement has the status `reviewed`
and no doubts. Comments in the file are shown to the reviewer and have no effect. The functions here
are pure: they neither prompt nor write files.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ingest import quads, readers, records, yamledit, yamlfile
from ingest.records import RecordFile
from ingest.text import normalise, sentence_at, text_of
from ingest.yamledit import Change, Remove, ReplaceItem, SetField
from ingest.yamlfile import FieldPath, YamlFile
from ontology.errors import Problem, RecordError, shown
from ontology.model import STATEMENTS, Statement, TextAnchor, Thing

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
    "arms": "arm",
}
"""The name of a thing of each section in messages."""

_NO_CONFIDENCE = "nothing says how sure its reader was"

UNSURE = 0.8
"""The default confidence below which a statement is uncertain."""


@dataclass(frozen=True, slots=True, repr=False)
class ReviewItem:
    """A statement of a record with its section, its index there and its anchor.

    `comment` is the text of the comment lines above it, for the reviewer.
    """

    section: str
    index: int
    thing: Statement
    anchor: TextAnchor | None
    comment: str = ""

    def __repr__(self) -> str:
        return f"<ReviewItem: {self.name}>"

    @property
    def path(self) -> FieldPath:
        return (self.section, self.index)

    @property
    def key(self) -> tuple[str, str]:
        """Section and id, which are stable while other statements are added or removed."""
        return (self.section, self.thing.id)

    @property
    def name(self) -> str:
        return f"{KINDS[self.section]} {self.thing.id}"

    @property
    def confidence(self) -> float | None:
        """The measured probability that such a statement is right, from 0 to 1, if known."""
        return None if self.thing.confidence is None else float(self.thing.confidence)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a reviewer should check before accepting it."""
        return doubts(self.thing)

    def uncertain(self, below: float = UNSURE) -> bool:
        """Whether it has a doubt or a confidence lower than `below`."""
        return uncertain(self.thing, below)


@dataclass(frozen=True, slots=True)
class Removal:
    """The edits that drop a statement; `consequences` describes the effects on others."""

    changes: tuple[Change, ...]
    dependents: tuple[tuple[str, str], ...]
    """Section and id of the statements that are dropped with it."""
    consequences: tuple[str, ...]


# -- the statements -------------------------------------------------------------------------------


def doubts(statement: Statement) -> tuple[str, ...]:
    """What to check in a statement: its recorded doubts, and those that follow from its fields.

    An extracted statement with neither doubt nor confidence gets a doubt that says so, because
    older drafts recorded their doubts in comments only.

    >>> from ontology.model import Claim
    >>> doubts(Claim(id="c1", text="On age.", position=1, status="extracted", extracted_by="role"))
    ('nothing says how sure its reader was',)
    """
    if statement.extracted_by and not statement.doubts and statement.confidence is None:
        return (_NO_CONFIDENCE,)
    return statement.doubts


def uncertain(statement: Statement, below: float = UNSURE) -> bool:
    """Whether a statement has a doubt or a confidence lower than `below`."""
    confidence = statement.confidence
    return bool(doubts(statement)) or (confidence is not None and float(confidence) < below)


def statements(file: RecordFile) -> list[ReviewItem]:
    """Every statement of a record in document order; those without an anchor come last."""
    anchors = {anchor.id: anchor for anchor in file.record.anchors}
    comments = yamledit.comments(file.source)
    items = [
        ReviewItem(
            section, n, thing, anchors.get(thing.anchor or ""), comments.get((section, n), "")
        )
        for section in STATEMENTS
        for n, thing in enumerate(getattr(file.record, section))
    ]
    return sorted(
        items, key=lambda item: (item.anchor is None, item.anchor.start if item.anchor else 0)
    )


def extracted(file: RecordFile) -> list[ReviewItem]:
    """The statements that are not yet reviewed, in document order."""
    return [item for item in statements(file) if item.thing.status == "extracted"]


def text_for(path: Path, anchors: Sequence[TextAnchor]) -> str:
    """The text of the document that `anchors` refer to, from plain text or any readable format.

    Raises RecordError if the text contains none of the anchored sentences, ReadingError if the file
    cannot be read.
    """
    for text in texts_of(path):
        if any(sentence(text, anchor) is not None for anchor in anchors):
            return text
    message = "the text contains none of the sentences that the record anchors"
    raise RecordError([Problem(str(path), None, "", message)])


def sentence(text: str, anchor: TextAnchor) -> str | None:
    """The sentence at an anchor in a normalised text, if its hash agrees."""
    return sentence_at(text, anchor.start, anchor.end, anchor.sha256)


# -- the edits of a decision -----------------------------------------------------------------------


def accept(file: RecordFile, items: Iterable[ReviewItem]) -> list[Change]:
    r"""The edits that mark statements as reviewed and resolve their doubts.

    >>> text = (
    ...     "record: x\nstatus: extracted\ncuration: {curator: me, date: 2030-01-01}\n"
    ...     "studies: [{id: s, label: S}]\n"
    ...     "reported:\n- {id: cr, study: s, endpoint: complete-remission, value: '72.6',"
    ...     " unit: '%', reported_by: p, confidence: '0.9', status: extracted}\n"
    ... )
    >>> file = records.validated(yamlfile.parse(text.encode(), "x.yaml"))
    >>> [item.name for item in extracted(file)]
    ['reported value cr']
    >>> extracted(with_changes(file, accept(file, extracted(file))))
    []
    """
    return [change for item in items for change in _review_changes(file.source, item.path)]


def finish() -> list[Change]:
    """The edits that mark the record as reviewed, for when each of its statements is."""
    return [SetField(("status",), "reviewed")]


def drop(file: RecordFile, item: ReviewItem) -> Removal:
    """The edits that remove a statement, the links to it and the statements that require it."""
    things = dict(quads.things(file.record))
    iris = {path: iri for path, iri, _ in quads.definitions(file.record)}
    removed: dict[FieldPath, str] = {item.path: ""}
    while True:
        cuts, unlinked, dependents = [], [], {}
        removed_iris = {iris[path] for path in removed}
        for owner, field, links in _link_fields(file):
            broken = {place: key for place, key, iri in links if iri in removed_iris}
            if owner in removed or not broken:
                continue
            names = ", ".join(broken.values())
            if len(broken) < len(links):
                cuts += [Remove(place) for place in broken]
            elif type(things[owner]).model_fields[field].is_required():
                dependents[owner] = (
                    f"{_name(owner, things)} goes too: its {field} names only {names}"
                )
                continue
            else:
                cuts.append(Remove((*owner, field)))
            unlinked.append(f"{_name(owner, things)} loses {names} from its {field}")
        if not dependents:
            break
        removed |= dependents
    keys = tuple((str(p[0]), things[p].key) for p in removed if p != item.path)
    consequences = (*(reason for reason in removed.values() if reason), *unlinked)
    return Removal((*(Remove(path) for path in removed), *cuts), keys, consequences)


def with_changes(file: RecordFile, changes: Iterable[Change]) -> RecordFile:
    """The record with `changes` applied, validated. Raises RecordError."""
    return records.validated(yamledit.edited(file.source, changes))


def rewritten(file: RecordFile, item: ReviewItem, text: str) -> RecordFile:
    """The record with the statement replaced by `text` (YAML, not indented) and marked as reviewed.

    Its doubts are resolved. Links to the statement follow a new id. Raises RecordError, with line
    numbers in `text`, if the text is no valid statement of its section.
    """
    name = f"the {KINDS[item.section]}"
    source = yamlfile.parse(text.encode(), name)
    if not isinstance(source.data, dict):
        raise RecordError(
            [
                Problem(
                    name, 1, "", "is not a mapping of fields; write one 'name: value' on each line"
                )
            ]
        )
    changes: list[Change] = [ReplaceItem(item.path, text)]
    new = source.data.get("id")
    if isinstance(new, str) and new != item.thing.id:
        if any(new == other.key for _, other in quads.things(file.record) if other.path is None):
            raise RecordError(
                [
                    Problem(
                        name,
                        source.line(("id",)),
                        "id",
                        f"{shown(new)} is already used in the record",
                    )
                ]
            )
        changes += _link_changes(file, item, new)
    try:
        result = with_changes(file, changes)
    except RecordError as error:
        whole = yamledit.edited(file.source, changes)
        raise RecordError(_problem_in_item(p, item, whole, name) for p in error.problems) from None
    known = {(p.field, p.message) for p in records.link_problems(file)}
    fresh = [p for p in records.link_problems(result) if (p.field, p.message) not in known]
    if fresh:
        raise RecordError(_problem_in_item(p, item, result.source, name) for p in fresh)
    return with_changes(result, _review_changes(result.source, item.path))


def with_fields(file: RecordFile, item: ReviewItem, values: Mapping[str, str]) -> RecordFile:
    """The record with some fields of a statement set; an empty value removes a field.

    A value in brackets or quotes is parsed as YAML. Raises RecordError.
    """
    name = f"the {KINDS[item.section]}"
    source = yamlfile.parse(yamledit.item_text(file.source, item.path).encode(), name)
    changes: list[Change] = []
    for field, value in values.items():
        read = yamlfile.parse(value.encode(), field).data if value[:1] in ("[", '"', "'") else value
        if not value and field in source.data:
            changes.append(Remove((field,)))
        elif value and (isinstance(read, str) or _is_list_of_texts(read)):
            changes.append(SetField((field,), read))
        elif value:
            raise RecordError(
                [Problem(name, None, field, "must be one text, or a list such as [a, b]")]
            )
    return rewritten(file, item, yamledit.edited(source, changes).content.decode())


# -- helpers ---------------------------------------------------------------------------------------


def _review_changes(source: YamlFile, path: FieldPath) -> list[Change]:
    """The edits that mark the statement at `path` as reviewed and resolve its doubts."""
    section, index = path
    changes: list[Change] = [SetField((*path, "status"), "reviewed", after=("id",))]
    if "doubts" in source.data[section][index]:
        changes.append(Remove((*path, "doubts")))
    return changes


def texts_of(path: Path) -> Iterator[str]:
    """The text of the file as plain text, if it is that, then of each document in it."""
    with suppress(RecordError):
        yield normalise(text_of(path))
    for paper in readers.read_all(path):
        yield paper.text


def _link_fields(
    file: RecordFile,
) -> Iterator[tuple[FieldPath, str, list[tuple[FieldPath, str, str]]]]:
    """Each linking field: its owner's path, its name, and path, name and IRI of each link."""
    by_field: dict[tuple[FieldPath, str], list[tuple[FieldPath, str, str]]] = defaultdict(list)
    for path, key, iri, _ in quads.links(file.record):
        if len(path) > 2:  # a link of an item in a section, not of the document
            by_field[path[:2], str(path[2])].append((path, key, iri))
    for (owner, field), links in by_field.items():
        yield owner, field, links


def _link_changes(file: RecordFile, item: ReviewItem, new: str) -> Iterator[Change]:
    (iri,) = (iri for path, iri, _ in quads.definitions(file.record) if path == item.path)
    for place, key, target, _ in quads.links(file.record):
        if target == iri and place[:2] != item.path:
            scope = key.rpartition("/")[0]
            yield SetField(place, f"{scope}/{new}" if scope else new)


def _problem_in_item(problem: Problem, item: ReviewItem, source: YamlFile, name: str) -> Problem:
    """A problem of the rewritten statement, with line numbers in its own text."""
    start, prefix = source.line(item.path), f"{item.section}[{item.index + 1}]"
    if problem.field != prefix and not problem.field.startswith(f"{prefix}."):
        return problem
    line = problem.line - start + 1 if problem.line and start else None
    return Problem(name, line, problem.field.removeprefix(prefix).lstrip("."), problem.message)


def _is_list_of_texts(read: object) -> bool:
    return isinstance(read, list) and all(isinstance(part, str) for part in read)


def _name(path: FieldPath, things: Mapping[FieldPath, Thing]) -> str:
    section = str(path[0])
    return f"{KINDS.get(section, section)} {things[path].key}"
