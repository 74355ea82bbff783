"""`Review`: a record file while a person decides about its statements, one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from alltrace import files
from ingest import records
from ingest import review as reviews
from ingest.records import RecordFile
from ingest.review import Removal, ReviewItem
from ontology.errors import Problem, RecordError

Outcome: TypeAlias = Literal["accepted", "edited", "dropped", "skipped"]
Key: TypeAlias = tuple[str, str]
"""Section and id of a statement, which stay the same while others come and go."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about which statements, what went along, and the file as it was before."""

    outcome: Outcome
    keys: tuple[Key, ...]
    along: tuple[Key, ...]
    before: RecordFile = field(repr=False)


@dataclass(slots=True, repr=False)
class Review:
    """A record file and the decisions so far; each is in the file as soon as it is made."""

    path: Path
    file: RecordFile
    history: list[Decision] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path) -> "Review":
        """The review of the record file at `path`. Raises RecordError."""
        return cls(path.resolve(), records.load(path))

    def __repr__(self) -> str:
        count, left = len(self.statements()), len(self.waiting())
        return f"<Review of {self.file.name}: {count} statements, {left} of them not reviewed>"

    def statements(self) -> list[ReviewItem]:
        """Every statement of the record, in the order of the document."""
        return reviews.statements(self.file)

    def waiting(self) -> dict[Key, ReviewItem]:
        """The statements that no one has reviewed, in the order of the document."""
        return {item.key: item for item in reviews.extracted(self.file)}

    def uncertain(self, below: float = reviews.UNSURE) -> list[ReviewItem]:
        """Those of `waiting` with a doubt, or whose reader was less sure than `below` (0 to 1)."""
        return [item for item in self.waiting().values() if item.uncertain(below)]

    def accept(self, *items: ReviewItem) -> None:
        """Mark statements as reviewed."""
        new = reviews.with_changes(self.file, reviews.accept(self.file, items))
        self._record("accepted", items, new)

    def removal(self, item: ReviewItem) -> Removal:
        """What dropping a statement would take along."""
        return reviews.drop(self.file, item)

    def drop(self, item: ReviewItem) -> Removal:
        """Take a statement out of the record, with what refers to it; what that was."""
        removal = self.removal(item)
        new = reviews.with_changes(self.file, removal.changes)
        self._record("dropped", [item], new, removal.dependents)
        return removal

    def edit(self, item: ReviewItem, fields: Mapping[str, str]) -> None:
        """Write some fields of a statement anew, an empty one taken away. Raises RecordError."""
        self.replace(item, reviews.with_fields(self.file, item, fields))

    def replace(self, item: ReviewItem, new: RecordFile) -> None:
        """Take the record that an edit of the statement made."""
        self._record("edited", [item], new)

    def skip(self, item: ReviewItem) -> None:
        """Leave a statement as it is."""
        self._record("skipped", [item], self.file)

    def undo(self) -> Decision | None:
        """Take the last decision back and put the file as it was. None if there is none."""
        if not self.history:
            return None
        self._write(self.history[-1].before)
        return self.history.pop()

    def finish(self) -> None:
        """Mark the record itself as reviewed. Raises RecordError while a statement is not."""
        if waiting := self.waiting():
            message = f"{len(waiting)} statements are not reviewed yet; accept, edit or drop them"
            raise self._error(message, "status")
        self._write(reviews.with_changes(self.file, reviews.finish()))

    def decided(self, outcome: Outcome) -> list[str]:
        """The ids of the statements that ended so."""
        return [key[1] for d in self.history if d.outcome == outcome for key in d.keys]

    def _record(
        self,
        outcome: Outcome,
        items: Sequence[ReviewItem],
        new: RecordFile,
        along: tuple[Key, ...] = (),
    ) -> None:
        before = self.file
        self._write(new)
        self.history.append(Decision(outcome, tuple(item.key for item in items), along, before))

    def _write(self, new: RecordFile) -> None:
        """Write the file whole, unless someone else has changed it. Raises RecordError."""
        if new.source.content == self.file.source.content:
            return
        if self.path.read_bytes() != self.file.source.content:
            message = "was changed by another program meanwhile; nothing was written, start again"
            raise self._error(message)
        files.write(self.path, new.source.content)
        self.file = new

    def _error(self, message: str, field: str = "") -> RecordError:
        return RecordError([Problem(str(self.path), None, field, message)])
