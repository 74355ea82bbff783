"""The errors a person can meet. Each prints as one line: what, where, what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class AlltraceError(Exception):
    """Root of every error that alltrace raises on purpose; its text is fit to be shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one file. `line` counts from 1 and is None where no line is to blame."""

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return (
            f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class RecordError(AlltraceError):
    """A record that cannot be read or breaks a rule; `problems` holds every fault found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


FEW = 14
"""Up to how many names a message lists."""


class UnknownNameError(AlltraceError):
    """A name that nothing answers to, with the nearest that exist, or all if these are few.

    `others` are the kinds of things that do go by the name.
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str], others: Iterable[str] = ()
    ) -> None:
        self.kind, self.name, self.known = kind, name, frozenset(known)
        listed = sorted({one for one in self.known if " " not in one})
        few = f"; there are: {', '.join(listed)}" if 0 < len(listed) <= FEW else ""
        told = "" if self.known else "; there is none here"
        if another := " and a ".join(others):
            super().__init__(f"{shown(name)} is a {another}, not a {kind}{few or told}")
        else:
            near = suggestion(name, listed) or few or told
            super().__init__(f"no {kind} is called {shown(name)}{near}")


class QueryError(AlltraceError):
    """A SPARQL query that does not parse, lacks a parameter, or cannot be run."""


class StoreError(AlltraceError):
    """A store that cannot be opened, reached, read or written."""


class ReadingError(AlltraceError):
    """A file that cannot be read as a document; the text names the file and says why."""


class VocabularyError(AlltraceError):
    """A file of own words that cannot be read; the text names the file and says why."""


class ResolveError(AlltraceError):
    """A source on the network that gives no answer, or none that can be read."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """The tail of a message that names up to three of `known` close to `name`, or nothing."""
    near = get_close_matches(name.lower(), sorted(set(known)), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def shown(text: str, limit: int = 80) -> str:
    """Untrusted text made fit for one line of a message: quoted, escaped, and cut."""
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")
