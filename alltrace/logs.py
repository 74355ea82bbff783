"""Logging: what the program does, for who must find out why a batch went as it did.

Each module logs under its own name (`ingest.drafting.batch`, `queries.endpoint` …). As a library
alltrace sets up nothing: `logging.basicConfig(level="INFO")` shows it. The command line sets it up
for `-v` and `--log-file` alone; without these nothing is printed.
"""

import logging
import sys
from pathlib import Path

from graph_viz.text.plain import one_line
from ontology.errors import StoreError

ROOMS = ("alltrace", "graph_viz", "queries", "ingest", "ontology")
"""The packages whose loggers are shown."""

_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class EscapingFormatter(logging.Formatter):
    r"""One line an entry: text from documents and servers can neither break nor forge a line.

    >>> entry = logging.makeLogRecord({"msg": "read %s", "args": ("a\nERROR forged\x1b[31m",)})
    >>> EscapingFormatter("%(message)s").format(entry)
    'read a\\nERROR forged\\x1b[31m'
    """

    def format(self, record: logging.LogRecord) -> str:
        return one_line(super().format(record))


def start(verbose: int = 0, file: Path | None = None) -> None:
    """Show what is done: on standard error from `-v` on, all of it in `file`. Raises StoreError."""
    handlers: list[logging.Handler] = []
    if verbose:
        shown = logging.StreamHandler(sys.stderr)
        shown.setLevel(logging.INFO if verbose == 1 else logging.DEBUG)
        handlers.append(shown)
    if file is not None:
        try:
            kept = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            told = f"{file}: no log can be written: {error.strerror or error}"
            raise StoreError(told, value=file) from None
        handlers.append(kept)
    for handler in handlers:
        handler.setFormatter(EscapingFormatter(_FORM))
        for room in ROOMS:
            logger = logging.getLogger(room)
            logger.addHandler(handler)
            logger.setLevel(logging.DEBUG)
