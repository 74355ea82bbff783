"""The people and bodies at the head of a reference.

Names come as "Hogan LE", "Hogan, L. E.", "L. E. Hogan" and in full; lists mix the second and the
third. A list is read name by name from the left and ends where no name follows.
"""

import re
from dataclasses import dataclass, replace

from ingest.references.letters import APOSTROPHE, JOURNAL_WORDS, LETTER, UPPER, YEAR
from ingest.references.model import Person

_HYPHEN = r"\-\u2010\u2011\u2013"
_AND = r"(?:and|und|et|y)"
_PARTICLE = (
    r"(?:van|von|vom|der|den|de|del|della|delle|dei|degli|di|da|dal|dos|das|do|du|des|la|le|les|lo"
    rf"|ter|ten|te|tot|zu|zum|zur|af|av|bin|ibn|ben|bint|al|el|in|op|e|y|i|[{APOSTROPHE}]t)"
)
_PREFIX = (
    rf"(?:[dlDLO][{APOSTROPHE}]|(?:al|el|ul|Al|El)[{_HYPHEN}]"
    rf"|(?:de|di|da|du|la|le|van|von|mac)(?=[{UPPER}]))"
)
_NAME = (
    rf"(?:(?:St|Ste)\.\s)?{_PREFIX}?[{UPPER}]"
    rf"(?:{LETTER}|[{APOSTROPHE}{_HYPHEN}](?={LETTER}))+"
)
# A second word of a few capitals is no name but initials: "Smith AB II".
_FAMILY = (
    rf"(?:{_PARTICLE}\s){{0,3}}{_NAME}"
    rf"(?:\s(?:{_PARTICLE}\s){{0,3}}(?![{UPPER}]{{1,4}}\b){_NAME}){{0,3}}"
)
_SUFFIX = r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\b\.?"

# Initials: "AB", "J-P", "Ph", "A B"; "A.B.", "A. B.", "J.-P.".
_PLAIN = (
    rf"(?!(?:Jr|Sr|III|IV)\b)(?:[{UPPER}](?:\s[{UPPER}]){{1,3}}(?=[,;.])"
    rf"|[{UPPER}]{{1,4}}(?:[{_HYPHEN}][{UPPER}]{{1,2}})?"
    rf"|[{UPPER}][a-z]{{1,2}}(?:[{_HYPHEN}]?[{UPPER}])?)(?!\w)"
)
_DOTTED = (
    rf"[{UPPER}][a-z]{{0,2}}\.(?:\s?[{_HYPHEN}]?\s?[{UPPER}][a-z]?\.){{0,4}}"
    rf"(?:\s?[{UPPER}](?=[,;]))?"
)
_HALF_DOTTED = rf"[{UPPER}]{{2,4}}\.(?=,|;|\s(?:{_AND}|&)\s)"
_END = rf"(?=\s?(?:[,;.:&(\[]|$)|\s{_AND}\s)"
_UNMARKED = rf"(?=\s[{UPPER}\d\"“‘«])"

_FAMILY_FIRST = re.compile(
    rf"(?P<family>{_FAMILY})\s(?P<initials>{_DOTTED}|{_PLAIN})(?:,?\s{_SUFFIX})?"
    rf"(?:(?<=\.)|{_END}|(?P<unmarked>{_UNMARKED}))"
)
_INVERTED = re.compile(
    rf"(?P<family>{_FAMILY})(?:\s{_SUFFIX})?,\s?"
    rf"(?P<initials>{_DOTTED}|{_HALF_DOTTED}|{_PLAIN}{_END})(?:,?\s{_SUFFIX})?"
    rf"(?:\s(?P<particle>(?:{_PARTICLE}\s?){{1,3}})(?=[,;.&(]|\sand\b|$))?"
)
_INITIALS_FIRST = re.compile(
    rf"(?P<initials>{_DOTTED})\s?(?:{_SUFFIX}\s)?(?P<family>{_FAMILY})"
    rf"(?:,?\s{_SUFFIX})?{_END}"
)

# Given names in full: "Smith, Jane A." and "Jane A. Smith".
_GIVEN = rf"{_NAME}(?:\s(?:{_NAME}|[{UPPER}]\b\.?)){{0,2}}"
_FULL_INVERTED = re.compile(
    rf"(?P<family>{_FAMILY}),\s(?P<given>{_GIVEN})"
    rf"(?=\.?\s?\(?{YEAR}|\.\s[\"“]|,\s[\"“]|,?\s(?:and|&)\s{_GIVEN}|,\set al|;"
    rf"|,\s{_GIVEN},\s(?:and|&)\s|,?\s\((?:eds?|[Ee]ditors?)\b)"
)
_FULL = re.compile(
    rf"(?P<given>(?:{_NAME}|[{UPPER}]\.)(?:\s(?:{_NAME}|[{UPPER}]\b\.?)){{0,2}})\s"
    rf"(?P<family>(?:{_PARTICLE}\s){{0,3}}{_NAME})(?:,?\s{_SUFFIX})?{_END}"
)
_AFTER_FULL = re.compile(
    rf"\s?(?:\.?\s?\(?{YEAR}|[.,]{{0,2}}\s?[\"“]|,?\s?\((?:eds?|[Ee]ditors?)\b)"
)

_ET_AL = re.compile(
    r"\s?[,;.]?\s?(?:(?:and|&)\s)?[\[(]?"
    r"(?:[Ee]t[.\s]\s?[Aa]l\b\.?|and (?:others|colleagues)\b|u\.\s?a\.)[\])]?"
)
_FAMILY_ET_AL = re.compile(rf"(?P<family>{_FAMILY})(?:{_ET_AL.pattern})")
_SEPARATOR = re.compile(rf"\s?[,;]\s?(?:{_AND}\s|&\s?)?|\s{_AND}\s|\s?&\s?")
_ELLIPSIS = re.compile(r",?\s?…,?\s?(?:&\s)?")
_DEGREE = re.compile(r",\s(?:MD|PhD|MSc|MPH|MBBS|RN|DPhil|FRCP|DSc)\b\.?")
_EDITORS = re.compile(r",?\s?[(\[]?(?:editors?|eds?)\b\.?[)\]]?[.,:]?\s?", re.I)

_BODY = re.compile(
    r"\b(?:Groups?|Consorti(?:um|a)|Investigators|Collaborat(?:ion|ive|ors)|Committee|Network|Team"
    r"|Trialists|Society|Association|Organi[sz]ation|Federation|Council|Institutes?|Agency"
    r"|Department|Ministry|Commission|Foundation|Panel|Board|Task Force|Cent(?:er|re)s?|College"
    r"|Academy|Administration|Authority|University|Office|Service|Programme|Initiative|Union"
    r"|Authors?|Writing|Experts?|Bank)\b"
)
_BODY_LINK = re.compile(
    r"\s?[,;:]?\s?(?:(?:and|on behalf of|for|from|representing|by|as)\s)*(?:(?:the|of)\s)*", re.I
)
_BODY_STOP = re.compile(rf"\.(?=\s|$)|\s?\({YEAR}|:\s|;\s")
_DATED = re.compile(rf"\.?,?\s?\(?{YEAR}")
_SMALL = frozenset(
    (
        "of", "for", "the", "and", "in", "on", "de", "la", "et", "to", "&", "a", "an", "with",
        "at", "des", "du", "für", "und",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """The people found, and where in the text they end."""

    people: tuple[Person, ...] = ()
    collective: tuple[str, ...] = ()
    etal: bool = False
    end: int = 0
    rule: str = ""


def read(text: str) -> Heading:
    """The authors at the start of `text`; `end` is where the rest begins, with its punctuation."""
    heading = _listed(text)
    if not heading.people:
        heading = _in_full(text)
    if not heading.people and (found := _FAMILY_ET_AL.match(text)):
        person = Person(found["family"])
        heading = Heading((person,), (), True, found.end(), "family name alone, et al")
    if not heading.people:
        return _body_alone(text)
    return _with_body(text, heading)


def editors(text: str) -> Heading:
    """The editors at the start of `text`, if it names any; `end` is after "editors"."""
    heading = _listed(text)
    if not heading.people and (found := _FULL.match(text)):
        heading = Heading((_from_given(found),), end=found.end())
    mark = _EDITORS.match(text, heading.end)
    return replace(heading, end=mark.end()) if heading.people and mark else Heading()


def _listed(text: str) -> Heading:
    """Names with initials, one after another."""
    people: list[Person] = []
    rules: set[str] = set()
    position = end = 0
    etal = False
    while made := _one(text, position):
        person, end, rule = made
        people.append(person)
        rules.add(rule)
        if degree := _DEGREE.match(text, end):
            end = degree.end()
        if more := _ET_AL.match(text, end):
            etal, end = True, more.end()
            break
        follows = _ELLIPSIS.match(text, end) or _SEPARATOR.match(text, end)
        if follows is None:
            break
        position = follows.end()
    return Heading(tuple(people), (), etal, end, " / ".join(sorted(rules)))


def _one(text: str, position: int) -> tuple[Person, int, str] | None:
    """One name with initials: the person, where the name ends, and the form it has."""
    if found := _INVERTED.match(text, position):
        particle = (found["particle"] or "").strip()
        family = f"{particle} {found['family']}" if particle else found["family"]
        return _person(found, family), found.end(), "family name, comma, initials"
    found = _INITIALS_FIRST.match(text, position)
    # "J. Appl. Phys." is no J. Appl.
    appl = found and text.startswith(".", found.end()) and found["family"].lower() in JOURNAL_WORDS
    if found and not appl:
        return _person(found, found["family"]), found.end(), "initials, family name"
    if found := _FAMILY_FIRST.match(text, position):
        mark = "" if found["unmarked"] is None else ", no mark after"
        return _person(found, found["family"]), found.end(), f"family name, initials{mark}"
    return None


def _person(found: re.Match[str], family: str) -> Person:
    return Person(family, re.sub(r"[\s.\-\u2010-\u2013]", "", found["initials"]))


def _in_full(text: str) -> Heading:
    """Given names in full: "Doe, Jane, and John Roe." or "Jane Doe, John Roe."."""
    people: list[Person] = []
    rule = "given name, family name"
    end = position = 0
    while position >= 0:
        found = (
            _FULL_INVERTED.match(text, position) if not end or ";" in text[end:position] else None
        )
        if found and not people:
            rule = "family name, comma, given name"
        found = found or _FULL.match(text, position)
        if found is None or _BODY.search(found[0]):
            break
        people.append(_from_given(found))
        end = found.end()
        follows = _SEPARATOR.match(text, end)
        position = follows.end() if follows else -1
    if not people:
        return Heading()
    more = _ET_AL.match(text, end)
    listed = len(people) > 1 and text[end : end + 1] in (".", ":")
    if not (more or listed or _AFTER_FULL.match(text, end)):
        return Heading()
    return Heading(tuple(people), (), bool(more), more.end() if more else end, rule)


def _from_given(found: re.Match[str]) -> Person:
    initials = "".join(name[0] for name in re.findall(rf"{LETTER}+", found["given"]))
    return Person(found["family"], initials)


def _with_body(text: str, heading: Heading) -> Heading:
    """`heading` with the group after the people: "; for the Example Study Group."."""
    link = _BODY_LINK.match(text, heading.end)
    if link is None or not link[0].strip():
        return heading
    stop = _stop(text, link.end())
    name = text[link.end() : stop]
    allowed = 1 if re.search(r";|\w", link[0]) else 0
    if not _BODY.search(name.title()) or _untitled_words(name) > allowed:
        return heading
    more = _ET_AL.match(text, stop)
    end, etal = (more.end(), True) if more else (stop, heading.etal)
    return replace(heading, collective=(name,), etal=etal, end=end)


def _body_alone(text: str) -> Heading:
    """A body in place of an author: the first sentence, where enough follows to be a title."""
    stop = _stop(text, 0)
    name, rest = text[:stop], text[stop + 1 :]
    dated = _DATED.match(text, stop)
    named = _BODY.search(name) or re.fullmatch(rf"[{UPPER}]{{2,8}}", name)
    if not named or len(name.split()) > 16 or _untitled_words(name):
        return Heading()
    ended = text[stop : stop + 1] in (".", ":")
    titled = ended and (re.search(r"[.?!]\s", rest) or len(rest.split()) > 3)
    if not (dated or titled):
        return Heading()
    return Heading((), (name,), False, stop, "a body before the title")


def _stop(text: str, start: int) -> int:
    found = _BODY_STOP.search(text, start, start + 300)
    return found.start() if found else len(text)


def _untitled_words(name: str) -> int:
    """How many words in lower case there are that a body's name would not have."""
    return sum(
        word[:1].islower() and word not in _SMALL and not _BODY.fullmatch(word.title())
        for word in name.split()
    )
