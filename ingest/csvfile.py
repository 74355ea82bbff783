"""CSV files that a user gives, with a header."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ontology.errors import Problem, RecordError


@contextmanager
def opened(path: Path, errors: str = "strict") -> Iterator["csv.DictReader[str]"]:
    """The rows of a UTF-8 file, open as long as they are read; `errors` is as for `open`.

    Raises RecordError if the file cannot be read, is not UTF-8 or is no CSV.
    """
    file_name, reason = path.name, ""
    try:
        with path.open(encoding="utf-8-sig", errors=errors, newline="") as file:
            yield csv.DictReader(file)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        file_name = str(path)
        reason = f"cannot be read: {'there is no such file' if missing else error.strerror}"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    except csv.Error as error:
        reason = f"is no CSV: {error}"
    if reason:
        raise RecordError([Problem(file_name, None, "", reason)])
