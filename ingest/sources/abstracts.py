"""Abstracts as the sources give them, as plain text with a line for each section."""

import html
import re
from collections.abc import Iterable

from ingest.readers.blocks import SUPERSCRIPTS
from ingest.sources.text import line

LONGEST = 20_000
_HEADING = re.compile(r"<(?:jats:)?(h[1-6]|title)>(.{1,80}?)</(?:jats:)?\1>", re.I | re.S)
_RAISED = re.compile(r"<(?:jats:)?sup>\s*([0-9]{1,4}|[-+−–][0-9]{0,4})\s*</(?:jats:)?sup>", re.I)
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|sec|br|div|li|list|list-item|ul|ol)\b[^<>]{0,200}>", re.I)
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_NO_HEADING = frozenset(("", "abstract", "summary"))


def of_markup(value: object) -> str | None:
    r"""An abstract in the markup of Crossref and Europe PMC.

    >>> of_markup("<h4>Aim</h4><p>To see.</p> <h4>Results</h4>It rose to 10<sup>9</sup>/L.")
    'Aim: To see.\nResults: It rose to 10⁹/L.'
    """
    if not isinstance(value, str):
        return None
    first, *others = _HEADING.split(value[: 4 * LONGEST])
    return of_sections([("", first), *zip(others[1::3], others[2::3], strict=True)])


def of_sections(parts: Iterable[tuple[str, str]]) -> str | None:
    r"""The sections of an abstract, each a heading or nothing, and a text.

    >>> of_sections([("", "All. "), ("METHODS", "We looked.")])
    'All.\nMETHODS: We looked.'
    """
    lines = []
    for heading, text in parts:
        plain, name = _plain(text), (_plain(heading) or "").rstrip(":. ")
        if plain and name.lower() not in _NO_HEADING:
            lines.append(f"{name}: {plain}")
        elif plain:
            lines.append(plain)
    return "\n".join(lines)[:LONGEST] or None


def _plain(marked: str) -> str | None:
    """Text without markup, which may be escaped; raised digits stay raised."""
    once = html.unescape(_without_tags(marked))
    return line(_without_tags(once))


def _without_tags(marked: str) -> str:
    raised = _RAISED.sub(lambda match: match[1].translate(SUPERSCRIPTS), marked)
    return _MARKUP.sub("", _BLOCK.sub(" ", raised))
