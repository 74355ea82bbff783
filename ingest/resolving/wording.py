"""Texts of the sources made plain, and texts made fit for a search."""

import html
import re
import unicodedata

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_MARKED = re.compile(
    r"^(?:\[?(?:retracted|withdrawn|removed)(?: article)?(?:\]|:|\]:)\s*"
    r"|(?:retracted|withdrawn) article\s+)",
    re.I,
)
LONGEST_QUERY = 400
"""Characters of a search; longer ones find no more, and servers refuse them."""

LONGEST_WORD = 40
_OPERATORS = frozenset(("and", "or", "not", "to"))


def plain(text: object) -> str:
    """One line without markup: what Crossref and Europe PMC give holds `<i>` and entities."""
    if not isinstance(text, str):
        return ""
    bare = html.unescape(_TAG.sub("", text[:5_000]))
    return " ".join(unicodedata.normalize("NFC", _TAG.sub("", bare)).split())


def title(text: object) -> str:
    """A title without its last point, PubMed's brackets of a translation, and "RETRACTED:"."""
    bare = _MARKED.sub("", plain(text)).removesuffix(".")
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].removesuffix(".")
    return bare


def folded(text: str) -> str:
    """Lower case without accents and punctuation, words apart by one space."""
    text = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
    text = text.replace("β", " beta ").replace("α", " alpha ").replace("γ", " gamma ")
    split = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in split if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", kept.replace("'", "").replace("’", "")))


def words(text: str) -> list[str]:
    """The words of a text that a search can use: no operator, no sign of a query language."""
    found = folded(text[:5_000]).split()
    return [word for word in found if word not in _OPERATORS and len(word) <= LONGEST_WORD]


def phrase(text: str) -> str:
    """A text in quotation marks that cannot end early."""
    return '"' + re.sub(r'["\\\s]+', " ", text).strip()[:LONGEST_QUERY] + '"'
