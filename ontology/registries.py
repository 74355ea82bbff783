"""Registries of trials: the form of their numbers, so that a number has one spelling.

The forms are those in which the registries and the WHO portal print their numbers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its name, the form of a number as a pattern, and the spelling to write.

    `spelling` is filled with the groups of `pattern`, in the `case` of the registry. `shown`
    precedes a number that does not tell its registry by itself.
    """

    name: str
    pattern: str
    spelling: str
    shown: str = ""
    case: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Number:
    """A registration number in its one spelling; `registry` is None where no form fits."""

    number: str
    registry: str | None
    label: str


REGISTRIES = (
    Registry("ClinicalTrials.gov", r"NCT[ -]?([0-9]{8})", "NCT{0}"),
    Registry("ISRCTN", r"ISRCTN[ -]?([0-9]{8})", "ISRCTN{0}"),
    Registry(
        "EU Clinical Trials Register (EudraCT)",
        r"(20[0-9]{2}-0[0-9]{5}-[0-9]{2})(?:-[A-Z]{2,3})?",
        "{0}",
        "EudraCT ",
    ),
    # The last group counts resubmissions of one trial.
    Registry(
        "EU Clinical Trials Information System",
        r"(20[0-9]{2}-5[0-9]{5}-[0-9]{2})(?:-[0-9]{2})?",
        "{0}",
        "EU CT ",
    ),
    Registry("Chinese Clinical Trial Registry", r"ChiCTR[ -]?([0-9]{10})", "ChiCTR{0}"),
    Registry(
        "Chinese Clinical Trial Registry",
        r"ChiCTR-?([A-Z]{2,5})-?([0-9]{8})",
        "ChiCTR-{0}-{1}",
        case=str.upper,
    ),
    Registry(
        "International Traditional Medicine Clinical Trial Registry",
        r"ITMCTR[ -]?([0-9]{10})",
        "ITMCTR{0}",
    ),
    Registry("UMIN-CTR", r"(?:JPRN-)?UMIN[ -]?([0-9]{9})", "UMIN{0}"),
    Registry("UMIN-CTR", r"JPRN-C([0-9]{9})", "C{0}"),
    Registry(
        "Japan Registry of Clinical Trials",
        r"(?:JPRN-)?jRCT[ -]?([a-z][0-9]{9}|[0-9]{10})",
        "jRCT{0}",
        case=str.lower,
    ),
    Registry("JapicCTI", r"(?:JPRN-)?JapicCTI[ -]?([0-9]{5,6})", "JapicCTI-{0}"),
    Registry("JMACCT", r"(?:JPRN-)?JMA-?IIA[ -]?([0-9]{5})", "JMA-IIA{0}"),
    Registry("German Clinical Trials Register", r"DRKS[ -]?([0-9]{8})", "DRKS{0}"),
    Registry("ANZCTR", r"(?:ACTRN|ANZCTR)[ -]?([0-9]{14})", "ACTRN{0}"),
    Registry("Netherlands Trial Register", r"NTR[ -]?([0-9]{1,5})", "NTR{0}"),
    Registry("Netherlands Trial Register", r"NL[ -]?([0-9]{1,5})", "NL{0}"),
    Registry("OMON", r"NL-?OMON[ -]?([0-9]{5})", "NL-OMON{0}"),
    Registry(
        "Iranian Registry of Clinical Trials",
        r"IRCT[ -]?([0-9]{11,14})N([0-9]{1,3})",
        "IRCT{0}N{1}",
    ),
    Registry(
        "Clinical Trials Registry India",
        r"CTRI[/-]([0-9]{4})[/-]([0-9]{2,3})[/-]([0-9]{6})",
        "CTRI/{0}/{1}/{2}",
    ),
    Registry("CRIS (Republic of Korea)", r"KCT[ -]?([0-9]{7})", "KCT{0}"),
    Registry("Pan African Clinical Trials Registry", r"PACTR[ -]?([0-9]{15,16})", "PACTR{0}"),
    Registry("ReBEC (Brazil)", r"RBR-?([0-9a-z]{6,8})", "RBR-{0}", case=str.lower),
    Registry("REPEC (Peru)", r"PER-([0-9]{3})-([0-9]{2})", "PER-{0}-{1}"),
    Registry(
        "Sri Lanka Clinical Trials Registry", r"SLCTR[/-]([0-9]{4})[/-]([0-9]{3})", "SLCTR/{0}/{1}"
    ),
    Registry("Thai Clinical Trials Registry", r"TCTR[ -]?([0-9]{11})", "TCTR{0}"),
    Registry("RPCEC (Cuba)", r"RPCEC[ -]?([0-9]{8})", "RPCEC{0}"),
    Registry("Lebanese Clinical Trials Registry", r"LBCTR[ -]?([0-9]{10})", "LBCTR{0}"),
    Registry("HKU Clinical Trials Registry", r"HKU?CTR-?([0-9]{1,4})", "HKUCTR-{0}"),
)

_NAMED = re.compile(
    r"(?:clinicaltrials\.gov|eudra[ -]?ct|euctr|eu[ -]ctr|eu[ -]?ct|ctis|drks|isrctn)?"
    r"(?:[ -]?(?:identifier|number|id|no\.?))?[ :#-]*",
    re.IGNORECASE,
)
"""What may stand before a number to say whose it is."""


def registration_number(text: str) -> Number:
    """The registration that `text` names, in its one spelling.

    What has the form of no registry is kept as it stands, without a registry.

    >>> registration_number("isrctn 45724312").number
    'ISRCTN45724312'
    >>> registration_number("EudraCT 2012-000793-30")
    Number(number='2012-000793-30', registry='EU Clinical Trials Register (EudraCT)', \
label='EudraCT 2012-000793-30')
    >>> registration_number("trial 7").registry is None
    True
    """
    text = " ".join(text.split())
    for registry, pattern in _patterns():
        if (m := pattern.fullmatch(text)) is not None:
            number = registry.spelling.format(*map(registry.case, m.groups()))
            return Number(number, registry.name, registry.shown + number)
    return Number(text, None, text)


@cache
def _patterns() -> tuple[tuple[Registry, re.Pattern[str]], ...]:
    return tuple(
        (one, re.compile(f"(?:{_NAMED.pattern}){one.pattern}", re.IGNORECASE)) for one in REGISTRIES
    )
