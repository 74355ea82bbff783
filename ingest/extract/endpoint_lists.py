"""Endpoints and values in one order: `PFS and OS were 2.8 and 13.2`."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ingest.extract import phrases
from ingest.extract.layout import Layout
from ingest.extract.phrases import Phrase
from ingest.language.mention import Mention
from ingest.language.words import words

T = TypeVar("T")
_VERBS = words("verbs")
_JOINING = words("endpoint_joining") | {")"}


def listed_phrases(layout: Layout) -> Iterator[tuple[int, Phrase]]:
    """Each value with the phrase listed for it before the verb, where it says respectively."""
    values = layout.values
    if "respectively" not in layout.lowers or len(values) < 2:
        return
    start = layout.clause_start(values[0].first)
    verb = next((k for k in range(start, values[0].first) if layout.word(k) in _VERBS), None)
    items = _items(layout, start, verb - 1) if verb is not None else []
    if len(items) > 1 and not len(values) % len(items):
        yield from enumerate(_in_order(layout, items, range(len(values))))


def listed_mentions(layout: Layout, mentions: Sequence[Mention]) -> Iterator[tuple[int, Mention]]:
    """Each value with the endpoint listed for it."""
    for listed in _lists(layout, mentions):
        following = _following(layout, mentions, listed)
        if following and not len(following) % len(listed):
            yield from zip(following, _in_order(layout, listed, following), strict=True)


def _following(layout: Layout, mentions: Sequence[Mention], listed: Sequence[Mention]) -> list[int]:
    """The values behind a list in its clause; none if one stands in the list or names its own."""
    end, values = listed[-1].last, layout.values
    found = [
        i for i, q in enumerate(values)
        if q.first > end and q.unit is not None
        and layout.clause[q.core] == layout.clause[end]
        and not any(end < m.first < q.first for m in mentions)
    ]  # fmt: skip
    if not found:
        return []
    beside = found[0] > 0 and values[found[0] - 1].last > listed[0].first
    apart = phrases.before(layout, end + 1, values[found[0]].first - 1) is not None
    return [] if beside or apart else found


def _in_order(layout: Layout, items: Sequence[T], indices: Sequence[int]) -> list[T]:
    """The item of each value, of a list whose items come in turn or, in pairs, in blocks."""
    width = len(indices) // len(items)
    blocks = width > 1 and layout.joint(indices[1]) == "vs"
    return [items[n // width if blocks else n % len(items)] for n in range(len(indices))]


def _items(layout: Layout, first: int, last: int) -> list[Phrase]:
    """The noun phrases between commas and `and` in a span; none if one names nothing."""
    parts: list[list[int]] = [[]]
    for k in layout.outside_brackets(first, last):
        if layout.word(k) in (",", "and"):
            parts.append([])
        else:
            parts[-1].append(k)
    found = [phrases.phrase(layout, part) for part in parts if part]
    named = [one for one in found if one is not None]
    return named if len(named) == len(found) else []


def _lists(layout: Layout, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The endpoints that are joined to each other by commas, `and` and `or`."""
    lists: list[list[Mention]] = []
    for m in mentions:
        last = lists[-1][-1] if lists else None
        gap = layout.outside_brackets(last.last + 1, m.first - 1) if last else []
        joined = all(layout.word(k) in _JOINING or k in layout.scheme for k in gap)
        if last is not None and m.name != last.name and joined:
            lists[-1].append(m)
        else:
            lists.append([m])
    return [one for one in lists if len(one) > 1 and layout.word(one[-1].first - 1) != "or"]
