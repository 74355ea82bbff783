"""Parts of parsed JSON, whatever shape it has: what is not of the wanted kind is not there."""

import html
import re
from typing import Any

from ingest.readers.blocks import CONTROL
from ingest.text import normalise

LONGEST = 5_000
"""Characters after which a text is cut; no title, label or note of a registry is longer."""

MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


def mapping(value: Any, *path: str) -> dict[str, Any]:
    """The mapping at a path of keys; empty if there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def string(value: Any) -> str | None:
    """A text in one line without control characters, or a number as text; None if empty."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**30 else None
    if not isinstance(value, str):
        return None
    plain = normalise(CONTROL.sub(" ", value[: 4 * LONGEST]))
    if not plain.isprintable():
        plain = "".join(c for c in plain if c.isprintable())
    return (plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…").strip() or None


def strings(value: Any) -> list[str]:
    """The texts of a list, or a single text as a list, in order and each once."""
    found = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(text for one in found if (text := string(one)) is not None))


def title(value: Any) -> str | None:
    """A text without the markup that indexes leave in titles, and without the final stop."""
    plain = string(value)
    if plain is None:
        return None
    plain = string(html.unescape(MARKUP.sub("", plain))) or ""
    return plain.removesuffix(".").strip() or None


def whole(value: Any) -> int | None:
    """A number of people or events: a whole number, not negative, given as number or as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value.strip()):
        value = int(value)
    return value if isinstance(value, int) and 0 <= value < 10**12 else None


def year(value: Any) -> int | None:
    """A year such as a record may hold."""
    found = whole(value)
    return found if found is not None and 1800 <= found <= 2200 else None
