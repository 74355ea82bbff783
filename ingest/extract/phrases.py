"""The phrase that names an endpoint outside the vocabulary: before or after the value."""

from ingest.extract.nearness import CONNECT
from ingest.extract.numbers import PEOPLE, Quantity
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.tokens import wordset

_PHRASE_BREAKS = wordset(
    "was were is are had has have did while whereas but that which who whose when than versus "
    "vs included include whereas it totally significantly greater higher lower compared among "
    "showed reported found observed we there from between and or respectively"
)
_TRENDS = wordset(
    "increased decreased rose fell dropped declined improved reduced changed remained "
    "accounted occurred disagreed detected present respectively sd se sem between from did "
    "not period both during unchanged stable it they until follow up baseline visit day week "
    "month year whereas while but remained"
)
"""Verbs between what is measured and its value."""
_STRIPPED = _TRENDS | wordset(
    "the a an in of for at to them among totally overall with by mean median overall total on "
    "as their our"
)


def propose_endpoint(
    parsed: ParsedSentence, reading: ValueReading, before: ValueReading | None
) -> None:
    """Propose the words before or after a value as an endpoint that the vocabulary lacks."""
    q = reading.quantity
    if not q.rules or q.unit is None or (q.unit == "patients" and q.numerator is None):
        return
    inside = {k for m in parsed.of("arm", "time") for k in range(m.first, m.last + 1)}
    rule, words = "predicate", phrase_after(parsed, q, inside) if is_subject(parsed, q) else []
    if not words:
        rule, words = "phrase-before", phrase_before(parsed, q, inside)
    if not words and before is not None and (before.phrase or before.endpoint):
        carry_over(before, reading)
        return
    if not words:
        rule, words = "phrase-after", phrase_after(parsed, q, inside)
    if words:
        reading.phrase = " ".join(words).replace(" - ", "-")
        reading.rules["endpoint"] = rule
        reading.doubts.append("the vocabulary has no such endpoint")


def phrase_before(parsed: ParsedSentence, q: Quantity, inside: set[int]) -> list[str]:
    """The noun phrase before a value, skipping arms, times and verbs between the two."""
    k = q.first - 1
    while k >= 0 and q.first - k < 24:
        norm = parsed.tokens[k].norm.lower()
        known = k in inside or norm in CONNECT | _TRENDS | {"group", "arm"}
        known = known or (norm == "change" and k > 0 and parsed.tokens[k - 1].norm == "not")
        numbered = parsed.tokens[k].kind == "number" and k not in parsed.cores
        if not (known or numbered) or norm == "of":
            break
        k -= 1
    words: list[str] = []
    while k >= 0 and len(words) < 7:
        token = parsed.tokens[k]
        if token.kind == "number" or token.norm.lower() in _PHRASE_BREAKS or k in inside:
            break
        if token.kind == "sign" and token.norm not in ("-", "/"):
            break
        words.append(token.text)
        k -= 1
    return _content(words[::-1])


def is_subject(parsed: ParsedSentence, q: Quantity) -> bool:
    """Whether a value is the subject of its clause: `61 % received …`, `9 of 20 had …`."""
    opening = parsed.tokens[q.first - 1].norm.lower() if q.first else ""
    if opening not in ("", ",", ";", "and", "whereas", "while", "but", "only", "overall", ":"):
        return False
    return predicate(parsed, q) is not None


def predicate(parsed: ParsedSentence, q: Quantity) -> int | None:
    """The verb whose subject is a value, skipping `of patients in the … group`."""
    inside = {k for m in parsed.of("arm", "population") for k in range(m.first, m.last + 1)}
    for k in range(q.last + 1, min(q.last + 24, len(parsed.tokens))):
        norm = parsed.tokens[k].norm.lower()
        if norm in _VERBS:
            return k
        passed = k in inside or norm in PEOPLE | _SUBJECT or norm in (")", "]", "-")
        if not passed and k not in parsed.cores:
            return None
    return None


_VERBS = wordset(
    "was were had has have received reported experienced developed achieved continued came "
    "required underwent discontinued completed showed reached withdrew relapsed responded "
    "failed became entered survived did needed attained remained felt"
)
_SUBJECT = wordset(
    "of the in and all these those group arm treated with both on a from who each % ( only"
)


def phrase_after(parsed: ParsedSentence, q: Quantity, inside: set[int]) -> list[str]:
    """The words after a value, or after the verb whose subject it is."""
    verb = predicate(parsed, q)
    start = q.last + 1 if verb is None else verb
    words: list[str] = []
    for k in range(start, min(start + 12, len(parsed.tokens))):
        token = parsed.tokens[k]
        norm = token.norm.lower()
        if k in inside and k != start:
            break
        if token.kind != "word" and token.norm != "-":
            if not words and token.norm in (")", "]"):
                continue
            break
        if not words and norm in PEOPLE | _STRIPPED | _PHRASE_BREAKS | {"experienced", "reported"}:
            continue
        if norm in _PHRASE_BREAKS or len(words) >= 7:
            break
        words.append(token.text)
    return _content(words)


def carry_over(before: ValueReading, reading: ValueReading) -> None:
    """Use the endpoint of the previous value."""
    reading.endpoint, reading.phrase = before.endpoint, before.phrase
    reading.threshold = before.threshold
    reading.rules["endpoint"] = "carried"
    if before.endpoint is None:
        reading.doubts.append("the vocabulary has no such endpoint")


def _content(words: list[str]) -> list[str]:
    """A phrase without function words at its ends; empty if no other word is left."""
    kept = list(words)
    while kept and (kept[0].lower() in _STRIPPED or kept[0] == "-"):
        kept.pop(0)
    while kept and (kept[-1].lower() in _STRIPPED or kept[-1] == "-"):
        kept.pop()
    return kept if any(len(w) > 2 and w.lower() not in PEOPLE for w in kept) else []
