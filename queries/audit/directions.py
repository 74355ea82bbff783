"""Whether a direction that a claim tells of an endpoint was shown by a test of the document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ontology.model import Claim, Conclusion, Measurement
from ontology.vocabulary import UNNAMED, concept
from queries.audit.facts import Facts
from queries.audit.numbers import SIGNIFICANT
from queries.audit.quantities import shown_different
from queries.audit.words import words

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NEAR = 4
"""How many words may stand between the word of a direction and that of the endpoint."""
STEM = 7
"""The letters by which two words are compared: reoperation, reoperations."""
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Unshown:
    """A direction as it is said, of what, and the tests of the document, none of which shows it."""

    said: str
    endpoint: str
    how: str
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
                yield Unshown(value.wording or value.relation or "", what, test_of(tests[0]), tests)


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


def infers(facts: Facts, claim: Claim) -> bool:
    """Whether a claim draws an inference from the sentence before it."""
    said = spoken(facts.quote(claim) or "")
    return points_back(facts, claim) or bool(words().inferring & set(said))


def _tests(values: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """Those of the values that test a difference, if none of them shows one."""
    tests = [v for v in values if v.p is not None or v.lower is not None]
    shown = [(test, result) for test in tests if (result := shown_different(test)) is not None]
    return () if any(result for _, result in shown) else tuple(test for test, _ in shown)


# -- a direction in the words of the sentence ------------------------------------------------------

_P = re.compile(r"\bp\s*(?P<sign>[=<>≤≥])\s*0?[.,·](?P<digits>\d+)", re.IGNORECASE)
_NO_TEST = re.compile(r"\bp\s*=?\s*n\.?s\b", re.IGNORECASE)


def _spoken(facts: Facts, claim: Claim) -> Iterator[Unshown]:
    """From the sentence: a verb of direction, and what the sentences on its object have shown."""
    said = spoken(facts.quote(claim) or "")
    if any(facts.own[name].value is not None for name in claim.measurements if name in facts.own):
        return
    for k, word in enumerate(said):
        if word in words().directing and not set(said[:k]) & words().denying:
            about = _object(said, k)
            tested = [(c, t) for c in _speaking_of(facts, claim, about) if (t := _told(facts, c))]
            if not any(t.shown for _, t in tested) or "both" in said[:k] or "all" in said[:k]:
                missed = [(c, t) for c, t in tested if not t.shown]
                if missed:
                    other, test = missed[0]
                    where = f"{test.how} ({facts.place(other)})"
                    yield Unshown(word, " ".join(sorted(about)[:2]), where, test.values)


def _object(said: Sequence[str], k: int) -> frozenset[str]:
    """The particular words after a verb of direction; those before it where none follows."""
    after = list(_particular(" ".join(said[k + 1 : k + 1 + NEAR])))
    names = after or list(_particular(" ".join(said[max(0, k - NEAR) : k])))
    return frozenset(names).union(*(words().also_called.get(name, ()) for name in names))


def _speaking_of(facts: Facts, claim: Claim, about: frozenset[str]) -> Iterator[Claim]:
    """The other plain claims whose sentence has one of some words."""
    stems = frozenset(map(stem, about))
    for other in facts.claims.values():
        if other.anchor != claim.anchor and not isinstance(other, Conclusion):
            if stems & frozenset(map(stem, spoken(facts.quote(other) or ""))):
                yield other


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence tells of a difference: whether one was shown, and how."""

    shown: bool
    how: str
    values: tuple[Measurement, ...] = ()


def _told(facts: Facts, claim: Claim) -> _Told | None:
    """Whether a sentence tells that a difference was shown, by its tests, p-values and words."""
    quote = facts.quote(claim) or ""
    own = [facts.own[name] for name in claim.measurements if name in facts.own]
    tests = [(v, shown) for v in own if (shown := shown_different(v)) is not None]
    found = ((m.group(), _p_shows(m)) for m in _P.finditer(quote))
    printed = [(how, shown) for how, shown in found if shown is not None]
    if any(shown for _, shown in (*tests, *printed)):
        return _Told(True, "")
    if printed:
        return _Told(False, printed[0][0], tuple(v for v, _ in tests))
    if tests:
        return _Told(False, test_of(tests[0][0]), (tests[0][0],))
    denied = next((w for w in words().no_difference if w in quote.casefold()), None)
    if denied or _NO_TEST.search(quote):
        return _Told(False, f"“{denied or 'NS'}”")
    return None


def _p_shows(match: re.Match[str]) -> bool | None:
    """Whether a printed p-value shows a difference; one that is only below 0.1 may or may not."""
    above = float(f"0.{match['digits']}") > SIGNIFICANT
    if match["sign"] in ("<", "≤"):
        return None if above else True
    return not above if match["sign"] == "=" else False


def test_of(value: Measurement) -> str:
    """By what a comparison shows no difference, in words."""
    if value.lower is not None and value.upper is not None:
        return f"its interval is {value.lower} to {value.upper}"
    return f"p = {value.p}" if value.p is not None else "it is not significant"
