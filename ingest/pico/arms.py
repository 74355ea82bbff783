"""The two arms of a question, and which of them a name in the report means."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.language.mentions import Abbreviations
from ingest.language.numbers import PEOPLE
from ingest.language.tokens import Token, acronym, folded, wordset
from ingest.pico.wording import LACK, alike, content, overlap
from ingest.tables.grid import unsized
from ingest.tables.heads import WHEN

Side = Literal["intervention", "comparator"]

ROLE = {
    "intervention": frozenset(["intervention", "experimental"]),
    "comparator": frozenset(["control", "placebo", "comparator", "sham", "tau"]),
}
"""Words for the role of an arm, in any context."""
LABEL_ROLE = {
    "intervention": ROLE["intervention"] | frozenset(["active", "treated", "case", "exposed"]),
    "comparator": ROLE["comparator"] | frozenset(["comparison", "usual", "standard"]),
}
"""Words for the role of an arm in the heads and labels of a table."""
_TREATED = re.compile(
    r"\b(treatment|study|test|drug|trial|case)s?[ -](group|arm)\b"
    r"|^\W*(treatment|treated|study|test|drug|verum|cases?)\W*$", re.I,
)  # fmt: skip
_JOINING = wordset("alone only plus combined combination added addition adjunct both")
"""Words between the parts of an arm's name."""


@dataclass(frozen=True, slots=True)
class Arms:
    """The two arms of a question and the words that distinguish them."""

    words: dict[Side, frozenset[str]]
    contained: Side | None = None
    """The arm whose words the other has too: `B` beside `A plus B`. It is meant where they
    occur without the other's."""
    shared: frozenset[str] = frozenset()
    """Words in both arms' names."""
    initials: frozenset[tuple[Side, str]] = frozenset()
    """Possible acronyms of one arm's name that are not possible for the other's."""
    acronyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def match(self, text: str) -> dict[Side, float]:
        """How well a label matches each arm, between 0 and 1."""
        text = WHEN.sub(" ", unsized(text))
        given = content(text, self.acronyms)
        low = {w.lower() for w in folded(text)} | given
        scores: dict[Side, float] = {}
        for side in SIDES:
            own = self.words[side]
            score = overlap(own, given)
            if given and own:
                score = max(
                    score, 0.8 * overlap(given - LABEL_ROLE[side], own) if given & own else 0
                )
            if low & LABEL_ROLE[side]:
                score = max(score, 0.6)
            if side == "intervention" and _TREATED.search(text):
                score = max(score, 0.5)
            if any(acronym(w) and (side, w.lower()) in self.initials for w in folded(text)):
                score = max(score, 0.9)
            scores[side] = score
        if self.contained and scores[OTHER[self.contained]] >= 0.5:
            scores[self.contained] = 0.0
        lacking = bool(low & LACK)
        if lacking and self.lacks("comparator") != self.lacks("intervention"):
            other: Side = "intervention" if self.lacks("comparator") else "comparator"
            scores[OTHER[other]] = max(scores[OTHER[other]], 0.5)
            scores[other] *= 0.3
        for side in SIDES:
            if not lacking and any(alike(w, x) for w in given for x in self.lacked(side)):
                scores[side] *= 0.3
                scores[OTHER[side]] = max(scores[OTHER[side]], 0.5)
        return scores

    def lacked(self, side: Side) -> frozenset[str]:
        """The things that an arm lacks by its name: `stent` of `stentless`."""
        return frozenset(w[:-4] for w in self.words[side] if w.endswith("less") and len(w) > 7)

    def lacks(self, side: Side) -> bool:
        return any(w in LACK or w.endswith("less") for w in self.words[side])

    def side(self, text: str) -> Side | None:
        """The arm that a label matches clearly better than the other, if any."""
        scores = self.match(text)
        first, second = sorted(SIDES, key=lambda s: -scores[s])
        if scores[first] < 0.25 or scores[first] - scores[second] < 0.1:
            return None
        return first

    def closeness(self, text: str, side: Side) -> float:
        """How well a label fits an arm; words of its name that the label lacks count against it."""
        own, given = self.words[side], content(unsized(text), self.acronyms)
        fit = self.match(text)[side]
        if not fit:
            return 0.0
        whole = overlap(own, given) + overlap(self.shared, given)
        return fit + 0.5 * whole + 0.3 * overlap(given, own | self.shared)

    def names(self, word: str) -> bool:
        """Whether a word belongs to an arm's name or names its role."""
        known = (w for side in SIDES for w in (*self.words[side], *LABEL_ROLE[side]))
        return any(alike(word, w) for w in known)


SIDES: tuple[Side, Side] = ("intervention", "comparator")
OTHER: dict[Side, Side] = {"intervention": "comparator", "comparator": "intervention"}


def arms_of(intervention: str, comparator: str, acronyms: Abbreviations) -> Arms:
    """The arms with the words of each that the other does not share."""
    own = {
        "intervention": _arm_words(intervention, acronyms),
        "comparator": _arm_words(comparator, acronyms),
    }
    shared = own["intervention"] & own["comparator"]
    distinct: dict[Side, frozenset[str]] = {
        side: (own[side] - shared) or own[side] for side in SIDES
    }
    contained = next(
        (s for s in SIDES if own[s] and own[s] < own[OTHER[s]]), None
    )  # fmt: skip
    candidates = [(s, name) for s, text in zip(SIDES, (intervention, comparator), strict=True)
            for name in _initials(text)]  # fmt: skip
    counts = Counter(name for _, name in candidates)
    initials = frozenset(m for m in candidates if counts[m[1]] == 1)
    return Arms(distinct, contained, shared, initials, acronyms)


def _initials(text: str) -> frozenset[str]:
    """The acronyms of three or more letters of consecutive words of a name."""
    acronyms: set[str] = set()
    for words in (re.findall(r"[A-Za-z]+", text), [w for w in folded(text) if w not in _SMALL]):
        letters = "".join(w[0].lower() for w in words)
        acronyms |= {
            letters[i:k] for i in range(len(letters)) for k in range(i + 3, len(letters) + 1)
        }
    return frozenset(acronyms)


_SMALL = wordset("of the for and with in to a an on by or")


def _arm_words(text: str, acronyms: Abbreviations) -> frozenset[str]:
    words = content(text, acronyms)
    words = (words - _JOINING - PEOPLE) or words
    words -= {part for name in words if " " in name for part in name.split()}
    lacking = {w for w in (x.lower() for x in folded(text)) if w in LACK}
    return words | lacking


_LABEL_NOUNS = wordset(
    "unit arm group cohort hospital site regimen drug diet dose method technique device vitamin "
    "type"
)
_BETWEEN = wordset("and or vs versus , /")
_LABEL = re.compile(r"[A-Z]{1,3}|[1-9]")


def labels(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """The group labels in a sentence, letters or numbers: first and last token, name."""
    places = []
    for i, token in enumerate(tokens[:-1]):
        text, noun = tokens[i + 1].text, token.norm.lower()
        enclosed = token.norm == "(" and tokens[i + 2 : i + 3] and tokens[i + 2].norm == ")"
        defined = (
            token.norm == "(" and tokens[i + 2 : i + 3] and tokens[i + 2].norm in (")", ",", ";")
        )
        if defined and acronym(text) and tokens[i + 1].kind == "word":
            places.append((i, i + 2, text.lower()))
        if enclosed and _LABEL.fullmatch(text):
            places.append((i, i + 2, f"group {text.lower()}"))
        if re.fullmatch(r"[A-Z]", token.text) and tokens[i + 1].norm in ("group", "arm"):
            places.append((i, i + 1, f"group {token.text.lower()}"))
        k = i + 1
        while noun in _LABEL_NOUNS and k < len(tokens) and _LABEL.fullmatch(tokens[k].text):
            places.append((i if k == i + 1 else k, k, f"{noun} {tokens[k].text.lower()}"))
            k += 2 if k + 1 < len(tokens) and tokens[k + 1].norm in _BETWEEN else len(tokens)
    return places


def with_labels(arms: Arms, sentences: Iterable[Sequence[Token]]) -> Arms:
    """The arms with the labels that the document defines, as in `group A received X`."""
    votes: dict[str, dict[Side, float]] = {}
    for tokens in sentences:
        places = [one for one in labels(tokens) if tokens[one[0] + 1].norm not in arms.acronyms]
        for n, (first, last, name) in enumerate(places):
            stop = places[n + 1][0] if n + 1 < len(places) else len(tokens)
            start = places[n - 1][1] + 1 if n else 0
            after = tokens[last + 1 : min(stop, last + 16)]
            earlier: Sequence[Token] = tokens[max(start, first - 8) : first][::-1]
            opened = tokens[first].norm == "(" or (first and tokens[first - 1].norm == "(")
            if acronym(tokens[first + 1].text):
                earlier = earlier[:3]
            if opened:
                after, earlier = _until_parted(after), _until_parted(earlier)
            side_after, side_before = _first_side(arms, after), _first_side(arms, earlier)
            # A label in brackets belongs to the words before it.
            side = (side_before or side_after) if opened else side_after
            if side:
                tally = votes.setdefault(name, {})
                tally[side] = tally.get(side, 0) + (1 if side_after else 0.5)
    words = dict(arms.words)
    for name, tally in sorted(votes.items()):
        best = max(SIDES, key=lambda s: tally.get(s, 0))
        if tally.get(best, 0) > tally.get(OTHER[best], 0):
            words[best] = words[best] | {name}
    return replace(arms, words=words)


_PARTING = wordset(", ; . and or vs versus")


def _until_parted(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens up to the first sign or word that separates arms."""
    parted = (n for n, t in enumerate(tokens) if t.norm.lower() in _PARTING)
    return tokens[: next(parted, len(tokens))]


def _first_side(arms: Arms, tokens: Sequence[Token]) -> Side | None:
    """The side of the first word that names one; of `A plus B` where it is against `A` alone."""
    if arms.contained is not None:
        other = OTHER[arms.contained]
        given = frozenset(t.norm.lower() for t in tokens)
        if overlap(arms.words[other], given):
            return other if overlap(arms.shared, given) or not arms.shared else None
    for token in tokens:
        word = token.norm.lower()
        named = [
            side for side in SIDES
            if token.kind == "word" and (any(alike(word, w) for w in arms.words[side])
                                         or word in ROLE[side])
        ]  # fmt: skip
        if named:
            return named[0] if len(named) == 1 else None
    return None
