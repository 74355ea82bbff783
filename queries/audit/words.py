"""The words that rules look for, read from `rules/words.toml`."""

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

from ontology.model import NoticeKind


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words in lower case; `factors` give the least and greatest ratio a word allows."""

    certain: tuple[str, ...]
    causal: tuple[str, ...]
    from_below: frozenset[str]
    stratum_filler: frozenset[str]
    notices: dict[NoticeKind, tuple[str, ...]]
    factors: dict[str, tuple[Fraction, Fraction]]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that come with alltrace."""
    text = (files("queries") / "audit" / "rules" / "words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Words(
        certain=tuple(data["certain"]),
        causal=tuple(data["causal"]),
        from_below=frozenset(data["from_below"]),
        stratum_filler=frozenset(data["stratum_filler"]),
        notices={kind: tuple(told) for kind, told in data["notices"].items()},
        factors={
            word: (Fraction(str(least)), Fraction(str(most)))
            for word, (least, most) in data["factors"].items()
        },
    )
