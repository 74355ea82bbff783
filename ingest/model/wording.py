"""Claims in other words: a question about one sentence, and whether the answer may stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract import cues
from ingest.extract.comparisons import relation
from ingest.extract.roles import ClassifiedSentence
from ingest.language import lexicon
from ingest.language.tokens import Token, folded, tokenise
from ingest.model.checking import Tally, has_markup, numbers_in
from ingest.model.proposals import ProposedWording, wording_schema
from ingest.model.question import Question

_TOKENS = 120
_MOST_WORDS = 45
_FEWEST_WORDS = 3
_COPIED = 10
"""So many words of the sentence in a row are a copy of it."""
_NAMED = ("drug", "endpoint", "regimen", "population", "phase")


@dataclass(frozen=True, slots=True)
class WordingTask:
    """A statement that a person would have to word."""

    statement: ClassifiedSentence

    def question(self) -> Question:
        data = {"sentence": self.statement.parsed.sentence.text}
        return Question.of("wording", data, wording_schema(), _TOKENS)

    def checked(self, answer: ProposedWording, tally: Tally) -> str | None:
        """The wording, if it adds nothing to the sentence, and is no copy of it."""
        text = " ".join(answer.text.split())
        fault = fault_of(text, self.statement.parsed.sentence.text)
        if fault is not None:
            tally.drop(f"a wording {fault}")
        return text if fault is None else None


def fault_of(text: str, sentence: str) -> str | None:
    """Why a text cannot stand for a sentence.

    >>> fault_of("Few patients died.", "Deaths were rare: 3 of 40 patients died.")
    >>> fault_of("Most of 50 patients lived.", "Deaths were rare: 3 of 40 patients died.")
    'with a number that the sentence lacks'
    >>> fault_of("The drug may be safe.", "The drug is not safe.")
    'that denies what the sentence does not, or the reverse'
    """
    said, printed = tokenise(text), tokenise(sentence)
    words = [token.text.lower() for token in said if token.kind == "word"]
    if has_markup(text) or not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return "that is no plain sentence"
    if numbers_in(text) - numbers_in(sentence):
        return "with a number that the sentence lacks"
    if _names(said) - {token.text.lower() for token in printed} or _terms(text) - _terms(sentence):
        return "with a name that the sentence lacks"
    if _denies(said) != _denies(printed) or _turned(said, printed):
        return "that denies what the sentence does not, or the reverse"
    if _hedges(printed) and not _hedges(said):
        return "that is surer than the sentence"
    copied = min(_COPIED, len(words))
    if _run(words, [token.text.lower() for token in printed if token.kind == "word"]) >= copied:
        return "that copies the sentence"
    return None


def _names(tokens: Sequence[Token]) -> set[str]:
    """The words that are written like names: acronyms, and capitals within the sentence."""
    return {
        token.text.lower() for n, token in enumerate(tokens)
        if token.kind == "word" and (
            any(c.isupper() for c in token.text[1:]) or (n > 0 and token.text[0].isupper())
        )
    }  # fmt: skip


def _terms(text: str) -> set[tuple[str, str]]:
    """The terms of the vocabularies that a text has, whichever of their names it uses."""
    known, words = lexicon.build(), list(folded(text))
    return {
        term for i in range(len(words)) for term in known.at(words, i)[1] if term[0] in _NAMED
    }  # fmt: skip


def _flat(tokens: Sequence[Token]) -> str:
    return cues.spaced(token.text for token in tokens)


def _denies(tokens: Sequence[Token]) -> bool:
    contracted = any(token.text.lower().endswith(("n't", "n’t")) for token in tokens)
    return contracted or cues.within(_flat(tokens), "negations") is not None


def _hedges(tokens: Sequence[Token]) -> bool:
    return cues.within(_flat(tokens), "hedges") is not None


def _turned(said: Sequence[Token], printed: Sequence[Token]) -> bool:
    """Whether higher became lower."""
    one, other = relation(said), relation(printed)
    return one is not None and other is not None and one[0] != other[0]


def _run(words: Sequence[str], others: Sequence[str]) -> int:
    """The most words in a row that both have."""
    longest, row = 0, [0] * (len(others) + 1)
    for word in words:
        row = [0, *(row[k] + 1 if other == word else 0 for k, other in enumerate(others))]
        longest = max(longest, *row)
    return longest


def tasks(statements: Sequence[ClassifiedSentence]) -> list[WordingTask]:
    """A task for each statement that becomes a claim, conclusions first."""
    claims = {
        one.name: one for one in statements
        if not one.says_nothing and (one.concludes or one.role != "method")
    }  # fmt: skip
    return [WordingTask(one) for one in sorted(claims.values(), key=lambda s: not s.concludes)]
