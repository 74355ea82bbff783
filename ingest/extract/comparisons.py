"""The direction of a comparison, and comparisons without a number."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract.endpoints import endpoints
from ingest.extract.nearness import runs
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.rules import IN_WORDS, Attachment, Field
from ingest.language.mention import Mention
from ingest.language.numbers import Quantity
from ingest.language.tokens import Token, wordset

_HIGHER = wordset(
    "higher greater increased more better superior longer improved rose increase elevated"
)
_LOWER = wordset(
    "lower reduced fewer less inferior worse shorter decreased fell decrease decline poorer"
)
_SIMILAR = frozenset(["similar", "comparable", "equivalent", "unchanged", "identical"])


Comparison = tuple[str, int, bool | None]
"""A relation, the place of its word, and the stated significance."""


def relation(tokens: Sequence[Token]) -> Comparison | None:
    """The first comparison of a sentence: relation, token, and stated significance.

    >>> from ingest.language.tokens import tokenise
    >>> relation(tokenise("Survival was significantly longer with A than with B."))
    ('higher', 3, True)
    """
    norms = [t.norm.lower() for t in tokens]
    significant = None
    for k, word in enumerate(norms):
        if word in ("significant", "significantly"):
            significant = not {"no", "not", "non", "nor", "neither"} & set(norms[max(0, k - 4) : k])
    for k, word in enumerate(norms):
        adjective = word == "different" and not (
            set(norms[max(0, k - 3) : k]) & {"significantly", "was", "were", "not"}
        )
        if word in ("difference", "differ", "differed", "different") and not adjective:
            denied = {"no", "not", "nor", "little", "without"} & set(norms[max(0, k - 4) : k])
            return ("similar" if denied else "different"), k, significant
        if word in _SIMILAR:
            return "similar", k, significant
        if word in _HIGHER | _LOWER and _compares(tokens, norms, k):
            return ("higher" if word in _HIGHER else "lower"), k, significant
    return None


def _compares(tokens: Sequence[Token], norms: list[str], k: int) -> bool:
    """Whether the word of a direction at `k` compares two things."""
    word = norms[k]
    if "not" in norms[max(0, k - 3) : k]:
        return False  # what is not higher may be lower or similar
    if norms[k + 1 : k + 2] == ["than"] and k + 2 < len(tokens):
        if tokens[k + 2].kind == "number" or norms[k + 2] in ("half", "a", "one"):
            return False  # an operator, no comparison
    amount = word in ("more", "less", "fewer") and norms[k + 1 : k + 2] != ["frequent"]
    if amount and "than" not in norms[k + 1 :]:
        return False
    graded = norms[k - 1 : k] in (["or"], ["and"]) and k > 1 and tokens[k - 2].kind == "number"
    return not graded  # grade 3 or higher


def compared(
    parsed: ParsedSentence, readings: Sequence[ValueReading], direction: Comparison | None
) -> tuple[list[ValueReading], list[ValueReading]]:
    """The readings with a comparison's direction, and one for each endpoint without a number."""
    if direction is None:
        return list(readings), []
    relation_, place, significant = direction
    with_value = {r.endpoint: n for n, r in reversed(list(enumerate(readings))) if r.endpoint}
    related = list(readings)
    worded: list[ValueReading] = []
    for m in _near(parsed, place):
        known = with_value.get(m.name)
        if known is not None:
            related[known] = replace(related[known], relation=relation_)
            continue
        wording = parsed.tokens[place].text
        quantity = Quantity(place, place, place, wording=wording, operator="")
        quantity.significant = significant
        quantity.rules.append("comparison-in-words")
        endpoint: dict[Field, Attachment] = {"endpoint": Attachment(IN_WORDS, m.name, m.text)}
        worded.append(ValueReading(parsed.sentence, quantity, endpoint, relation_))
    return related, worded


def _near(parsed: ParsedSentence, place: int) -> list[Mention]:
    """The endpoints, or the list of them, around the word of a comparison."""
    near = [m for m in endpoints(parsed) if -8 <= m.first - place <= 14]
    if at_once := [m for m in near if 0 < m.first - place <= 2]:
        near = [m for m in near if m.first >= at_once[0].first]  # longer RFS and OS
    group = runs([(m.first, m.last) for m in near], parsed.tokens)
    return [near[n] for run in group for n in run] or near[:1]
