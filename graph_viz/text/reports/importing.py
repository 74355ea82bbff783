"""What `import` gives as JSON."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ImportedRecord:
    """One record that `alltrace import` made of a study or work in `file`, or could not make.

    `notes` tell what was left out and why. `problem` is why nothing was made or written. `data` is
    the record itself where it went to no file.
    """

    file: str
    record: str
    written: str | None
    problem: str | None
    notes: list[str]
    data: dict[str, Any] | None = None
