"""The words that rules look for, from `rules/words.toml` and the drafter's `strength.toml`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

from ingest.language.strength import STRENGTHS, Strength, phrases
from ontology.model import Claim, NoticeKind


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words in lower case; `factors` give the least and greatest ratio a word allows."""

    certain: tuple[str, ...]
    emphatic: tuple[str, ...]
    superior: tuple[str, ...]
    likeness: tuple[str, ...]
    pointing_back: frozenset[str]
    directing: frozenset[str]
    denying: frozenset[str]
    common: frozenset[str]
    no_difference: tuple[str, ...]
    also_called: dict[str, tuple[str, ...]]
    yearly: tuple[str, ...]
    inferring: frozenset[str]
    causal: tuple[str, ...]
    survival: frozenset[str]
    before_number: frozenset[str]
    from_below: frozenset[str]
    stratum_filler: frozenset[str]
    hypothetical: frozenset[str]
    notices: dict[NoticeKind, tuple[str, ...]]
    factors: dict[str, tuple[Fraction, Fraction]]
    aspects: dict[Strength, tuple[str, ...]]
    """The stems of words that speak of what phrases of a kind assert."""


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that come with alltrace."""
    text = (files("queries") / "audit" / "rules" / "words.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Words(
        aspects={
            kind: tuple(stems) for kind, stems in data["aspects"].items() if kind in STRENGTHS
        },
        certain=phrases("certain"),
        emphatic=(*phrases("emphatic"), *phrases("universal")),
        superior=tuple(data["superior"]),
        likeness=tuple(data["likeness"]),
        pointing_back=frozenset(data["pointing_back"]),
        directing=frozenset(data["directing"]),
        denying=frozenset(data["denying"]),
        common=frozenset(data["common"]),
        no_difference=tuple(data["no_difference"]),
        also_called={name: tuple(others) for name, others in data["also_called"].items()},
        yearly=tuple(data["yearly"]),
        inferring=frozenset(data["inferring"]),
        causal=phrases("causal"),
        survival=frozenset(data["survival"]),
        before_number=frozenset(data["before_number"]),
        from_below=frozenset(data["from_below"]),
        stratum_filler=frozenset(data["stratum_filler"]),
        hypothetical=frozenset(data["hypothetical"]),
        notices={kind: tuple(told) for kind, told in data["notices"].items()},
        factors={
            word: (Fraction(str(least)), Fraction(str(most)))
            for word, (least, most) in data["factors"].items()
        },
    )


def quoted(claim: Claim, looked_for: Iterable[str]) -> str:
    """The claim's wordings that hold one of the words looked for, in quotes."""
    spaced = [f" {word.replace('-', ' ')} " for word in looked_for]
    wordings = [text.casefold() for text in claim.wording]
    return " and ".join(
        f"“{text}”"
        for text in wordings
        if any(word in f" {text.replace('-', ' ')} " for word in spaced)
    )
