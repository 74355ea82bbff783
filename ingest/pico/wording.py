"""The content words of a question and of a place in a document, and how well they match."""

import re
from collections.abc import Mapping
from functools import lru_cache

from ingest.language import lexicon
from ingest.language.tokens import acronym, folded, wordset
from ontology import vocabulary

STOP = wordset(
    "the a an of in on at to for with without and or by from as per than vs versus is are was "
    "were be mean median sd se score total number percentage percent proportion rate "
    "incidence cumulative n value patient participant subject child group arm treatment therapy "
    "study level measure change overall any day week month year who who's their people between "
    "after during until reported using use based who did not suffer no ± % ( ) [ ] , ; : . / "
    "- = all were had have has"
)
LETTERED = re.compile(
    r"\b(unit|arm|group|cohort|hospital|site|regimen|drug|diet|dose|method|technique|device|vitamin|type)"
    r"\s((?-i:[A-Z]{1,3})|[1-9])\b", re.I,
)  # fmt: skip
"""A name of a noun and a letter or number; the letter alone is not distinctive."""
_LETTER_FIRST = re.compile(r"\b([A-Z]) (group)\b")
_NUMBERED = re.compile(r"\b[A-Za-z]{2,}-\d{1,4}\b")
"""A name with a number, which distinguishes preparations."""
_DOSED = re.compile(
    r"(?<![\d.])(\d{1,6}(?:\.\d{1,3})?)[ -]?"
    r"(mg|g|µg|μg|mcg|ug|ml|iu|mm|hz|gy|kcal|%|week|month|day|h|min)(?:s|\b)", re.I,
)  # fmt: skip
"""An amount with its unit, which distinguishes doses or durations of treatment."""
LACK = wordset("without no non free less -less untreated")


_SYNONYMS = {
    "mortality": "death", "deceased": "death", "fatality": "death", "caesarean": "cesarean",
    "emesis": "vomiting", "hospitalization": "admission", "hospitalized": "admission",
}  # fmt: skip
"""Synonyms in the names of outcomes."""


def content(text: str, acronyms: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The content words of a phrase, with the document's long forms of its acronyms.

    >>> sorted(content("Patients in group A (40 mg)", {}))
    ['40 mg', 'group a', 'mg']
    """
    words = {f"{m[1].lower()} {m[2].lower()}" for m in LETTERED.finditer(text)}
    words |= {f"{m[2].lower()} {m[1].lower()}" for m in _LETTER_FIRST.finditer(text)}
    words |= {f"{m[1]} {m[2].lower()}" for m in _DOSED.finditer(text)}
    words |= {m[0].lower() for m in _NUMBERED.finditer(text)}
    for word in folded(text):
        lower = word.lower()
        words.update(w.lower() for w in acronyms.get(word, ()) if w.lower() not in STOP)
        if lower in STOP or len(lower) < 2 or lower[0].isdigit():
            continue
        words.add(_SYNONYMS.get(lower, lower))
        if acronym(word) and word not in acronyms:
            words |= _known_acronym(word)
    return frozenset(words)


@lru_cache(maxsize=4096)
def _known_acronym(word: str) -> frozenset[str]:
    """The words of the endpoint that the vocabulary abbreviates like this."""
    names = [name for scheme, name in lexicon.build().whole((word,)) if scheme == "endpoint"]
    labels = [vocabulary.concepts()["endpoint"][name].label for name in names]
    return frozenset(w.lower() for label in labels for w in folded(label)) - STOP


_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ed", "es", "s", "d", "e")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without a common ending, if at least three letters are left."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def alike(a: str, b: str) -> bool:
    """Whether two folded words are forms of one word: same stem or long common prefix."""
    if a == b or " " in a + b:
        return a == b
    if stem(a) == stem(b):
        return True
    shared = min(len(a), len(b))
    begin = max(5, shared - 2)
    if shared < 5 or a[:begin] != b[:begin]:
        return False
    # Pneumonia is no pneumonectomy: what follows is an ending, or the whole shorter word is in it.
    return a[:shared] == b[:shared] or max(len(a), len(b)) - begin <= 4


def overlap(wanted: frozenset[str], given: frozenset[str]) -> float:
    """The share of the wanted words that are among the given ones."""
    if not wanted:
        return 0.0
    return sum(any(alike(w, g) for g in given) for w in wanted) / len(wanted)


def spelt(question: str, text: str) -> bool:
    """Whether `text` has an acronym of three or more letters for the words of `question`."""
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", question)).lower()
    return any(
        len(w) >= 3 and acronym(w) and w.lower() == initials for w in re.findall(r"[A-Za-z]+", text)
    )


def outcome_score(
    wanted: frozenset[str], near: frozenset[str], outer: frozenset[str], around: frozenset[str]
) -> float:
    """How well a place matches the outcome; words of sections and captions count less.

    A wanted word of the caption weighs half: it tells the table, and not the row.
    """
    total = most = 0.0
    for word in wanted:
        worth = 0.5 if any(alike(word, g) for g in around) else 1.0
        most += worth
        for weight, given in ((1.0, near), (0.85, outer), (0.55, around)):
            if any(alike(word, g) for g in given):
                total += weight * worth
                break
    recall = total / most if most else 0.0
    if not near:
        return recall
    extra = [g for g in near if not any(alike(g, w) for w in wanted)]
    precision = 1 - len(extra) / len(near)
    return recall * (0.75 + 0.25 * precision)
