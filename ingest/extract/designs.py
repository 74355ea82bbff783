"""What a sentence says of the design of a study."""

import re
from collections.abc import Iterator

from ontology.model import Allocation, Blinding

_STRATIFIED = re.compile(
    r"\bstratif(?:y|ies|ied|ying|ication)\b(?:\W+(?!by\b|on\b|according\b|based\b)[\w-]+){0,4}?"
    r"\W+(?:by|based on|on the basis of|according to|on)\s+(?P<what>[^.;:()\[\]]{3,80})",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r",\s+(?:\w+ly\s+)?(?!and\b)\w+ing\b|\s+(?:which|that|because|while|whereas|but|who|where|when)\b"
)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")


_OPEN = re.compile(
    r"\b(?:open[\s\u2010-\u2015-]label(?:led|ed)?|unblinded|non[\s-]?blinded|unmasked"
    r"|without blinding|not (?:double[\s-])?blind(?:ed)?)\b"
    r"(?!\W+(?:extension|phase|follow|period|continuation))",
    re.IGNORECASE,
)
_BLIND = re.compile(
    r"\b(?:double|triple)[\s\u2010-\u2015-]?(?:blind|mask)(?:ed)?\b"
    r"|\b(?:patients?|participants?|clinicians?|physicians?|subjects?|women|children|parents?)\b"
    r"[^.;:]{0,40}?\b(?:were|was|are)\s+(?:both |all |also |fully )?(?:blind|mask)ed\b",
    re.IGNORECASE,
)


def blinding(text: str) -> Blinding | None:
    """What a sentence says of blinding: that treatment was open, or hidden from those treated.

    That only those who assess were blinded goes with an open label.

    >>> blinding("As patients and clinicians were blinded, this is hard to explain.")
    'blinded'
    >>> blinding("In this open-label trial, assessors were blinded.")
    'open-label'
    """
    open_, blind = _OPEN.search(text), _BLIND.search(text)
    if bool(open_) == bool(blind):
        return None
    return "open-label" if open_ else "blinded"


_ALLOCATION: tuple[tuple[Allocation, str], ...] = (
    ("non-randomised", r"\bnon[\s-]?randomi[sz]ed\b"),
    ("single-arm", r"\bsingle[\s-]arm\b|\bbefore[\s-]and[\s-]after\b|\bbefore and after of\b"),
    (
        "randomised",
        r"\brandomi[sz]ed (?:\w+[ -]){0,3}(?:trial|study)\b|\brandomly (?:assigned|allocated)\b",
    ),
)


def allocation(text: str) -> Allocation | None:
    """How a sentence says that people came to their treatment, if it says one thing only.

    >>> allocation("This was a single-arm trial.")
    'single-arm'
    >>> allocation("A randomised trial followed the single-arm one.") is None
    True
    """
    said = [kind for kind, form in _ALLOCATION if re.search(form, text, re.IGNORECASE)]
    if said[:1] == ["non-randomised"]:
        return None if "single-arm" in said else "non-randomised"
    return said[0] if len(said) == 1 else None


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
