"""The errors a person can meet. Each prints as one line: what, where, what would be right.

    AlltraceError
    ├── RecordError          (ValueError)   a record file that breaks a rule: `problems`
    ├── ReadingError         (ValueError)   a document that cannot be read
    ├── QueryError           (ValueError)   a query that cannot be parsed, bound or run
    ├── CompareError         (ValueError)   an endpoint that cannot be compared
    ├── WeighingError        (ValueError)   start weights that cannot be used
    ├── SettingError         (ValueError)   an environment variable that cannot be used
    ├── UnknownNameError     (LookupError)  a name that nothing answers to: `name`, `known`
    ├── AmbiguousNameError   (LookupError)  a name that several things answer to: `choices`
    ├── StoreError           (OSError)      a store that cannot be opened, read or written
    │   └── ClashError                      a change after which a store would break a shape
    ├── ModelError           (OSError)      a language model that cannot be asked
    ├── VocabularyError      (OSError)      a file of own words that cannot be read
    ├── ResolveError         (OSError)      a network source that gives no usable answer
    ├── ReadOnlyError        (TypeError)    a change of what can only be read
    └── MissingPackageError  (ImportError)  an optional package that is not installed

`value` is what was at fault, where the text of the error alone would have to be taken apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


class AlltraceError(Exception):
    """Root of every error that alltrace raises on purpose; its text is fit to be shown."""

    def __init__(self, message: str, *, value: object = None) -> None:
        super().__init__(message)
        self.value = value

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross from one process to another whole, whatever their arguments are."""
        return _rebuilt, (type(self), str(self), self.__dict__)


def _rebuilt(kind: type[AlltraceError], message: str, attributes: dict[str, Any]) -> AlltraceError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(attributes)
    return error


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in one file. `line` counts from 1 and is None where no line is to blame.

    >>> print(Problem("mine.yaml", 12, "stated[1].value", "is missing"))
    mine.yaml:12: stated[1].value: is missing
    """

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return (
            f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"
        )


class RecordError(AlltraceError, ValueError):
    """A record that cannot be read or breaks a rule; `problems` holds every fault found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)), value=self.problems)


FEW = 14
"""Up to how many names a message lists."""


class UnknownNameError(AlltraceError, LookupError):
    """A name that nothing answers to, with the nearest that exist, or all if these are few.

    `others` are the kinds of things that do go by the name.

    >>> print(UnknownNameError("rule", "count-impossibel", ["count-impossible", "p-value"]))
    no rule is called 'count-impossibel'; did you mean count-impossible?
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str], others: Iterable[str] = ()
    ) -> None:
        self.kind, self.name, self.known = kind, name, frozenset(known)
        listed = sorted({one for one in self.known if " " not in one})
        few = f"; there are: {', '.join(listed)}" if 0 < len(listed) <= FEW else ""
        told = "" if self.known else "; there is none here"
        if another := " and a ".join(others):
            message = f"{shown(name)} is a {another}, not a {kind}{few or told}"
        else:
            near = suggestion(name, listed) or few or told
            message = f"no {kind} is called {shown(name)}{near}"
        super().__init__(message, value=name)


class AmbiguousNameError(AlltraceError, LookupError):
    """A name that several things answer to; `choices` say which."""

    def __init__(self, message: str, name: str, choices: Iterable[str]) -> None:
        self.name, self.choices = name, tuple(choices)
        super().__init__(message, value=name)


class QueryError(AlltraceError, ValueError):
    """A SPARQL query that does not parse, lacks a parameter, or cannot be run."""


class CompareError(AlltraceError, ValueError):
    """An endpoint of which no value can be compared."""


class WeighingError(AlltraceError, ValueError):
    """Start weights that cannot be used, or a chain that cannot be weighed."""


class SettingError(AlltraceError, ValueError):
    """An environment variable that cannot be used; the text names it and says why."""


class MissingPackageError(AlltraceError, ImportError):
    """An optional package that is not installed; the text says how to install it."""


class StoreError(AlltraceError, OSError):
    """A store that cannot be opened, reached, read or written."""


class ClashError(StoreError):
    """A change of a store that was refused; `value` holds the violations that it would make."""


class ReadOnlyError(AlltraceError, TypeError):
    """A change of what can only be read; rdflib's own read-only stores raise a TypeError too."""


class ReadingError(AlltraceError, ValueError):
    """A file that cannot be read as a document; the text names the file and says why."""


class VocabularyError(AlltraceError, OSError):
    """A file of own words that cannot be read; the text names the file and says why."""


class ModelError(AlltraceError, OSError):
    """A language model that may not or cannot be asked, or a server without a usable answer."""


class ResolveError(AlltraceError, OSError):
    """A source on the network that gives no answer, or none that can be read."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """The tail of a message that names up to three of `known` close to `name`, or nothing.

    >>> suggestion("endpiont", ["endpoint", "study"])
    '; did you mean endpoint?'
    """
    near = get_close_matches(name.lower(), sorted(set(known)), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def shown(text: str, limit: int = 80) -> str:
    r"""Untrusted text made fit for one line of a message: quoted, escaped, and cut.

    >>> print(shown("two\nlines"))
    'two\nlines'
    """
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")
