"""The direction of a comparison, and comparisons without a number."""

from collections.abc import Sequence

from ingest.extract.details import attach_details
from ingest.extract.endpoints import endpoints
from ingest.extract.nearness import runs
from ingest.extract.numbers import Quantity
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.tokens import Token, wordset

_HIGHER = wordset(
    "higher greater increased more better superior longer improved rose increase elevated"
)
_LOWER = wordset(
    "lower reduced fewer less inferior worse shorter decreased fell decrease decline poorer"
)
_SIMILAR = frozenset(["similar", "comparable", "equivalent", "unchanged", "identical"])


def relation(tokens: Sequence[Token]) -> tuple[str, int, bool | None] | None:
    """The first comparison of a sentence: relation, token, and stated significance.

    >>> from ingest.extract.tokens import tokenise
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
        if word in _HIGHER | _LOWER and "not" in norms[max(0, k - 3) : k]:
            continue  # what is not higher may be lower or similar
        if word in _HIGHER | _LOWER:
            if norms[k + 1 : k + 2] == ["than"] and k + 2 < len(tokens):
                if tokens[k + 2].kind == "number" or norms[k + 2] in ("half", "a", "one"):
                    continue  # an operator, no comparison
            if word in ("more", "less", "fewer") and norms[k + 1 : k + 2] != ["frequent"]:
                if "than" not in norms[k + 1 :]:
                    continue
            if norms[k - 1 : k] in (["or"], ["and"]) and k > 1 and tokens[k - 2].kind == "number":
                continue  # grade 3 or higher
            return ("higher" if word in _HIGHER else "lower"), k, significant
    return None


def without_numbers(
    parsed: ParsedSentence,
    readings: Sequence[ValueReading],
    compared: tuple[str, int, bool | None] | None,
) -> list[ValueReading]:
    """A reading for each endpoint that is compared without a number.

    Where the endpoint has a value in the sentence, its first reading gets the relation instead.
    """
    if compared is None:
        return []
    direction, place, significant = compared
    without_value: list[ValueReading] = []
    with_value = {r.endpoint: r for r in reversed(readings) if r.endpoint is not None}
    near = [m for m in endpoints(parsed) if -8 <= m.first - place <= 14]
    if at_once := [m for m in near if 0 < m.first - place <= 2]:
        near = [m for m in near if m.first >= at_once[0].first]  # longer RFS and OS
    group = runs([(m.first, m.last) for m in near], parsed.tokens)
    listed = [near[n] for run in group for n in run] or near[:1]
    for m in listed:
        reading = with_value.get(m.name)
        if reading is not None:
            reading.relation = direction
            continue
        quantity = Quantity(place, place, place, wording=parsed.tokens[place].text, operator="")
        quantity.significant = significant
        quantity.rules.append("comparison-in-words")
        reading = ValueReading(parsed.sentence, quantity, m.name, m.text, relation=direction)
        reading.rules["endpoint"] = "comparison-in-words"
        without_value.append(reading)
    if without_value:
        attach_details(parsed, without_value)
    return without_value
