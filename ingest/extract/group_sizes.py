"""How many people were in each group, where sentences and tables say so.

`sizes_told` gives every size with a weight. A draft takes only what is certain (`group_sizes`):
sentences that tell the sizes of two or more groups that people entered, or one
size for all of them. A group with two different numbers has none: a wrong denominator does harm.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from ingest.extract import nearness
from ingest.extract.arm_sizes import arm_key, certain, of_several
from ingest.extract.equal_sizes import equal_sizes
from ingest.extract.reading import ParsedSentence
from ingest.extract.source import Sentence, Table
from ingest.language.mention import Mention
from ingest.language.numbers import PEOPLE, Quantity, quantities
from ingest.language.tokens import tokenise
from ingest.language.words import words
from ingest.tables.heads import HeadReader
from ingest.tables.sizes import SizeTold, sizes_in_tables, texts_with_sizes

_ENTERED = tuple(words("entered_stems"))
"""Stems of words for entering a group or being counted in it."""
_ANALYSED = ("analys", "analyz", "complet", "evaluab", "finish", "final")
_LEFT = ("withdr", "lost", "drop", "exclu", "discontinu", "declin", "missing", "died", "refus")
_STAYED = re.compile(r"\b(random|analy|compris|consist|complet|remain|leaving|final)", re.I)
_SEXES = frozenset(("man", "woman", "male", "female", "boy", "girl"))
_TOTAL = 20
"""The fewest people that are the whole of two groups without a word of entering."""
SMALLEST = 3
"""Fewer people than this are rather arms, visits or doses than a group."""


@dataclass(frozen=True, slots=True)
class GroupSizes:
    """The sizes of a document's groups, by the key of their name."""

    allocated: Mapping[str, int] = field(default_factory=dict)
    analysed: Mapping[str, int] = field(default_factory=dict)
    each: int | None = None
    """The size of every group, where they are said to be equal."""

    def allocated_to(self, name: str) -> int | None:
        return self.allocated.get(arm_key(name), self.each)


def group_sizes(sentences: Iterable[ParsedSentence]) -> GroupSizes:
    """The sizes that a document's sentences tell for certain.

    >>> from ingest.extract.extractor import extract
    >>> from ingest.extract.source import ExtractionInput, Sentence
    >>> text = "Of 90 adults, 44 were assigned to zelimab and 46 to placebo."
    >>> sizes = group_sizes(extract(ExtractionInput((Sentence(text, 1, 1, 0),))).sentences)
    >>> sizes.allocated
    {'zelimab': 44, 'placebo': 46}
    """
    allocated: dict[str, set[int]] = defaultdict(set)
    analysed: dict[str, set[int]] = defaultdict(set)
    equal: set[int] = set()
    for parsed in sentences:
        if any(t.norm.lower().startswith(_LEFT) for t in parsed.tokens):
            continue
        told = [one for one in sizes_in(parsed) if one.entered and one.people >= SMALLEST]
        equal |= {one.people for one in told if one.arm is None}
        sizes: dict[str, set[int]] = defaultdict(set)
        for one in told:
            if one.arm is not None:
                sizes[arm_key(one.arm)].add(one.people)
        late = any(one.analysed for one in told)
        for key, numbers in of_several(sizes).items():
            (analysed if late else allocated)[key] |= numbers
    named = certain(allocated)
    each = equal.pop() if len(equal) == 1 and not named else None
    return GroupSizes(named, certain(analysed), each)


def sizes_told(
    sentences: Iterable[ParsedSentence], tables: Sequence[Table], heads: HeadReader
) -> Iterator[SizeTold]:
    """Every size that sentences, tables, and the texts around tables tell."""
    for parsed in sentences:
        yield from sizes_in(parsed)
    yield from sizes_in_tables(tables, heads)
    for text in texts_with_sizes(tables):
        tokens, place = tokenise(text), Sentence(text, 0, 0, 0)
        found = heads.finder.find(tokens)
        yield from sizes_in(ParsedSentence(place, tokens, quantities(tokens), found))


def sizes_in(parsed: ParsedSentence) -> Iterator[SizeTold]:
    """The sizes in a sentence: of all groups at once, listed with the arms, or beside a name."""
    everybody = [SizeTold(None, n, weight, True) for n, weight in equal_sizes(parsed)]
    yield from everybody
    named = parsed.of("arm")
    text = " ".join(t.text.lower() for t in parsed.tokens)
    left = any(t.norm.lower().startswith(_LEFT) for t in parsed.tokens)
    if not named or everybody or (left and not _STAYED.search(text)):
        return
    late = any(t.norm.lower().startswith(_ANALYSED) for t in parsed.tokens)
    for told in (*_fractions(parsed, named), *_counted(parsed, named, text, left)):
        yield replace(told, weight=told.weight * (5.0 if late else 1.0), analysed=late)


def _counted(
    parsed: ParsedSentence, named: Sequence[Mention], text: str, left: bool
) -> Iterator[SizeTold]:
    counted = [
        (q, n) for q in parsed.quantities
        if (n := _people(q)) is not None and not (parsed.depths[q.first] and q.noun in _SEXES)
    ]  # fmt: skip
    pairs = combinations((n for _, n in counted), 2)
    total = {a + b for a, b in pairs if a and b} & {n for _, n in counted}
    # 81 people, 42 in one arm and 39 in the other: a sum needs no word of entering.
    entered = "there were" in text or any(stem in text for stem in _ENTERED)
    entered = entered or any(n >= _TOTAL for n in total)
    people = any(t.norm in PEOPLE or t.norm in ("group", "arm") for t in parsed.tokens)
    only = ParsedSentence(parsed.sentence, parsed.tokens, [q for q, _ in counted], list(named))
    listed = nearness.paired(only, named)
    if not listed:
        counted = [(q, n) for q, n in counted if n not in total]
        listed = nearness.alternating([q for q, _ in counted], named)
    if entered and people and listed and len({m.name for m in listed.values()}) > 1:
        for k, m in listed.items():
            yield SizeTold(m.text, counted[k][1], 1.2, True)
        return
    alone = len(counted) == 1 and len({m.name for m in named}) > 1
    for q, n in counted:
        if n < 2 or n in total:
            continue
        price, m = min(((_cost(only, q, m), m) for m in named), key=lambda pair: pair[0])
        limit, weight = _trust(parsed, q, entered and not alone and (people or bool(q.noun)))
        if price <= limit:
            size = int(q.denominator) if left and q.denominator else n  # 3 of 45 left
            sure = entered or "size" in q.rules
            yield SizeTold(m.text, size, weight * (1 - max(price, 0) / 20), sure)


def _trust(parsed: ParsedSentence, q: Quantity, entered: bool) -> tuple[float, float]:
    """The highest cost of joining a number of people to an arm's name, and its weight."""
    before = parsed.tokens[q.first - 1] if q.first else None
    attached = before is not None and (
        before.norm in ("(", "[") or before.text.endswith(("'s", "’s"))
    )
    if "size" in q.rules:
        return 6.0, 2.0
    if q.noun is not None and attached:
        return (9.0, 0.6) if entered else (1.0, 1.0)
    return (9.0, 0.6) if entered else (-99.0, 0.0)


def _fractions(parsed: ParsedSentence, named: Sequence[Mention]) -> Iterator[SizeTold]:
    """Sizes implied by fractions: `23 of 51 and 15 of 50 with A and B, respectively`."""
    parts = [q for q in parsed.quantities if q.numerator and q.denominator]
    only = ParsedSentence(parsed.sentence, parsed.tokens, parts, list(named))
    listed = nearness.paired(only, named)
    for n, q in enumerate(parts):
        price, nearest = min(((_cost(only, q, m), m) for m in named), key=lambda pair: pair[0])
        m = listed.get(n) or (nearest if price <= 6 else None)
        if m is not None and q.denominator:
            yield SizeTold(m.text, int(q.denominator), 0.3)


def _cost(parsed: ParsedSentence, q: Quantity, m: Mention) -> float:
    """The cost of joining an arm's name to a number of people."""
    before = parsed.tokens[q.first - 1].norm if q.first else ""
    if "size" in q.rules and m.last == q.first - 2 and before in (";", ",", ":"):
        return 0.0  # ketamine; n = 35
    behind_comma = before == "," and not parsed.depths[q.first] and m.last < q.core
    return nearness.cost(parsed, q, m, frozenset()) + 9 * behind_comma


def _people(q: Quantity) -> int | None:
    """The people a quantity counts: the numerator of a fraction, else a whole number."""
    if q.unit in ("time", "dose", "ratio") or q.statistic in ("mean", "median"):
        return None
    small = q.value is not None and q.value.isdigit() and int(q.value) < 4
    if "number-in-words" in q.rules and q.noun is None and q.numerator is None and small:
        return None  # two visits, three doses
    count = q.numerator or (q.value if q.unit != "%" else None)
    return int(count) if count and count.isdigit() and len(count) < 8 else None
