"""Text as the sources give it made plain, and text made fit for a search."""

import html
import re
import unicodedata
from functools import lru_cache

from ingest.text import CONTROL, normalise

LONGEST = 5_000
"""Characters after which a text is cut; no title, label or note of a source is longer."""
LONGEST_QUERY = 400
"""Characters of a search; longer ones find no more, and servers refuse them."""
LONGEST_WORD = 40

_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_MARKED = re.compile(
    r"^(?:\[?(?:retracted|withdrawn|removed)(?: article)?(?:\]|:|\]:)\s*"
    r"|(?:retracted|withdrawn) article\s+)",
    re.I,
)
_OPERATORS = frozenset(("and", "or", "not", "to"))


def line(value: object) -> str | None:
    """A text in one line without control characters, or a whole number as text; None if empty."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**30 else None
    if not isinstance(value, str):
        return None
    plain = normalise(CONTROL.sub(" ", value[: 4 * LONGEST]))
    if not plain.isprintable():
        plain = "".join(c for c in plain if c.isprintable())
    return (plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…").strip() or None


def lines(value: object) -> tuple[str, ...]:
    """The texts of a list, or a single text, in order and each once."""
    listed = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(text for one in listed if (text := line(one)) is not None))


def unmarked(value: object) -> str | None:
    """A text without the markup and the entities that Crossref and Europe PMC leave in it."""
    plain = line(value)
    if plain is None or ("<" not in plain and "&" not in plain):
        return plain
    return line(_MARKUP.sub("", html.unescape(_MARKUP.sub("", plain))))


def title(value: object) -> str | None:
    """A title without markup and without its final stop."""
    return (unmarked(value) or "").removesuffix(".").strip() or None


def bare_title(value: object) -> str:
    """A title also without "RETRACTED:" and without PubMed's brackets of a translation."""
    bare = _MARKED.sub("", title(value) or "").removesuffix(".")
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].removesuffix(".")
    return bare


@lru_cache(maxsize=20_000)  # a title is compared with many
def folded(text: str) -> str:
    """Lower case without accents and punctuation, words apart by one space."""
    text = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
    text = text.replace("β", " beta ").replace("α", " alpha ").replace("γ", " gamma ")
    split = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in split if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", kept.replace("'", "").replace("’", "")))


def search_words(text: str) -> list[str]:
    """The words of a text that a search can use: no operator, no sign of a query language."""
    split = folded(text[:LONGEST]).split()
    return [word for word in split if word not in _OPERATORS and len(word) <= LONGEST_WORD]


def phrase(text: str) -> str:
    """A text in quotation marks that cannot end early."""
    return '"' + re.sub(r'["\\\s]+', " ", text).strip()[:LONGEST_QUERY] + '"'
