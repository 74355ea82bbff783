"""The arms in a sentence: by the document's names, by words and drugs, by what stands alike."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.language.arm_names import (
    AGAINST,
    ARM_LEADS,
    LABEL,
    NOUNS,
    STEMS,
    ArmNames,
    Name,
    key,
    phrase,
)
from ingest.language.doubts import NO_DRUG
from ingest.language.mention import Mention
from ingest.language.tokens import Token
from ingest.language.words import words

_ARM_WORDS = words("arm_words")
_TREATED = frozenset(("treatment", "experimental"))
"""Words that with `group` name the arm that gets what is tried."""
_COUNTED = words("small_numbers")


def arms(tokens: Sequence[Token], known: Sequence[Mention], names: ArmNames) -> list[Mention]:
    """The arms in a sentence: the document's names, placebo and control, drugs, `the X arm`."""
    lowers = [key(t) for t in tokens]
    index = names.all()
    mentions: list[Mention] = []
    taken = {k for m in known if m.scheme in ("study",) for k in range(m.first, m.last + 1)}
    i = 0
    while i < len(tokens):
        mention = None
        if i not in taken and (tokens[i].kind == "word" or lowers[i] in index):
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
        if token.kind == "word" and i not in covered and len(word) > 6 and STEMS.fullmatch(word):
            mentions.append(Mention("arm", token.text, i, i, "proposed-drug", token.text,
                                    NO_DRUG))  # fmt: skip
    mentions += _added(tokens, lowers, mentions)
    mentions += _parallel(tokens, lowers, mentions)
    return sorted(_merged(mentions, tokens), key=lambda m: m.first)


def _added(
    tokens: Sequence[Token], lowers: Sequence[str], known: Sequence[Mention]
) -> list[Mention]:
    """What a treatment was added to others: `the addition of zelimab`."""
    covered = {k for m in known for k in range(m.first, m.last + 1)}
    found = []
    for i in range(len(lowers) - 2):
        if lowers[i : i + 2] == ["addition", "of"] and i + 2 not in covered:
            name = phrase(tokens, lowers, i + 2)
            last = i + 1 + len(name) + lowers[i + 2 : i + 2 + len(name)].count("-")
            if name and len(name) < 4:
                text = "".join(t.text for t in tokens[i + 2 : last + 1]) if len(name) == 1 else ""
                text = text or " ".join(t.text for t in tokens[i + 2 : last + 1])
                found.append(Mention("arm", " ".join(name), i + 2, last, "added-arm", text))
    return found


def _parallel(
    tokens: Sequence[Token], lowers: Sequence[str], known: Sequence[Mention]
) -> list[Mention]:
    """What stands where a known arm stands: `24% on zelimab as opposed to 33% on salt`.

    >>> from ingest.language.tokens import tokenise
    >>> tokens = tokenise("Pain was seen in 24% on zelimab as opposed to 33% on salt.")
    >>> known = [Mention("arm", "zelimab", 7, 7, "named-arm", "zelimab")]
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
            name = phrase(tokens, lowers, i + 1)
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
    return ARM_LEADS | {"of", "in"} if grouped else ARM_LEADS


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
            grouped = lowers[k : k + 1] and lowers[k] in NOUNS
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
    if noun not in NOUNS or tokens[m.first].text.lower() == noun:
        return []
    further: list[Mention] = []
    for k in range(m.last + 1, len(tokens)):
        if LABEL.fullmatch(tokens[k].text):
            known = (noun, lowers[k]) in index.get(noun, ())
            text = f"{noun} {tokens[k].text}"
            further += [Mention("arm", text.lower(), k, k, "named-arm", text)] if known else []
        elif lowers[k] not in AGAINST | {","}:
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
    grouped = following in NOUNS
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
