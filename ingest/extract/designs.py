"""What a sentence says of the design of a study."""

import re
from collections.abc import Iterator

_STRATIFIED = re.compile(
    r"\bstratif(?:y|ies|ied|ying|ication)\b(?:\W+(?!by\b|on\b|according\b|based\b)[\w-]+){0,4}?"
    r"\W+(?:by|based on|on the basis of|according to|on)\s+(?P<what>[^.;:()\[\]]{3,80})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r",\s+(?:\w+ly\s+)?(?!and\b)\w+ing\b|\s+(?:which|that|because|while|whereas|but|who|where|when)\b"
)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")


def stratified_by(text: str) -> tuple[str, ...]:
    """By what a sentence says that patients were stratified, each thing by itself.

    >>> stratified_by("Patients were stratified by age and stage, allowing for centre.")
    ('age', 'stage')
    """
    return tuple(dict.fromkeys(_things(text)))


def _things(text: str) -> Iterator[str]:
    for match in _STRATIFIED.finditer(text):
        what = _ENDS.split(match["what"])[0].strip(" ,")
        yield from (part for part in _SPLIT.split(what) if part)
