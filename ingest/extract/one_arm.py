"""The several names by which a document calls one arm: `icodec` and `once-weekly icodec`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from ingest.extract.arm_sizes import ArmName, arm_key
from ingest.extract.reading import ValueReading
from ingest.language.tokens import folded

_NOUNS = frozenset(("arm", "group", "the"))
_TELL_APART = frozenset(
    ("plus", "and", "alone", "without", "no", "combination", "combined", "with", "low", "high")
)


def one_name(readings: Iterable[ValueReading]) -> Mapping[ArmName, str]:
    """The most used name of each arm that has several, by its study and the key of another name.

    A name is one of another arm's if all its words are in just one longer name of the study, and
    in no other; no words that tell arms apart, no numbers, and no sentence with both.
    """
    used: dict[str | None, Counter[str]] = defaultdict(Counter)
    sentences: dict[tuple[int, int], set[str]] = defaultdict(set)
    for reading in readings:
        for name in filter(None, (reading.arm, reading.comparator)):
            used[reading.study][name] += 1
            sentences[reading.sentence.paragraph, reading.sentence.sentence].add(name)
    given: dict[ArmName, str] = {}
    for study, names in used.items():
        for short, long in _pairs(list(names), list(sentences.values())):
            kept, other = (long, short) if names[long] > names[short] else (short, long)
            given[study, arm_key(other)] = kept
    return given


def _pairs(names: list[str], together: list[set[str]]) -> Iterable[tuple[str, str]]:
    """Each shorter name with the one longer name of the same arm."""
    words = {name: frozenset(folded(name)) - _NOUNS for name in names}
    longer = {a: [b for b in names if words[a] < words[b]] for a in names if words[a]}
    for short, candidates in longer.items():
        others = {words[name] for name in candidates}
        if len(others) != 1:
            continue
        long = candidates[0]
        rest = words[long] - words[short]
        shorter = {words[a] for a in names if words[a] and words[a] < words[long]}
        apart = rest & _TELL_APART or any(word.isdigit() for word in rest)
        met = any({short, long} <= told for told in together)
        if len(shorter) == 1 and not apart and not met:
            yield short, long
