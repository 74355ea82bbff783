"""The phrase that names what a value measures: the noun before it, or what its subject did."""

from dataclasses import dataclass

from ingest.extract.layout import LINKING, Layout
from ingest.language.numbers import PEOPLE
from ingest.language.tokens import wordset
from ingest.language.words import words

BREAKS = words("phrase_breaks")
GENERIC = words("generic")
_PREPOSITIONS = frozenset(
    ["on", "in", "by", "at", "as", "for", "during", "with", "within", "after", "before"]
)
VERBS = words("verbs")
_NEXT = wordset("and but which while whereas for because due owing")
_DID = words("predicates")
_COPULAS = frozenset(("was", "were", "is", "are"))
_RANKS = wordset("primary secondary main end point endpoint outcome a the")
_LONGEST = 9
_SUBJECT = words("subject_words")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a phrase and their places."""

    first: int
    last: int
    text: str


def content(layout: Layout, places: list[int]) -> list[int]:
    """The places without those at the ends that name nothing: articles, `rate of`, `number of`."""
    kept = [k for k in places if layout.scheme.get(k) not in ("time", "grade", "grades")]
    while kept and layout.word(kept[0]) in _PREPOSITIONS | GENERIC | LINKING | PEOPLE | {
        "-",
        "/",
    }:
        kept.pop(0)
    while kept and layout.word(kept[-1]) in _PREPOSITIONS | (
        GENERIC - {"score", "level"}
    ) | LINKING | {"-", "/"}:
        kept.pop()
    named = any(
        layout.parsed.tokens[k].kind == "word" and len(layout.word(k)) > 1
        and layout.word(k) not in GENERIC | LINKING | PEOPLE
        and layout.scheme.get(k) in (None, "phase")
        for k in kept
    )  # fmt: skip
    return kept if named else []


def phrase(layout: Layout, places: list[int]) -> Phrase | None:
    """The phrase at `places`, if they name anything."""
    kept = content(layout, places)
    if not kept:
        return None
    pieces: list[str] = []
    for k in kept:
        pieces.append(layout.parsed.tokens[k].text)
    text = " ".join(pieces)
    for sign in ("-", "/"):
        text = text.replace(f" {sign} ", sign)
    return Phrase(kept[0], kept[-1], text)


def before(layout: Layout, start: int, end: int, depth: int = 0) -> Phrase | None:
    """The noun phrase before `end` that a value there is of, from `start` on.

    Where the nearest phrase only says where something was seen (`hernia was found on ultrasound
    in …`), it is the subject of the verb before.
    """
    k = _past_links(layout, start, end)
    cores = {q.core for q in layout.values}
    places: list[int] = []
    while k >= start and len(places) < _LONGEST:
        word = layout.word(k)
        if word in (")", "]"):
            opened = layout.opening(k)
            k = (opened if opened is not None else k) - 1
            continue
        scheme = layout.scheme.get(k)
        if scheme in ("time", "grade", "grades"):
            k -= 1
            continue
        if scheme in ("arm", "study", "registration", "cohort") and places:
            break
        token = layout.parsed.tokens[k]
        ends = word in BREAKS or (token.kind == "sign" and word not in ("-", "/", "+"))
        if ends or k in cores:
            break
        if token.kind != "number":
            places.append(k)
        k -= 1
    places.reverse()
    while places and layout.word(places[0]) in BREAKS:
        places.pop(0)
    found = phrase(layout, places)
    at_verb = k >= start and k not in layout.scheme and layout.word(k) in VERBS | BREAKS
    led = bool(places) and layout.word(places[0]) in _PREPOSITIONS and at_verb
    describes = layout.word(k) in _COPULAS or (layout.word(k) == "," and _is_apposition(found))
    if depth < 3 and k > start and (led or describes or (found is None and (at_verb or places))):
        return before(layout, start, k if places else k - 1, depth + 1) or found
    return found


def _is_apposition(found: Phrase | None) -> bool:
    """Whether a phrase only says what rank an endpoint has: `, the primary outcome,`."""
    return found is not None and set(found.text.lower().split()) <= _RANKS


def _past_links(layout: Layout, start: int, end: int) -> int:
    """The last place before `end` that is no link between a phrase and its value."""
    k = end
    while k >= start:
        word, token = layout.word(k), layout.parsed.tokens[k]
        if word in (")", "]"):
            opened = layout.opening(k)
            if opened is None or opened < start:
                return k
            k = opened - 1
            continue
        silent = k in layout.scheme and layout.scheme[k] != "phase"
        passed = word in LINKING or silent or (token.kind == "sign" and word not in (")", "]"))
        number = token.kind == "number"
        if not (passed or number):
            return k
        k -= 1
    return k


def opens(layout: Layout, i: int) -> bool:
    """Whether nothing that a value could be of stands before it in its clause."""
    q = layout.values[i]
    start = layout.values[i - 1].last + 1 if i else 0
    k = q.first - 1
    while k >= start and layout.clause[k] == layout.clause[q.core]:
        word = layout.word(k)
        if (word in (",", ";", ":") or word in ("that", "which", "as")) and k + 1 == q.first:
            return True
        if word == "," or (word == "and" and layout.word(q.last + 1) in _DID):
            return True
        if k not in layout.scheme and word not in _SUBJECT | PEOPLE:
            return False
        k -= 1
    return True


def is_subject(layout: Layout, i: int) -> bool:
    """Whether a value is the subject of its clause: `61 % received …`, `9 of 20 had …`."""
    return opens(layout, i) and _verb(layout, i) is not None


def _verb(layout: Layout, i: int) -> int | None:
    """The verb whose subject the value is: after `of patients in the … group`."""
    q = layout.values[i]
    for k in layout.outside_brackets(q.last + 1, min(q.last + 24, layout.clause_end(q.core))):
        word = layout.word(k)
        if word in _DID:
            return k
        if k in layout.parsed.cores and k not in range(q.first, q.last + 1):
            return None
        listed = "respectively" in (layout.word(k + 1), layout.word(k - 1))
        if word == "," and layout.word(k + 1) in _DID - {"was", "were", "had", "did"}:
            return k + 1
        if word in (",", ";", ".") and not listed and layout.word(k + 1) != "who":
            return None
    return None


def predicate(layout: Layout, i: int) -> Phrase | None:
    """What the subject did or had: the words after a value up to the next, without its people."""
    q = layout.values[i]
    end = layout.clause_end(q.core)
    following = [v.first for v in layout.values[i + 1 :] if not layout.aside(q.last, v.first)]
    end = min([end, *(first - 1 for first in following[:1])])
    places: list[int] = []
    verb = _verb(layout, i)
    start = q.last + 1 if verb is None else verb
    for k in layout.outside_brackets(start, end):
        word = layout.word(k)
        if word in (",", ";", ":", ".", "(", "[", ")", "]") or len(places) >= _LONGEST:
            if content(layout, places) or word in (";", ".", "(", "["):
                break
            places = []
            continue
        if places and word in _NEXT and content(layout, places):
            break
        if k in layout.scheme and layout.scheme[k] != "cohort":
            continue
        if not places and word in LINKING | PEOPLE | {"who", "of"}:
            continue
        places.append(k)
    return phrase(layout, places)
