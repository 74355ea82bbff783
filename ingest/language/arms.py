"""The arms of a document: how it calls them where it allocates, and where it speaks of them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from ingest.language.mention import Mention
from ingest.language.tokens import Token, acronym
from ingest.language.words import words

_ARM_WORDS = words("arm_words")
_BREAKS = words("arm_breaks")
_LEADS = words("arm_leads")
_ALLOCATED = words("allocated")
_AGAINST = frozenset(("or", "versus", "vs", "v", "and", "against"))
_BETTER = words("better_or_worse")
_ARM_LEADS = frozenset(("with", "versus", "vs", "v", "after", "on", "received", "given", "to"))
_NOUNS = frozenset(("arm", "group", "recipient"))
_TREATED = frozenset(("treatment", "experimental"))
"""Words that with `group` name the arm that gets what is tried."""
_OF_STUDIES = tuple([noun] for noun in ("trial", "study", "phase", "controlled", "clinical"))
"""Words after `randomised` that make it say what a study was."""
_LABEL = re.compile(r"[A-Z]|[IV]{1,3}|[1-6]")
_LONGEST = 6
_COUNTED = words("small_numbers")
_STEMS = re.compile(
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
        lowers = [_key(t) for t in tokens]
        lowered.append(lowers)
        sized.update(_sized(tokens, lowers))
        for i, word in enumerate(lowers):
            if word in _NOUNS:
                sure.update(_before_noun(tokens, lowers, i))
            elif word in _ALLOCATED and lowers[i + 1 : i + 2] not in _OF_STUDIES:
                sure.update(_allocated_to(tokens, lowers, i))
            elif word in _BETTER and i > 2:
                sure.update(_set_against(tokens, lowers, i))
            elif word in _LEADS:
                name = _phrase(tokens, lowers, i + 1 + (lowers[i + 1 : i + 2] == ["with"]))
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
    barred = words("no_arms") | words("arm_unspecific") | _BREAKS
    return {
        name for names in parts for name in names
        if name == max(names, key=len) or (
            counts[name] == 1 and not set(name) <= barred
            and (len(name) > 1 or len(name[0]) > 3 or name[0].isupper())
        )
    }  # fmt: skip


def _parts(tokens: Sequence[Token]) -> Iterable[Name]:
    """The beginnings and ends of an arm's name, its acronym, and its parts in the other order."""
    name = [_key(t) for t in tokens if t.kind != "sign" and _key(t) not in _NOUNS | _ALONE]
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
    alone -= words("no_arms") | _BREAKS
    used: Counter[str] = Counter()
    for lowers in sentences:
        for before, word in pairwise(lowers):
            if word in alone and before in _ARM_LEADS:
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
            if lowers[k - 1] in _BREAKS | _ARM_LEADS:
                break
            k -= 1
        name = tuple(word for word in lowers[k:i] if word != "-")
        if name and k and lowers[k - 1] in _ARM_LEADS | {"for", "in", "the", "(", ",", ";"}:
            names.update([name] * (len(name) <= 5))
    return names if len(names) > 1 else set()


def _key(token: Token) -> str:
    """The form in which names are compared: capitals stay, since IT is not the word it."""
    capitals = token.text.isupper() and token.text not in ("A", "I")
    return token.text if capitals else token.norm.lower()


def _phrase(tokens: Sequence[Token], lowers: Sequence[str], start: int) -> Name:
    """The words of a treatment from `start`, up to a preposition, a sign or a number."""
    while start < len(lowers) and lowers[start] in ("the", "a", "an", "either", "receive", "to"):
        start += 1
    name: list[str] = []
    for k in range(start, min(start + _LONGEST + 2, len(lowers))):
        if lowers[k] == "-" or lowers[k] == "+":
            continue
        if tokens[k].kind != "word" or lowers[k] in _BREAKS:
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
        if lowers[k] in _AGAINST and not tokens[i].text.lower().endswith("s"):
            break
        if lowers[k] in _AGAINST and name:
            names.append(tuple(name[::-1]))
            name = []
        elif lowers[k] == "-":
            pass
        elif tokens[k].kind == "number" and name and lowers[k - 1] in ("the", "in", "a", "with"):
            name.append(lowers[k])  # the 1 cm group
            break
        elif tokens[k].kind != "word" or lowers[k] in _BREAKS:
            break
        else:
            name.append(lowers[k])
        k -= 1
    names.append(tuple(name[::-1]))
    label = tokens[i + 1].text if i + 1 < len(tokens) else ""
    after = lowers[i + 2] if i + 2 < len(lowers) else ""
    if _LABEL.fullmatch(label) and not names[-1] and after != "=":
        names.append((lowers[i], lowers[i + 1]))
    if label == "(" and after and acronym(tokens[i + 2].text) and lowers[i + 3 : i + 4] == [")"]:
        names.append((lowers[i + 2],))
    return [n for n in names if n and len(n) <= 4 and not set(n) <= words("no_arms")]


def _allocated_to(tokens: Sequence[Token], lowers: Sequence[str], i: int) -> list[Name]:
    """`assigned … to X (n) or to Y`, `randomised to either X or Y`."""
    to = next((k for k in range(i + 1, min(i + 12, len(lowers))) if lowers[k] == "to"), None)
    if to is None:
        return []
    names = [_phrase(tokens, lowers, to + 1)]
    for k in range(to + 1, min(to + 30, len(lowers))):
        if lowers[k] in ("or", "versus", "vs") or (
            lowers[k] == "and" and lowers[k + 1 : k + 2] == ["to"]
        ) or (lowers[k] == "to" and lowers[k - 1] == "and"):  # fmt: skip
            names.append(_phrase(tokens, lowers, k + 1))
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
    coded = any(sum(c.isupper() for c in t.text) > 1 or _STEMS.fullmatch(lowers[j])
                for j, t in enumerate(subject))  # fmt: skip
    if not coded or k > 4 or i - k > 3 or any(word in _BREAKS for word in lowers[:k]):
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


# -- in a sentence ---------------------------------------------------------------------------------


def arms(tokens: Sequence[Token], known: Sequence[Mention], names: ArmNames) -> list[Mention]:
    """The arms in a sentence: the document's names, placebo and control, drugs, `the X arm`."""
    lowers = [_key(t) for t in tokens]
    index = names.all()
    mentions: list[Mention] = []
    taken = {k for m in known if m.scheme in ("study",) for k in range(m.first, m.last + 1)}
    i = 0
    while i < len(tokens):
        mention = None
        if tokens[i].kind != "sign" and i not in taken:
            mention = _named(tokens, lowers, i, index) or _word(tokens, lowers, i)
        if mention is not None:
            mentions.append(mention)
            mentions += _labels_behind(tokens, lowers, mention, index)
            i = mentions[-1].last
        i += 1
    covered = {k for m in mentions for k in range(m.first, m.last + 1)}
    sure = len(names.sure) > 1
    for m in known:
        if m.scheme in ("drug", "regimen") and m.first not in covered:
            if not sure or _led(lowers, m.first):
                mentions.append(replace(m, scheme="arm", rule="arm-by-treatment", name=m.text))
                covered |= set(range(m.first, m.last + 1))
    for i, token in enumerate(tokens):
        word = token.norm.lower()
        if token.kind == "word" and i not in covered and len(word) > 6 and _STEMS.fullmatch(word):
            mentions.append(Mention("arm", token.text, i, i, "proposed-drug", token.text,
                                    "the vocabulary has no drug of this name"))  # fmt: skip
    mentions += _parallel(tokens, lowers, mentions)
    return sorted(_merged(mentions, tokens), key=lambda m: m.first)


def _parallel(
    tokens: Sequence[Token], lowers: Sequence[str], known: Sequence[Mention]
) -> list[Mention]:
    """What stands where a known arm stands: `24% on zelimab as opposed to 33% on salt`.

    >>> from ingest.language.tokens import tokenise
    >>> tokens = tokenise("Pain was seen in 24% on zelimab as opposed to 33% on salt.")
    >>> known = [Mention("arm", "zelimab", 6, 6, "named-arm", "zelimab")]
    >>> [m.text for m in _parallel(tokens, [t.norm for t in tokens], known)]
    ['salt']
    """
    covered = {k for m in known for k in range(m.first, m.last + 1)}
    leads: set[str] = set()
    for m in known:
        at = m.first - 1 - (m.first > 1 and lowers[m.first - 1] in ("the", "a", "an"))
        if at > 0 and lowers[at] in _leading(m) and _of_number(tokens, at):
            leads.add(lowers[at])
        elif m.rule == "arm-word" and m.text.lower().endswith("s"):
            leads.add("with")  # nine patients with honey and 21 controls
    found: list[Mention] = []
    if len({m.name for m in known}) != 1:
        return found
    for i, word in enumerate(lowers):
        if word in leads and i + 1 not in covered and _of_number(tokens, i):
            name = _phrase(tokens, lowers, i + 1)
            start = next(
                (k for k in range(i + 1, len(lowers)) if lowers[k : k + 1] == [*name[:1]]), i
            )
            last = start + len(name) - 1
            inside = covered & set(range(start, last + 1))
            plain = (
                name and "-" not in lowers[start : last + 1] and not words("generic") & set(name)
            )
            if plain and not inside and len(name) < 4:
                text = " ".join(t.text for t in tokens[start : last + 1])
                found.append(Mention("arm", text, start, last, "parallel-arm", text))
    return found


def _leading(m: Mention) -> frozenset[str]:
    """The words that lead to an arm, and to one that is called a group: `9% of the X group`."""
    grouped = m.text.lower().endswith(("group", "arm"))
    return _ARM_LEADS | {"of", "in"} if grouped else _ARM_LEADS


def _of_number(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number stands within the four tokens before."""
    return any(t.kind == "number" or t.norm in _COUNTED for t in tokens[max(0, i - 4) : i])


def _led(lowers: Sequence[str], i: int) -> bool:
    """Whether what stands before a treatment makes it an arm: `with`, `after`, `versus`."""
    return bool(i) and lowers[i - 1] in (
        "with",
        "after",
        "on",
        "versus",
        "vs",
        "v",
        "for",
        "by",
        "received",
        "given",
        "than",
    )


def _named(
    tokens: Sequence[Token], lowers: Sequence[str], i: int, index: dict[str, list[Name]]
) -> Mention | None:
    """One of the document's names at `i`, with `group` behind it."""
    for name in index.get(lowers[i], ()):
        k, place = i, 0
        while place < len(name) and k < len(lowers):
            if lowers[k] in ("-", "+") and place:
                k += 1
            elif lowers[k] == name[place]:
                k, place = k + 1, place + 1
            else:
                break
        if place == len(name):
            grouped = lowers[k : k + 1] and lowers[k] in _NOUNS
            if len(name) == 1 and len(name[0]) == 1 and not grouped and not _beside(lowers, i):
                continue
            last = k if grouped else k - 1
            first = i - (
                i > 0 and tokens[i - 1].text == "+" and tokens[i - 1].end == tokens[i].start
            )
            text = " ".join(t.text for t in tokens[first : last + 1])
            text = text.replace(" - ", "-").replace("+ ", "+", first < i)
            return Mention("arm", " ".join(name), first, last, "named-arm", text)
    return None


def _labels_behind(
    tokens: Sequence[Token], lowers: Sequence[str], m: Mention, index: dict[str, list[Name]]
) -> list[Mention]:
    """The further groups of `groups A, B and C`."""
    noun = lowers[m.first]
    if noun not in _NOUNS or tokens[m.first].text.lower() == noun:
        return []
    further: list[Mention] = []
    for k in range(m.last + 1, len(tokens)):
        if _LABEL.fullmatch(tokens[k].text):
            known = (noun, lowers[k]) in index.get(noun, ())
            text = f"{noun} {tokens[k].text}"
            further += [Mention("arm", text.lower(), k, k, "named-arm", text)] if known else []
        elif lowers[k] not in _AGAINST | {","}:
            break
    return further


def _beside(lowers: Sequence[str], i: int) -> bool:
    """Whether a letter stands beside a word of comparison: `S vs SP`."""
    near = {*lowers[max(0, i - 2) : i], *lowers[i + 1 : i + 2]}
    return bool(near & {"vs", "versus"})


def _word(tokens: Sequence[Token], lowers: Sequence[str], i: int) -> Mention | None:
    """`placebo`, `controls`, `usual care`: words that are arms in any document."""
    word = lowers[i]
    following = lowers[i + 1] if i + 1 < len(lowers) else ""
    grouped = following in _NOUNS
    if word in _TREATED and grouped and not tokens[i + 1].text.endswith("s"):
        return Mention("arm", word, i, i + 1, "arm-word", f"{tokens[i].text} {tokens[i + 1].text}")
    if word not in _ARM_WORDS:
        return None
    valued = i + 1 < len(tokens) and (tokens[i + 1].kind == "number" or following in (":", "="))
    if word == "control" and not (grouped or valued) and tokens[i].text.lower() != "controls":
        return None
    if word == "intervention" and not grouped:
        return None
    if following == "-" and lowers[i + 2 : i + 3] == ["controlled"]:
        return None
    last = i + grouped
    text = " ".join(t.text for t in tokens[i : last + 1])
    return Mention("arm", word, i, last, "arm-word", text)


def _merged(mentions: Sequence[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """Adjacent mentions joined by a plus or a hyphen are one arm: `ipilimumab + nivolumab`."""
    merged: list[Mention] = []
    for m in sorted(mentions, key=lambda m: m.first):
        previous = merged[-1] if merged else None
        if previous is not None and 1 <= m.first - previous.last <= 2 and (
            m.first == previous.last + 1
            or tokens[m.first - 1].norm.lower() in ("+", "plus", "/", "-")
        ):  # fmt: skip
            text = " ".join(t.text for t in tokens[previous.first : m.last + 1])
            merged[-1] = replace(previous, last=m.last, text=text, name=f"{previous.name} {m.name}")
        else:
            merged.append(m)
    return merged
