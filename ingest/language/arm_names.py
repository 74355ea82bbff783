"""What a document calls its arms: where it allocates, tells of groups, sizes and treatments."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from ingest.language.tokens import Token, acronym
from ingest.language.words import words

BREAKS = words("arm_breaks")
_LEADS = words("arm_leads")
_ALLOCATED = words("allocated")
AGAINST = frozenset(("or", "versus", "vs", "v", "and", "against"))
_BETTER = words("better_or_worse")
ARM_LEADS = frozenset(("with", "versus", "vs", "v", "after", "on", "received", "given", "to"))
NOUNS = frozenset(("arm", "group", "recipient"))
_OF_STUDIES = tuple([noun] for noun in ("trial", "study", "phase", "controlled", "clinical"))
"""Words after `randomised` that make it say what a study was."""
LABEL = re.compile(r"[A-Z]|[IV]{1,3}|[1-6]")
_LONGEST = 6
STEMS = re.compile(
    r".{3,}(mab|nib|cillin|statin|pril|sartan|oxetine|faxine|platin|rubicin|taxel|azole|vir|ciclib|"
    r"lisib|parib|zomib|lukast|gliptin|gliflozin|glutide|profen|caine|dipine|olol|triptan|setron|"
    r"tidine|prazole|mycin|floxacin|cycline|barbital|azepam|azolam|peridol|apine|idone|parin|xaban|"
    r"gatran|grel|cept|kinra|limus|tinib|asone|olone|sone|trexate|bine|abine|feron)"
)
"""Stems of international non-proprietary names of drugs."""

Name = tuple[str, ...]
"""The words of an arm, lower-case, without `the` and `group`."""


@dataclass(frozen=True, slots=True)
class ArmNames:
    """What a document calls its arms, by how surely, and the order in which it compares them."""

    sure: frozenset[Name] = frozenset()
    """Called arm or group, or allocated to."""
    likely: frozenset[Name] = frozenset()
    """What people received or were given."""

    def all(self) -> dict[str, list[Name]]:
        """The names by their first word, longest first; likely ones only where few are sure."""
        names = self.sure if len(self.sure) > 1 else self.sure | self.likely
        index: dict[str, list[Name]] = {}
        for name in sorted(names, key=lambda n: (-len(n), n)):
            index.setdefault(name[0], []).append(name)
        return index


def arm_names(
    sentences: Iterable[Sequence[Token]], known: Iterable[Sequence[Token]] = (),
    acronyms: Mapping[str, Name] = MappingProxyType({}),
) -> ArmNames:  # fmt: skip
    """The arms that a document names, and those that are `known` beforehand.

    `acronyms` are the words that the document's acronyms stand for.

    >>> from ingest.language.tokens import tokenise
    >>> found = arm_names([tokenise("We assigned 80 people to zelimab or to usual care.")])
    >>> sorted(found.sure)
    [('usual', 'care'), ('zelimab',)]
    """
    sure = _known(known)
    likely: set[Name] = set()
    lowered: list[list[str]] = []
    sized: set[Name] = set()
    for tokens in sentences:
        lowers = [key(t) for t in tokens]
        lowered.append(lowers)
        sized.update(_sized(tokens, lowers))
        for i, word in enumerate(lowers):
            if word in NOUNS:
                sure.update(_before_noun(tokens, lowers, i))
            elif word in _ALLOCATED and lowers[i + 1 : i + 2] not in _OF_STUDIES:
                sure.update(_allocated_to(tokens, lowers, i))
            elif word in _BETTER and i > 2:
                sure.update(_set_against(tokens, lowers, i))
            elif word in _LEADS and lowers[i - 1 : i] in (["group"], ["arm"]):
                sure.update(filter(None, [phrase(tokens, lowers, i + 1)]))
            elif word in _LEADS:
                name = phrase(tokens, lowers, i + 1 + (lowers[i + 1 : i + 2] == ["with"]))
                if name:
                    likely.add(name)
    if len(sure) < 2:
        sure |= sized
    sure |= {(short,) for short, meaning in acronyms.items() if meaning in sure}
    return ArmNames(frozenset(sure | _short_forms(sure, lowered)), frozenset(likely))


def _known(arms: Iterable[Sequence[Token]]) -> set[Name]:
    """The names of arms that are known, whole and by beginnings and ends that only one has."""
    parts = [set(_parts(tokens)) for tokens in arms]
    counts = Counter(name for names in parts for name in names)
    barred = words("no_arms") | words("arm_unspecific") | BREAKS
    return {
        name for names in parts for name in names
        if name == max(names, key=len) or (
            counts[name] == 1 and not set(name) <= barred
            and (len(name) > 1 or len(name[0]) > 3 or name[0].isupper())
        )
    }  # fmt: skip


def _parts(tokens: Sequence[Token]) -> Iterable[Name]:
    """The beginnings and ends of an arm's name, its acronym, and its parts in the other order."""
    name = [key(t) for t in tokens if t.kind != "sign" and key(t) not in NOUNS | _ALONE]
    if len(tokens) > 2 and tokens[-1].norm == ")" and tokens[-3].norm == "(" and name:
        if acronym(tokens[-2].text):
            yield (name.pop(),)
    for k in range(len(name)):
        yield tuple(name[k:])
        yield tuple(name[: k + 1])
    for k, word in enumerate(name):
        if word in _PLUS:
            one, two = name[:k], name[k + 1 :]
            yield from ((*one, *two), (*two, *one), (*two, word, *one))


_PLUS = frozenset(("plus", "with", "and"))
_ALONE = frozenset(("alone", "only"))


def _short_forms(names: set[Name], sentences: Sequence[Sequence[str]]) -> set[Name]:
    """Single words of longer names by which a document also calls an arm: `with icodec`."""
    words_of = {name: {w for w in name if len(w) > 4} for name in names if len(name) > 1}
    shared = Counter(word for found in words_of.values() for word in found)
    alone = {word for found in words_of.values() for word in found if shared[word] == 1}
    alone -= words("no_arms") | BREAKS
    used: Counter[str] = Counter()
    for lowers in sentences:
        for before, word in pairwise(lowers):
            if word in alone and before in ARM_LEADS:
                used[word] += 1
    return {(word,) for word, count in used.items() if count > 1}


def _sized(tokens: Sequence[Token], lowers: Sequence[str]) -> set[Name]:
    """The names of two or more groups with their sizes: `for honey (n = 31) … for sugar (n = 33)`.

    >>> from ingest.language.tokens import tokenise
    >>> tokens = tokenise("It was 67% for honey (n = 31) and 90% for honey plus ice (n = 33).")
    >>> sorted(_sized(tokens, [t.norm for t in tokens]))
    [('honey',), ('honey', 'plus', 'ice')]
    """
    names: set[Name] = set()
    for i in range(1, len(lowers) - 2):
        n = i + (lowers[i] in ("(", ","))
        if lowers[n : n + 2] != ["n", "="]:
            continue
        k = i
        while k and (tokens[k - 1].kind == "word" or lowers[k - 1] == "-"):
            if lowers[k - 1] in BREAKS | ARM_LEADS:
                break
            k -= 1
        name = tuple(word for word in lowers[k:i] if word != "-")
        if name and k and lowers[k - 1] in ARM_LEADS | {"for", "in", "the", "(", ",", ";"}:
            names.update([name] * (len(name) <= 5))
    return names if len(names) > 1 else set()


def key(token: Token) -> str:
    """The form in which names are compared: capitals stay, since IT is not the word it."""
    capitals = token.text.isupper() and token.text not in ("A", "I")
    return token.text if capitals else token.norm.lower()


def phrase(tokens: Sequence[Token], lowers: Sequence[str], start: int) -> Name:
    """The words of a treatment from `start`, up to a preposition, a sign or a number."""
    while start < len(lowers) and lowers[start] in ("the", "a", "an", "either", "receive", "to"):
        start += 1
    name: list[str] = []
    for k in range(start, min(start + _LONGEST + 2, len(lowers))):
        if lowers[k] == "-" or lowers[k] == "+":
            continue
        if tokens[k].kind != "word" or lowers[k] in BREAKS:
            break
        name.append(lowers[k])
    if len(name) > _LONGEST or not any(len(w) > 2 for w in name):
        return ()
    return tuple(name)


def _before_noun(tokens: Sequence[Token], lowers: Sequence[str], i: int) -> list[Name]:
    """`the X arm`, `the X and Y groups`."""
    names: list[Name] = []
    k = i - 1
    name: list[str] = []
    while k >= 0 and len(name) < 5:
        if lowers[k] in AGAINST and not tokens[i].text.lower().endswith("s"):
            break
        if lowers[k] in AGAINST and name and tokens[i].text.lower().endswith("s"):
            names.append(tuple(name[::-1]))
            name = []
        elif lowers[k] == "-":
            pass
        elif tokens[k].kind == "number" and name and lowers[k - 1] in ("the", "in", "a", "with"):
            name.append(lowers[k])  # the 1 cm group
            break
        elif tokens[k].kind != "word" or lowers[k] in BREAKS:
            break
        else:
            name.append(lowers[k])
        k -= 1
    names.append(tuple(name[::-1]))
    label = tokens[i + 1].text if i + 1 < len(tokens) else ""
    after = lowers[i + 2] if i + 2 < len(lowers) else ""
    if LABEL.fullmatch(label) and not names[-1] and after != "=":
        names.append((lowers[i], lowers[i + 1]))
    if label == "(" and after and acronym(tokens[i + 2].text) and lowers[i + 3 : i + 4] == [")"]:
        names.append((lowers[i + 2],))
    return [n for n in names if n and len(n) <= 4 and not set(n) <= words("no_arms")]


def _allocated_to(tokens: Sequence[Token], lowers: Sequence[str], i: int) -> list[Name]:
    """`assigned … to X (n) or to Y`, `randomised to either X or Y`."""
    to = next((k for k in range(i + 1, min(i + 12, len(lowers))) if lowers[k] == "to"), None)
    if to is None:
        return []
    names = [phrase(tokens, lowers, to + 1)]
    for k in range(to + 1, min(to + 30, len(lowers))):
        if lowers[k] in ("or", "versus", "vs") or (
            lowers[k] == "and" and lowers[k + 1 : k + 2] == ["to"]
        ) or (lowers[k] == "to" and lowers[k - 1] == "and"):  # fmt: skip
            names.append(phrase(tokens, lowers, k + 1))
        elif lowers[k] in (";", ".") or (k > to + 1 and lowers[k] in _ALLOCATED):
            break
    names += _abbreviated(tokens, to)
    return [n for n in names if n and not set(n) <= words("no_arms")]


def _set_against(tokens: Sequence[Token], lowers: Sequence[str], i: int) -> list[Name]:
    """What opens a sentence in capitals or with the stem of a drug: `LZT-2 was superior to`."""
    k = 0
    while k < i and lowers[k] not in ("was", "is", "were"):
        k += 1
    subject = tokens[:k]
    coded = any(sum(c.isupper() for c in t.text) > 1 or STEMS.fullmatch(lowers[j])
                for j, t in enumerate(subject))  # fmt: skip
    if not coded or k > 4 or i - k > 3 or any(word in BREAKS for word in lowers[:k]):
        return []
    return [tuple(word for word in lowers[:k] if word not in ("-", "+"))]


def _abbreviated(tokens: Sequence[Token], start: int) -> list[Name]:
    """The acronyms of two treatments behind their names: `to A and B (AB) or to C (CD)`."""
    short = [
        tokens[k].text for k in range(start, len(tokens) - 1)
        if tokens[k].text.isupper() and tokens[k].kind == "word"
        and tokens[k - 1].norm in ("(", ",") and tokens[k + 1].norm == ")"
    ]  # fmt: skip
    return [(name,) for name in short] if len(short) > 1 else []
