"""The outcome of a question: how well it matches a pair of values, and their numbers for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.language.timepoints import time_rank, times
from ingest.pico.arms import Arms, Side
from ingest.pico.question import ArmNumbers, Question
from ingest.pico.values import ArmValue, ValuePair
from ingest.pico.wording import content, outcome_score, overlap, spelt
from ingest.tables import shares, statistic_words
from ingest.tables.grid import unsized

LEAST = 0.4
"""The lowest score of a place that is considered."""
_CHANGE = re.compile(
    r"\b(change|changes|reduction|decrease|increase|improvement|difference|gain|loss)\b|Δ", re.I
)
_ALL = re.compile(r"\b(overall|total|all|any)\b", re.I)
"""Words for columns and rows of all participants."""
_DIRECTIONS = frozenset(("reduction", "decrease", "increase", "improvement"))
"""Words of an outcome for the direction of a change, not for what changes."""
_ANSWER = re.compile(r"\W*(yes|no|present|absent|positive|negative)\W*", re.I)
_NOT = re.compile(r"\b(no|none|absent|negative|never|without)$", re.I)
_BRACKETS = re.compile(r"\([^()]*\)")
_BASELINE = re.compile(r"\b(from|versus|vs|relative to) (the )?baseline\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair of values that may answer the question."""

    score: float
    intervention: ArmNumbers
    comparator: ArmNumbers
    place: str
    when: frozenset[str]
    """The points in time that its place names."""
    match: float = 0.0
    """How well its words match the outcome's, from 0 to 1."""

    @property
    def results(self) -> tuple[float | None, ...]:
        """What is printed of both arms, without their sizes."""
        arms = self.intervention, self.comparator
        printed = (n for arm in arms for n in (arm.events, arm.mean, arm.deviation))
        return tuple(float(n) if n is not None else None for n in printed)

    @property
    def whole(self) -> bool:
        """Whether the numbers of both arms are of one kind, and not all people of both arms."""
        one, two = self.intervention, self.comparator
        if (one.deviation is None) != (two.deviation is None):
            return False
        return not all(arm.events and arm.events == arm.size for arm in (one, two))


@dataclass(frozen=True)
class Outcome:
    """The words and times of an outcome."""

    question: Question
    text: str
    arms: Arms
    wanted: frozenset[str]

    @classmethod
    def of(cls, question: Question, arms: Arms) -> "Outcome":
        """The outcome without the words of the arms, of its times and of a change's direction."""
        text = _BASELINE.sub("", question.outcome)
        without_acronyms = re.sub(r"\(\w*[A-Z]\w*[A-Z]\w*\)", "", text)
        words = content(without_acronyms, arms.acronyms) - arms.words["intervention"]
        words -= frozenset(w for w in words if times(w))
        wanted = (words - _DIRECTIONS) or words or content(text, arms.acronyms)
        return cls(question, text, arms, wanted)

    def candidate(self, pair: ValuePair, sizes: Mapping[Side, int]) -> Candidate | None:
        """The pair with its score; None if it is of another outcome or kind."""
        score = match = self._match(pair.intervention)
        if score < LEAST:
            return None
        one = self._numbers(pair.intervention, sizes.get("intervention"))
        two = self._numbers(pair.comparator, sizes.get("comparator"))
        if one is None or two is None:
            return None
        described = "; ".join((*pair.intervention.names, pair.intervention.when))
        score += time_rank(described, self.text) + self._change_rank(described)
        score += 0.05 * bool(_ALL.search(described))
        score -= 0.3 * any(_NOT.search(name.strip(" )")) for name in pair.intervention.names[1:])
        score += 0.002 * min(pair.intervention.order, 20)  # times run from left to right
        score += 0.2 if pair.named else 0.05  # known by the order of the arms only
        score += _size_fit(one, sizes.get("intervention"))
        score += _size_fit(two, sizes.get("comparator"))
        return Candidate(score, one, two, pair.intervention.place, times(described), match)

    def _match(self, value: ArmValue) -> float:
        """How well the words of a value match the outcome."""
        naming = [words for name in value.names if (words := self._nearest(name))]
        near = naming[-1] if naming else frozenset()
        outer = frozenset(w for words in naming[:-1] for w in words)
        around = content(value.around, self.arms.acronyms)
        score = outcome_score(self.wanted, near, outer, around)
        if any(spelt(self.text, name) for name in value.names):
            return max(score, 0.9)
        return score

    def _nearest(self, text: str) -> frozenset[str]:
        """The words of a label; without those in brackets where the others name as much."""
        whole, bare = self._naming(text), self._naming(_BRACKETS.sub(" ", text))
        return bare if bare and overlap(self.wanted, bare) >= overlap(self.wanted, whole) else whole

    def _naming(self, text: str) -> frozenset[str]:
        """The words of a label that name an outcome, without statistics, times and arms."""
        if statistic_words.part(text) or _ANSWER.fullmatch(text):
            return frozenset()
        words = content(unsized(text), self.arms.acronyms)
        words = frozenset(w for w in words if not self.arms.names(w)) or words
        return frozenset() if all(times(w) for w in words) else words

    def _change_rank(self, described: str) -> float:
        """Positive for a change if one is asked for, negative if not."""
        wanted, is_change = bool(_CHANGE.search(self.text)), bool(_CHANGE.search(described))
        return 0.3 if wanted and is_change else -0.15 if is_change else 0.0

    def _numbers(self, value: ArmValue, known: int | None) -> ArmNumbers | None:
        """The numbers of a value for the kind of outcome asked for; None if it has none."""
        size = value.size or known
        if self.question.kind == "continuous":
            if value.value is None or (value.statistic != "mean" and value.deviation is None):
                return None
            return ArmNumbers(None, size, value.value, value.deviation)
        if value.numerator is not None:
            return ArmNumbers(int(value.numerator), size)
        if value.unit == "patients" and value.value and value.value.isdigit():
            count = int(value.value)
            return ArmNumbers(count, size) if size is None or count <= size else None
        if value.statistic == "proportion" and value.value:
            whole = shares.count_from(value.value, size) if size else None
            return ArmNumbers(whole, size, computed=True) if whole is not None else None
        return None


def _size_fit(arm: ArmNumbers, known: int | None) -> float:
    """Higher if the size is that of the whole arm, lower if a count was computed."""
    fit = -0.05 * arm.computed
    if known and arm.size:
        fit += 0.06 if known == arm.size else -0.1 if arm.size > 0.7 * known else -0.3
    return fit
