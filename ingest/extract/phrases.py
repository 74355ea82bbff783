"""The noun phrase that names what a value measures, before it or behind it."""

from dataclasses import dataclass

from ingest.extract.layout import LINKING, Layout
from ingest.language.numbers import PEOPLE
from ingest.language.numbers.scanner import WORD_NUMBERS
from ingest.language.words import words

BREAKS = words("phrase_breaks")
GENERIC = words("generic")
PREPOSITIONS = frozenset(
    ["on", "in", "by", "at", "as", "for", "during", "with", "within", "after", "before"]
)
VERBS = words("verbs")
COPULAS = frozenset(("was", "were", "is", "are"))
_CHANGING = words("changing")
_ARTICLES = frozenset(("a", "an", "the"))
_BEFORE_ARTICLES = words("before_articles")
_CLASSES = words("class_nouns")
_NEUTRAL = words("neutral")
_RANKS = words("ranks")
LONGEST = 9


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
    while kept and layout.word(kept[0]) in PREPOSITIONS | GENERIC | LINKING | PEOPLE | {
        "-",
        "/",
    }:
        kept.pop(0)
    tail = PREPOSITIONS | (GENERIC - {"score", "level"}) | LINKING | {"-", "/", *WORD_NUMBERS}
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
    in …`) or is an aside (`relapse, defined as above, was …`), it is the subject of the verb.
    """
    k = _past_links(layout, start, end)
    opening = _aside(layout, start, k, end)
    if opening is not None and depth < 3:
        subject = before(layout, start, opening - 1, depth + 1)
        if subject is not None and not set(subject.text.lower().split()) <= _RANKS:
            return subject
    linking = set(layout.lowers[k + 1 : end + 1])
    places, k = _collected(layout, start, k, end)
    led = bool(places) and layout.word(places[0]) in PREPOSITIONS
    if len(places) > LONGEST:
        places = _shortened(layout, places)
    if {"group", "arm"} & linking:
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
    adjuncts = PREPOSITIONS - {"in"} | {"enough", "requiring", "from", "who", "whom"}
    cut = next((n for n, k in enumerate(places) if n and layout.word(k) in adjuncts), None)
    return places[:cut] if cut is not None else places[-LONGEST:]


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
        and set(layout.lowers[j + 1 : end + 1]) <= LINKING | VERBS | PREPOSITIONS
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
    while k >= start and len(places) < 2 * LONGEST:
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
    return before_it not in _BEFORE_ARTICLES | PREPOSITIONS and before_it.isalpha()


def _predicated(layout: Layout, subject: Phrase | None, said: Phrase | None) -> Phrase | None:
    """What a value is of, where a copula stands between two phrases.

    `The commonest toxicities were nausea (9%)` is of nausea, `All lesions were arrested in 9%` of
    lesions arrested, and `Pain was absent on coughing in 9%` of pain.
    """
    if subject is None or said is None:
        return subject or said
    if all(
        layout.scheme.get(k, "phase") != "phase" for k in range(subject.first, subject.last + 1)
    ):
        return said
    words_said = said.text.lower().split()
    if words_said[0].endswith("ed") and words_said[0] not in LINKING | VERBS:
        return Phrase(subject.first, said.last, f"{subject.text} {said.text}")
    head = [layout.word(k) for k in range(subject.first, subject.last + 1)]
    cut = next((k for k, word in enumerate(head) if word in PREPOSITIONS | {"of"}), len(head))
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
        passed = (
            made_up
            or word in LINKING
            or silent
            or (token.kind == "sign" and word not in (")", "]"))
        )
        number = token.kind == "number"
        if not (passed or number):
            return k
        k -= 1
    return k


def after(layout: Layout, start: int) -> Phrase | None:
    """The noun phrase that begins at a token, up to its end, a sign or another preposition."""
    places: list[int] = []
    for k in range(start, min(start + LONGEST, len(layout.lowers))):
        word = layout.word(k)
        sign = layout.parsed.tokens[k].kind == "sign" and word not in ("-", "/")
        if sign or (places and word in PREPOSITIONS | BREAKS) or k in layout.parsed.cores:
            break
        if places or word not in _ARTICLES | {"to", "be"}:
            places.append(k)
    return phrase(layout, places)
