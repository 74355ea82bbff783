"""What the people or things that a value counts did or had: `61 % received …`, `9 of 20 had …`."""

from ingest.extract.layout import LINKING, Layout
from ingest.extract.phrases import (
    BREAKS,
    COPULAS,
    LONGEST,
    PREPOSITIONS,
    VERBS,
    Phrase,
    content,
    phrase,
)  # fmt: skip
from ingest.language.numbers import PEOPLE
from ingest.language.tokens import wordset
from ingest.language.words import words

_NEXT = wordset("and but which whereas")
_PAST = words("past")
_DID = words("predicates") | words("present") | _PAST | {"are"}
_AUXILIARIES = frozenset(("was", "were", "had", "has", "have", "did"))
_IRREGULAR = _PAST - _AUXILIARIES
_ADJECTIVES = words("allocated") | words("adjectives_in_ed")
_SUBJECT = words("subject_words")
_ENDS = frozenset((",", ";", ":", ".", "(", "[", ")", "]"))
_STOPS = _NEXT | {",", "that", "because", "after", "who", "as", "(", "when"}
_REACH = 24
"""The most tokens from a value to the verb that it is the subject of."""


def opens(layout: Layout, i: int) -> bool:
    """Whether nothing that a value could be of stands before it in its clause."""
    q = layout.values[i]
    start = layout.values[i - 1].last + 1 if i else 0
    if _after_adjunct(layout, start, q.first) or (i and layout.joint(i) and opens(layout, i - 1)):
        return True
    k = q.first - 1
    while k >= start and layout.clause[k] == layout.clause[q.core]:
        word = layout.word(k)
        if (word in (",", ";", ":") or word in ("that", "which", "as")) and k + 1 == q.first:
            return True
        if word == "," or (word == "and" and layout.word(_behind(layout, q.last)) in _DID):
            return True
        if k in (start, start + 1) and word in COPULAS and layout.word(k - 1) == "there":
            return True
        if k not in layout.scheme and word not in _SUBJECT | PEOPLE:
            return False
        k -= 1
    return True


def _after_adjunct(layout: Layout, start: int, first: int) -> bool:
    """Whether only an adjunct stands before a value: `At the time of relapse 4 people …`."""
    if start and layout.clause_start(first) != start:
        return False
    span = [layout.word(k) for k in range(start, first)]
    return (
        len(span) > 1 and span[0] in PREPOSITIONS and not set(span) & (VERBS | BREAKS)
        and span[-1] not in PREPOSITIONS | LINKING and span[-1].isalpha()
    )  # fmt: skip


def _behind(layout: Layout, last: int) -> int:
    """The token behind a value and the bracket that it closes."""
    return last + 1 + (layout.word(last + 1) in (")", "]"))


def is_subject(layout: Layout, i: int) -> bool:
    """Whether a value is the subject of its clause: `61 % received …`, `9 of 20 had …`."""
    return opens(layout, i) and verb(layout, i) is not None


def verb(layout: Layout, i: int) -> int | None:
    """The verb whose subject the value is: after `of patients in the … group`."""
    q = layout.values[i]
    participle = None
    for k in layout.outside_brackets(q.last + 1, min(q.last + _REACH, layout.clause_end(q.core))):
        word = layout.word(k)
        if word in _DID:
            return _finite(layout, k)
        if k in layout.parsed.cores and k not in range(q.first, q.last + 1):
            return participle
        listed = "respectively" in (layout.word(k + 1), layout.word(k - 1))
        if word == "," and layout.word(k + 1) in _DID - {"was", "were", "had", "did"}:
            return k + 1
        if word in (",", ";", ".") and not listed and layout.word(k + 1) != "who":
            return participle
        if participle is None and _may_be_verb(layout, k):
            participle = k
    return participle


def _finite(layout: Layout, k: int) -> int:
    """The verb at `k`, or the one it only leads to: `14 patients lost to us had relapsed`."""
    if layout.word(k) in _AUXILIARIES or layout.word(k - 1) not in PEOPLE:
        return k
    for j in range(k + 1, min(k + 9, layout.clause_end(k))):
        word = layout.word(j)
        if word in _AUXILIARIES:
            return j
        if word in _STOPS:
            return k
    return k


def _may_be_verb(layout: Layout, k: int) -> bool:
    """Whether a word right behind people may be their verb: `9 parents (18%) accepted it`."""
    word = layout.word(k)
    people = layout.word(k - 1) in PEOPLE | {")"}
    following = layout.word(k + 1)
    if people and word in _IRREGULAR:
        return True
    return people and word.endswith("ed") and k not in layout.scheme and (
        word not in _ADJECTIVES and following not in ("with", "by", "to", "for")
    )  # fmt: skip


def predicate(layout: Layout, i: int) -> Phrase | None:
    """What the subject did or had: the words after a value up to the next, without its people."""
    at = verb(layout, i)
    copula = at is not None and layout.word(at) in COPULAS
    places: list[int] = []
    people: list[int] = []
    start = layout.values[i].last + 1 if at is None else at
    for k in layout.outside_brackets(start, _end_of_predicate(layout, i)):
        word = layout.word(k)
        named = bool(people or content(layout, places))
        if word in _ENDS or len(places) >= LONGEST:
            if named or word in (";", ".", "(", "["):
                break
            places = []
            continue
        if _next_clause(layout, k) and (named or (places and word == "because")):
            break
        if copula and word in PEOPLE and not places:
            people.append(k)  # 58% were women
        if _belongs(layout, k, at, first=not places):
            places.append(k)
    found = phrase(layout, places)
    if at is not None and at in places and (found is None or found.first > at):
        said = f" {found.text}" if found is not None else ""
        return Phrase(at, places[-1], layout.parsed.tokens[at].text + said)
    if found is None and people:
        return Phrase(people[0], people[-1], layout.parsed.tokens[people[0]].text)
    return found


def _next_clause(layout: Layout, k: int) -> bool:
    """Whether a word opens another clause; `and followed` and `because of` go on."""
    word, following = layout.word(k), layout.word(k + 1)
    if word == "because":
        return following != "of"
    return word in _NEXT and not (word == "and" and following.endswith("ed"))


def _belongs(layout: Layout, k: int, at: int | None, first: bool) -> bool:
    """Whether a token is of a predicate: no arm or time, no link before its first word."""
    kind = layout.scheme.get(k, "cohort")
    if kind not in ("cohort", "phase") and not _is_object(layout, k, at):
        return False
    linking = layout.word(k) in LINKING | PEOPLE | {"who", "of"}
    return not (first and linking) or (k == at and layout.word(k) in _IRREGULAR)


def _end_of_predicate(layout: Layout, i: int) -> int:
    """The last token before the next value, where it is no small count such as `one sample`."""
    q = layout.values[i]
    following = [
        v.first for v in layout.values[i + 1 :]
        if not layout.aside(q.last, v.first) and "number-in-words" not in v.rules
    ]  # fmt: skip
    return min([layout.clause_end(q.core), *(first - 1 for first in following[:1])])


def _is_object(layout: Layout, k: int, verb: int | None) -> bool:
    """Whether a treatment is what people got or did, right behind the verb: `received zorimab`."""
    if verb is None or layout.word(verb) in COPULAS or layout.scheme.get(k) == "time":
        return False
    first = k
    while first - 1 > verb and layout.scheme.get(first - 1) == layout.scheme[k]:
        first -= 1
    return first == verb + 1


def shares_predicate(layout: Layout, i: int) -> bool:
    """Whether a value is a subject beside the next: `37% of those on A and 26% on B were …`."""
    if i + 1 == len(layout.values) or layout.joint(i + 1) is None:
        return False
    return opens(layout, i) and (is_subject(layout, i + 1) or shares_predicate(layout, i + 1))
