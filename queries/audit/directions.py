"""Whether a direction that a claim tells of an endpoint was shown by a test of the document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ontology.model import Claim, Conclusion, Measurement
from ontology.vocabulary import UNNAMED, concept
from queries.audit.facts import Facts
from queries.audit.quantities import shown_different
from queries.audit.words import words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEAR = 4
"""How many words may stand between the word of a direction and that of the endpoint."""
STEM = 7
"""The letters by which two words are compared: reoperation, reoperations."""
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Unshown:
    """A direction as it is said, of what, and the tests of the document, none of which shows it."""

    said: str
    endpoint: str
    tests: tuple[Measurement, ...]


def unshown(facts: Facts, claim: Claim) -> Unshown | None:
    """A direction that a claim tells of an endpoint of which every test shows no difference."""
    found = [*_drafted(facts, claim), *_spoken(facts, claim)]
    return found[0] if found else None


def named(value: Measurement) -> frozenset[str]:
    """The stems of the words that name the endpoint of a value, without those that many share."""
    label = value.endpoint_text or concept(value.endpoint).label
    return frozenset(map(stem, _particular(label)))


def spoken(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


def _particular(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group()
        acronym = word.isupper() and len(word) > 1
        if acronym or (len(word) >= _SHORTEST and word.casefold() not in words().common):
            yield word.casefold()


def stem(word: str) -> str:
    """The beginning of a word, by which it is compared.

    >>> stem("reoperations") == stem("reoperation")
    True
    """
    return word[:STEM].removesuffix("s")


# -- a comparison in words that the record has -----------------------------------------------------


def _drafted(facts: Facts, claim: Claim) -> Iterator[Unshown]:
    """From the claim's comparisons without a number."""
    back = points_back(facts, claim)
    for value in (facts.own[name] for name in claim.measurements if name in facts.own):
        if value.value is not None or value.significant is False:
            continue
        weighty = isinstance(claim, Conclusion) or back or value.significant is True
        directed = weighty and value.relation in ("higher", "lower")
        if directed or (value.relation == "different" and isinstance(claim, Conclusion)):
            what = value.endpoint_text or concept(value.endpoint).label
            tests = _tests(_alike(facts, claim, value, back))
            if tests:
                yield Unshown(value.wording or value.relation or "", what, tests)


def _alike(facts: Facts, claim: Claim, value: Measurement, back: bool) -> Iterator[Measurement]:
    """The values of a value's study and endpoint.

    Those of the sentence before, whatever they are of, where the claim points back to it.
    """
    before = facts.before(claim) if back else None
    beside = before.measurements if before is not None else ()
    for name, other in facts.own.items():
        alike = (other.study, other.endpoint) == (value.study, value.endpoint)
        if (alike and other.endpoint != UNNAMED) or name in beside:
            yield other


def points_back(facts: Facts, claim: Claim) -> bool:
    """Whether a claim opens with a word that speaks of the sentence before."""
    said = spoken(facts.quote(claim) or "")
    return bool(said) and said[0] in words().pointing_back


def _tests(values: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """Those of the values that test a difference, if none of them shows one."""
    tests = [v for v in values if v.p is not None or v.lower is not None]
    shown = [(test, result) for test in tests if (result := shown_different(test)) is not None]
    return () if any(result for _, result in shown) else tuple(test for test, _ in shown)


# -- a direction in the words of the sentence ------------------------------------------------------


def _spoken(facts: Facts, claim: Claim) -> Iterator[Unshown]:
    """From the sentence: a verb of direction beside a word that names a tested endpoint."""
    said = spoken(facts.quote(claim) or "")
    if claim.measurements or set(said) & words().denying:
        return
    for k, word in enumerate(said):
        if word in words().directing:
            near = _beside(said, k)
            of = [v for v in facts.own.values() if named(v) & near]
            if tests := _tests(of):
                what = tests[0].endpoint_text or concept(tests[0].endpoint).label
                yield Unshown(word, what, tests)


def _beside(said: Sequence[str], k: int) -> frozenset[str]:
    """The stems of the words that a verb of direction may be about."""
    return frozenset(map(stem, (*said[max(0, k - NEAR) : k], *said[k + 1 : k + 1 + NEAR])))
