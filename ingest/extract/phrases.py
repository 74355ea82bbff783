"""The phrase that names what a value measures: the noun before it, or what its subject did."""

from dataclasses import dataclass

from ingest.extract.layout import LINKING, Layout
from ingest.language.numbers import PEOPLE
from ingest.language.numbers.scanner import WORD_NUMBERS
from ingest.language.tokens import wordset
from ingest.language.words import words

BREAKS = words("phrase_breaks")
GENERIC = words("generic")
_PREPOSITIONS = frozenset(
    ["on", "in", "by", "at", "as", "for", "during", "with", "within", "after", "before"]
)
VERBS = words("verbs")
_NEXT = wordset("and but which whereas")
_DID = words("predicates") | words("present") | {"are"}
COPULAS = frozenset(("was", "were", "is", "are"))
_CHANGING = words("changing")
_PAST = words("past")
_AUXILIARIES = frozenset(("was", "were", "had", "has", "have", "did"))
_ARTICLES = frozenset(("a", "an", "the"))
_BEFORE_ARTICLES = words("before_articles")
_CLASSES = words("class_nouns")
_NEUTRAL = words("neutral")
_RANKS = words("ranks")
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
    if len(kept) > 1 and layout.word(kept[0]) in _CHANGING and kept[0] - 1 in layout.scheme:
        kept.pop(0)  # zorimab lowered cholesterol by 38 mg/dl
    while kept and layout.word(kept[0]) in _PREPOSITIONS | GENERIC | LINKING | PEOPLE | {
        "-",
        "/",
    }:
        kept.pop(0)
    tail = _PREPOSITIONS | (GENERIC - {"score", "level"}) | LINKING | {"-", "/", *WORD_NUMBERS}
    while kept and layout.word(kept[-1]) in tail:
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
    in …`) or is an aside (`relapse, defined as above, was …`), it is the subject of the verb before.
    """
    k = _past_links(layout, start, end)
    opening = _aside(layout, start, k, end)
    if opening is not None and depth < 3:
        subject = before(layout, start, opening - 1, depth + 1)
        if subject is not None and not set(subject.text.lower().split()) <= _RANKS:
            return subject
    places, k = _collected(layout, start, k, end)
    led = bool(places) and layout.word(places[0]) in _PREPOSITIONS
    if len(places) > _LONGEST:
        places = _shortened(layout, places)
    if {"group", "arm"} & set(layout.lowers[k + 1 : end + 1]):
        places = _without_groups(layout, places)
    found = phrase(layout, places)
    if depth > 2 or k <= start:
        return found
    colons = [j for j in range(start, k) if layout.word(j) in (":", "—")]
    start = colons[-1] + 1 if colons else start
    at_verb = k not in layout.scheme and layout.word(k) in VERBS | BREAKS
    if layout.word(k) in COPULAS:
        return _predicated(layout, before(layout, start, k, depth + 1), None if led else found)
    if (led and at_verb) or (found is None and (at_verb or places)):
        return before(layout, start, k if places else k - 1, depth + 1) or found
    return found


def _shortened(layout: Layout, places: list[int]) -> list[int]:
    """The places of a long phrase up to the first adjunct that follows its head."""
    adjuncts = _PREPOSITIONS - {"in"} | {"enough", "requiring", "from", "who", "whom"}
    cut = next((n for n, k in enumerate(places) if n and layout.word(k) in adjuncts), None)
    return places[:cut] if cut is not None else places[-_LONGEST:]


def _without_groups(layout: Layout, places: list[int]) -> list[int]:
    """The places without the groups named behind: `RFS in the tegafur and surgery` groups."""
    for n in range(len(places) - 1, 0, -1):
        if layout.word(places[n]) in ("the", "both", "each", "either") and (
            layout.word(places[n - 1]) in ("in", "for", "with", "among", "between")
        ):
            return places[: n - 1]
    return places


def resumed(layout: Layout, start: int, end: int) -> Phrase | None:
    """The subject of a verb behind an aside that holds the value before.

    `Resistant germs, which make up 40% of all, were found in …`: resistant germs.
    """
    closed = any(
        layout.word(j) == "," and layout.word(j + 1) in VERBS
        and set(layout.lowers[j + 1 : end + 1]) <= LINKING | VERBS | _PREPOSITIONS
        for j in range(start, end)
    )  # fmt: skip
    opening = next((j for j in range(start - 1, 0, -1) if layout.word(j) == ","), None)
    if not closed or opening is None:
        return None
    return before(layout, layout.clause_start(opening), opening - 1)


def _collected(layout: Layout, start: int, k: int, end: int) -> tuple[list[int], int]:
    """The places of the phrase that ends at `k`, and the token at which it breaks off."""
    cores = {q.core for q in layout.values} | layout.spans
    places: list[int] = []
    while k >= start and len(places) < 2 * _LONGEST:
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
        if word in _ARTICLES and places and _opens_phrase(layout, k, start):
            if places != [end]:
                return places[::-1], k - 1
            places = []  # the earlier 2%: a word of the number
        if token.kind != "number":
            places.append(k)
        k -= 1
    places.reverse()
    while places and layout.word(places[0]) in BREAKS:
        places.pop(0)
    return places, k


def _opens_phrase(layout: Layout, k: int, start: int) -> bool:
    """Whether an article begins a phrase of its own: after a verb, or after `with`.

    `zorimab produces a response in 40%`, `an infection with a mortality of 40%`.
    """
    before_it = layout.word(k - 1)
    if k - 1 < start or (k - 1 in layout.scheme) or layout.word(k - 2) == "to":
        return False
    if before_it == "with":
        return layout.word(k - 2) not in PEOPLE or layout.word(k) in ("a", "an")
    return before_it not in _BEFORE_ARTICLES | _PREPOSITIONS and before_it.isalpha()


def _predicated(layout: Layout, subject: Phrase | None, said: Phrase | None) -> Phrase | None:
    """What a value is of, where a copula stands between two phrases.

    `The commonest toxicities were nausea (9%)` is of nausea, `All lesions were arrested in 9%` of
    lesions arrested, and `Pain was absent on coughing in 9%` of pain.
    """
    if subject is None or said is None:
        return subject or said
    if all(layout.scheme.get(k, "phase") != "phase" for k in range(subject.first, subject.last + 1)):
        return said
    words_said = said.text.lower().split()
    if words_said[0].endswith("ed") and words_said[0] not in LINKING | VERBS:
        return Phrase(subject.first, said.last, f"{subject.text} {said.text}")
    head = [layout.word(k) for k in range(subject.first, subject.last + 1)]
    cut = next((k for k, word in enumerate(head) if word in _PREPOSITIONS | {"of"}), len(head))
    general = bool(set(head[max(0, cut - 1) : cut]) & _CLASSES) and not set(words_said) <= _NEUTRAL
    return said if general else subject


def _aside(layout: Layout, start: int, k: int, end: int) -> int | None:
    """The comma that opens an aside which ends at `k`: `relapse, defined as above, was …`."""
    closing = next((j for j in range(k + 1, end) if layout.word(j) == ","), None)
    if closing is None or layout.word(closing + 1) not in VERBS:
        return None
    commas = [j for j in range(start + 1, k) if layout.word(j) == ","]
    return commas[-1] if commas and layout.word(k) not in ("and", "or") else None


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
        made_up = word == "up" and layout.word(k - 1) in ("make", "makes", "made")
        passed = made_up or word in LINKING or silent or (token.kind == "sign" and word not in (")", "]"))
        number = token.kind == "number"
        if not (passed or number):
            return k
        k -= 1
    return k


def after(layout: Layout, start: int) -> Phrase | None:
    """The noun phrase that begins at a token, up to its end, a sign or another preposition."""
    places: list[int] = []
    for k in range(start, min(start + _LONGEST, len(layout.lowers))):
        word = layout.word(k)
        sign = layout.parsed.tokens[k].kind == "sign" and word not in ("-", "/")
        if sign or (places and word in _PREPOSITIONS | BREAKS) or k in layout.parsed.cores:
            break
        if places or word not in _ARTICLES | {"to", "be"}:
            places.append(k)
    return phrase(layout, places)


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
        len(span) > 1 and span[0] in _PREPOSITIONS and not set(span) & (VERBS | BREAKS)
        and span[-1] not in _PREPOSITIONS | LINKING and span[-1].isalpha()
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
    for k in layout.outside_brackets(q.last + 1, min(q.last + 24, layout.clause_end(q.core))):
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
    """The verb at `k`, or the one it only leads to: `14 patients lost to follow-up had relapsed`."""
    if layout.word(k) in _AUXILIARIES or layout.word(k - 1) not in PEOPLE:
        return k
    for j in range(k + 1, min(k + 9, layout.clause_end(k))):
        word = layout.word(j)
        if word in _AUXILIARIES:
            return j
        if word in _NEXT or word in (",", "that", "because", "after", "who", "as", "(", "when"):
            return k
    return k


def _may_be_verb(layout: Layout, k: int) -> bool:
    """Whether a word in -ed right behind people may be their verb: `9 parents (18%) accepted it`."""
    word = layout.word(k)
    people = layout.word(k - 1) in PEOPLE | {")"}
    following = layout.word(k + 1)
    if people and word in _PAST - _AUXILIARIES:
        return True
    return people and word.endswith("ed") and k not in layout.scheme and (
        word not in words("allocated") | words("adjectives_in_ed") and following not in ("with", "by", "to", "for")
    )  # fmt: skip


def predicate(layout: Layout, i: int) -> Phrase | None:
    """What the subject did or had: the words after a value up to the next, without its people."""
    q = layout.values[i]
    at = verb(layout, i)
    start = q.last + 1 if at is None else at
    places: list[int] = []
    people: list[int] = []
    for k in layout.outside_brackets(start, _end_of_predicate(layout, i)):
        word = layout.word(k)
        if word in (",", ";", ":", ".", "(", "[", ")", "]") or len(places) >= _LONGEST:
            if people or content(layout, places) or word in (";", ".", "(", "["):
                break
            places = []
            continue
        if word == "because" and layout.word(k + 1) != "of" and places:
            break
        verbs = word == "and" and layout.word(k + 1).endswith("ed")
        if places and word in _NEXT and not verbs and content(layout, places):
            break
        if at is not None and layout.word(at) in COPULAS and word in PEOPLE and not places:
            people.append(k)
        if layout.scheme.get(k, "cohort") not in ("cohort", "phase") and not _is_object(layout, k, at):
            continue
        led = k != at or word not in _PAST - _AUXILIARIES
        if not places and led and word in LINKING | PEOPLE | {"who", "of"}:
            continue
        places.append(k)
    found = phrase(layout, places)
    if found is None and people:
        return Phrase(people[0], people[-1], layout.parsed.tokens[people[0]].text)
    return found


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
