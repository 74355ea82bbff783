"""The phrases by which a sentence says how strongly it means what it says (`strength.toml`)."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias, get_args

Strength: TypeAlias = Literal[
    "certain", "emphatic", "universal", "causal", "alike", "unaffected", "absolute",
    "literature", "guidelines", "priority", "other trials", "costs", "convenience", "tolerated",
]  # fmt: skip
STRENGTHS: tuple[Strength, ...] = get_args(Strength)

DENIALS = frozenset(
    ("not", "no", "nor", "never", "neither", "cannot", "without", "whether", "if", "hardly")
)
_REACH = 3
"""How many words before a phrase a denial is looked for."""


@cache
def phrases(kind: Strength) -> tuple[str, ...]:
    """The phrases of a kind, in lower case.

    >>> "superior" in phrases("certain")
    True
    """
    return tuple(_data()[kind])


@cache
def _data() -> dict[str, list[str]]:
    text = (files("ingest") / "language" / "strength.toml").read_text("utf-8")
    return {kind: list(listed) for kind, listed in tomllib.loads(text).items()}


def said(words: Sequence[str]) -> tuple[str, ...]:
    """The phrases of every kind that a sentence says and does not deny, the longest of each place.

    `words` are its tokens in the order of the text.

    >>> said("This clearly demonstrates that A is not superior .".split())
    ('clearly demonstrates',)
    """
    # An acronym is no word of the list: ALL patients are not all patients.
    lower = [w if w.isupper() and len(w) > 1 else w.lower() for w in words if w != "-"]
    hits = {hit for kind in STRENGTHS for hit in _places(lower, phrases(kind))}
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit)):
        if not any(hit[0] < end and start < hit[1] for start, end, _ in kept):
            kept.append(hit)
    return tuple(dict.fromkeys(phrase for _, _, phrase in sorted(kept)))


_Hit: TypeAlias = tuple[int, int, str]
"""Where a phrase starts and ends, and the phrase as the list has it."""


def _places(lower: Sequence[str], looked_for: Sequence[str]) -> Iterator[_Hit]:
    """Each place where a phrase stands undenied."""
    for phrase in looked_for:
        parts = phrase.replace("-", " ").split()
        for start in range(len(lower) - len(parts) + 1):
            end = start + len(parts)
            if lower[start:end] == parts and not _denied(lower, start, parts[0]):
                yield start, end, phrase


def _denied(lower: Sequence[str], start: int, first: str) -> bool:
    before = list(lower[max(0, start - _REACH) : start])
    if "but" in before:
        before = before[before.index("but") + 1 :]
    return first not in DENIALS and any(w in DENIALS or w.endswith(("n't", "n’t")) for w in before)
