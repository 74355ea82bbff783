"""Values: a question about the numbers of one sentence, and what of the answer holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.extract.extractor import Extraction
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.source import Sentence
from ingest.language.numbers import Quantity
from ingest.language.tokens import Token
from ingest.model.checking import DocumentWords, Tally, places, whole
from ingest.model.proposals import UNCLEAR, ProposedValue, ProposedValues, values_schema
from ingest.model.question import Question

OWN, COMMENTED = "own", "commented"
_MOST_NUMBERS = 16
_MOST_ARMS = 8
_LONGEST_ENTRY = 160
_TOKENS, _TOKENS_A_VALUE = 60, 110


@dataclass(frozen=True, slots=True)
class CheckedValue:
    """What a model says of a value that the rules read as a number; every part has been checked."""

    reading: ValueReading
    endpoint: str | None
    arm: str | None
    time: str | None
    whose: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that the rules read, and its number as it stands in the sentence."""

    reading: ValueReading
    token: Token


@dataclass(frozen=True, slots=True)
class ValuesTask:
    """The numbers of one sentence, and what its values may be of."""

    parsed: ParsedSentence
    candidates: tuple[Candidate, ...]
    before: str
    arms: tuple[str, ...]
    studies: Mapping[str, str]

    @property
    def numbers(self) -> list[str]:
        return [candidate.token.text for candidate in self.candidates]

    def question(self) -> Question:
        """The sentence with its numbers, and the groups and studies that it may speak of."""
        data = {
            "sentence_before": self.before,
            "sentence": self.parsed.sentence.text,
            "numbers": self.numbers,
            "groups": list(self.arms),
            "studies": dict(self.studies),
        }
        schema = values_schema(self.numbers, list(self.studies))
        most = _TOKENS + _TOKENS_A_VALUE * len(self.candidates)
        return Question.of("values", data, schema, most)

    def checked(
        self, answer: ProposedValues, words: DocumentWords, tally: Tally
    ) -> list[CheckedValue]:
        """The proposals that hold, one for each value; a part that fails is left out alone."""
        checked: dict[int, CheckedValue] = {}
        for value in answer.values:
            candidate = self._candidate(value, tally)
            if candidate is None:
                continue
            if id(candidate.reading) in checked:
                tally.drop("a second proposal for one value")
                continue
            checked[id(candidate.reading)] = self._parts(candidate, value, words, tally)
        return list(checked.values())

    def _candidate(self, value: ProposedValue, tally: Tally) -> Candidate | None:
        """The value that a proposal is about, if its quote says which."""
        named = [c for c in self.candidates if c.token.text == value.number]
        if not named:
            tally.drop("the number is none of the sentence")
            return None
        text, tokens = self.parsed.sentence.text, self.parsed.tokens
        spans = [s for s in places(value.quote, text) if whole(*s, tokens)]
        if not spans:
            tally.drop("the quote does not stand in the sentence")
            return None
        quoted = [
            c for c in named if any(a <= c.token.start and c.token.end <= b for a, b in spans)
        ]
        if not quoted:
            tally.drop("the number does not stand in its quote")
        elif len(quoted) > 1:
            tally.drop("the quote has the number several times")
        return quoted[0] if len(quoted) == 1 else None

    def _parts(
        self, candidate: Candidate, value: ProposedValue, words: DocumentWords, tally: Tally
    ) -> CheckedValue:
        endpoint = _named(value.endpoint, "an endpoint", words, tally)
        arm = _named(value.arm, "an arm", words, tally)
        whose = None if value.whose == UNCLEAR else value.whose
        if whose is not None and whose not in self.studies:
            tally.drop("the study is none of the list")
            whose = None
        return CheckedValue(candidate.reading, endpoint, arm, self._time(value.time, tally), whose)

    def _time(self, phrase: str | None, tally: Tally) -> str | None:
        """The time that a phrase of the sentence names, in the form of the record."""
        if not phrase:
            return None
        tokens = self.parsed.tokens
        for start, end in places(phrase, self.parsed.sentence.text):
            for m in self.parsed.of("time"):
                if tokens[m.first].start < end and start < tokens[m.last].end:
                    return m.name
        tally.drop("the time is none that stands in the sentence")
        return None


def _named(phrase: str | None, what: str, words: DocumentWords, tally: Tally) -> str | None:
    if not phrase or not phrase.strip():
        return None
    if words.names(phrase):
        return " ".join(phrase.split())
    tally.drop(f"{what} with words that the document lacks")
    return None


# -- the tasks of a document -----------------------------------------------------------------------


def tasks(extraction: Extraction) -> list[ValuesTask]:
    """A task for each sentence with numbers that may be results."""
    of_sentence: dict[Sentence, list[ParsedSentence]] = {}
    for parsed in extraction.sentences:
        of_sentence.setdefault(parsed.sentence, []).append(parsed)
    arms = _arms(extraction.readings)
    result = []
    before = ""
    for sentence, pieces in of_sentence.items():
        candidates = _candidates(pieces[0], extraction) if len(pieces) == 1 else ()
        if candidates:
            studies = _studies(extraction, sentence)
            result.append(ValuesTask(pieces[0], candidates, before, arms, studies))
        before = sentence.text
    return result


def _candidates(parsed: ParsedSentence, extraction: Extraction) -> tuple[Candidate, ...]:
    """The values with a printed number that the rules read of a sentence, in its order."""
    readings = (r for r in (*extraction.readings, *extraction.unattached)
                if r.sentence == parsed.sentence)  # fmt: skip
    candidates = [
        Candidate(r, _number(parsed, r.quantity))
        for r in readings
        if r.quantity.value is not None or r.quantity.numerator is not None
    ]
    return tuple(sorted(candidates, key=lambda c: c.token.start)[:_MOST_NUMBERS])


def _number(parsed: ParsedSentence, quantity: Quantity) -> Token:
    """The number of a value as it is printed: of `31 (77.5%)` the percentage."""
    printed = parsed.tokens[quantity.first : quantity.last + 1]
    return next((t for t in printed if t.norm == quantity.value), parsed.tokens[quantity.core])


def _arms(readings: Sequence[ValueReading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.arm for r in readings if r.arm))[:_MOST_ARMS]


def _studies(extraction: Extraction, sentence: Sentence) -> dict[str, str]:
    """The studies that a sentence may speak of, each with a key and what it is."""
    studies = {OWN: extraction.source.title or "the study of this paper"}
    if extraction.commented is not None:
        studies[COMMENTED] = "the study that this letter or comment is about"
    cited = dict.fromkeys(n for pointer in sentence.pointers for n in pointer.references)
    printed = extraction.source.references
    for number in (n for n in cited if n in extraction.of_reference and n in printed):
        studies[f"reference {number}"] = printed[number][:_LONGEST_ENTRY]
    return studies
