"""Tokenisation into words, numbers and signs with offsets; one pass, no backtracking."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Kind = Literal["number", "word", "sign"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `norm` is the decimal of a number, the folded form of a word."""

    kind: Kind
    text: str
    norm: str
    start: int
    end: int


_THIN = r"\ \u2009\u202f\u00a0"
"""Spaces between the thousands of a number before a word."""
_POINTS = "·∙⋅‧"
"""Raised points, which some journals use as the decimal mark."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LETTER = rf"[^\W{_RAISED}]"
"""A letter, digit or underscore, but no superscript digit: that is a citation."""

_PATTERN = re.compile(
    rf"""
      (?P<latex>\\(?:geqslant|leqslant|geq|leq|ge|le|pm|times|approx|sim|cdot|%)(?![A-Za-z]))
    | (?P<power>(?:[0-9]{{1,9}}(?:[.{_POINTS}][0-9]{{1,9}})?\s?[×x]\s?)?10
        (?:\^\{{?[-−–]?[0-9]{{1,2}}\}}?|[⁻−–-]?[{_RAISED}]{{1,2}})
        | (?<=[≥≤<>])\s?10[−-][1-9](?![\w.]))
    | (?P<skip>[$*_]|\^\{{[\d,;\s–-]{{1,40}}\}}|[{_RAISED}]+)
    | (?P<number>
          (?:[0-9]{{1,3}}(?:,[0-9]{{3}})+
            |[0-9]{{1,3}}(?:[{_THIN}][0-9]{{3}})+(?=\s[a-z])|[0-9]+)(?:[.{_POINTS}][0-9]+)?(?!{_LETTER})
        | (?<![\w.{_POINTS}])[.{_POINTS}][0-9]+(?!{_LETTER})
        | [0-9]+(?:[.{_POINTS}][0-9]+)?(?=(?:yrs?|y|mo|d|wk|mg|kg|g|ml|h)\b)
      )
    | (?P<word>[^\W\d_](?:{_LETTER}|['’])*)
    | (?P<mixed>\d{_LETTER}*)
    | (?P<sign>\+/[-–−]|<=|>=|\S)
    """,
    re.VERBOSE,
)

_LATEX = {
    "geqslant": "≥", "leqslant": "≤", "geq": "≥", "leq": "≤", "ge": "≥", "le": "≤", "pm": "±",
    "times": "×", "approx": "≈", "sim": "≈", "cdot": "·", "%": "%",
}  # fmt: skip
_SIGNS = {
    "<=": "≤", ">=": "≥", "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "＜": "<", "＞": ">", "~": "≈",
    "∼": "≈", "+/-": "±", "+/–": "±", "+/−": "±", "–": "-", "−": "-", "‐": "-", "‑": "-", "—": "—",
    "‒": "-", "％": "%", "，": ",", "（": "(", "）": ")", "∕": "/", "⁄": "/",
}  # fmt: skip


def tokenise(text: str) -> list[Token]:
    """The tokens of `text` in order, without superscript citation marks and LaTeX dollars.

    >>> [token.norm for token in tokenise("Haematological toxicities: 23·5%")]
    ['hematological', 'toxicity', ':', '23.5', '%']
    """
    tokens: list[Token] = []
    for match in _PATTERN.finditer(text):
        kind, piece, start, end = match.lastgroup, match.group(), match.start(), match.end()
        if kind == "skip":
            continue
        if kind == "power":
            tokens.append(Token("number", piece, _power(piece), start, end))
        elif kind == "number":
            tokens.append(Token("number", piece, _decimal(piece), start, end))
        elif kind in ("word", "mixed"):
            tokens.append(Token("word", piece, fold(piece), start, end))
        elif kind == "latex":
            tokens.append(Token("sign", piece, _LATEX[piece[1:]], start, end))
        else:
            tokens.append(Token("sign", piece, _SIGNS.get(piece, piece), start, end))
    return tokens


def _decimal(text: str) -> str:
    for point in _POINTS:
        text = text.replace(point, ".")
    text = "".join(text.replace(",", "").split())
    return f"0{text}" if text.startswith(".") else text


def _power(text: str) -> str:
    """A number with a power of ten as a plain decimal."""
    plain = _decimal("".join(text.translate(_SUPERSCRIPTS).split()))
    factor, _, tail = plain.replace("x", "×").rpartition("×")
    exponent = int(re.sub(r"[^0-9-]", "", tail[2:].replace("−", "-").replace("–", "-")) or 0)
    return format(Decimal(factor or "1").scaleb(exponent), "f")


def wordset(text: str) -> frozenset[str]:
    """The set of space-separated words of a string."""
    return frozenset(text.split())


# -- words -----------------------------------------------------------------------------------------

_SPELLINGS = (
    ("aemia", "emia"), ("aemic", "emic"), ("haem", "hem"), ("paed", "ped"), ("oedema", "edema"),
    ("oea", "ea"), ("paenia", "penia"), ("isation", "ization"),
    ("ised", "ized"),
    ("ising", "izing"), ("ysed", "yzed"), ("tumour", "tumor"), ("behaviour", "behavior"),
    ("enrolment", "enrollment"), ("anaem", "anem"), ("oesoph", "esoph"), ("centre", "center"),
)  # fmt: skip
"""British spellings and the American spellings that replace them."""

_SAME = {
    "positivity": "positive", "negativity": "negative", "died": "death", "dies": "death",
    "die": "death", "dying": "death", "deaths": "death", "patients": "patient",
    "children": "child", "women": "woman", "men": "man", "people": "person",
    "infectious": "infection", "infections": "infection",
    "responded": "response", "responders": "response", "responder": "response",
    "falls": "falls", "relapses": "relapse", "toxicities": "toxicity", "achieved": "achieve",
}  # fmt: skip
"""Word forms that are normalised to one word."""


@lru_cache(maxsize=50_000)  # the words of a paper are few, and papers share most of them
def fold(word: str) -> str:
    """The folded form of a word: lower case unless an acronym, American spelling, singular."""
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    if acronym(word):
        return word.removesuffix("s") if word[-1:] == "s" else word
    lower = word.lower()
    for british, american in _SPELLINGS:
        if british in lower:
            lower = lower.replace(british, american)
    if lower in _SAME:
        return _SAME[lower]
    if len(lower) > 4 and lower.endswith("ies"):
        return lower[:-3] + "y"
    if len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "is", "us")):
        return lower[:-1]
    return lower


def acronym(word: str) -> bool:
    """Whether a word is written as an acronym: two capitals or more, or a capital and a digit."""
    capitals = sum(c.isupper() for c in word)
    return capitals >= 2 or (capitals == 1 and any(c.isdigit() for c in word))


def folded(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a phrase, without its signs.

    >>> folded("Tumours of the CNS")
    ('tumor', 'of', 'the', 'CNS')
    """
    return tuple(t.norm for t in tokenise(text) if t.kind != "sign")
