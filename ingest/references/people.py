"""Parses the author list at the start of a reference: persons and groups.

Names are printed as "Hogan LE", "Hogan, L. E.", "L. E. Hogan" or with given names in full; lists
mix the second and third forms. The list is parsed name by name from the left and ends where no
further name follows.
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
    rf"(?:(?:St|Ste)\.\s|[OÓ]\s)?{_PREFIX}?[{UPPER}]"
    rf"(?:{LETTER}|[{APOSTROPHE}{_HYPHEN}](?={LETTER}))+"
)
# A second word of a few capitals is initials, not a family name: "Smith AB II".
_FAMILY = (
    rf"(?!The\s)(?:{_PARTICLE}\s){{0,3}}{_NAME}"
    rf"(?:\s(?:{_PARTICLE}\s){{0,3}}(?![{UPPER}]{{1,4}}\b){_NAME}){{0,3}}"
)
_SUFFIX = r"(?:Jr|Sr|II|III|IV|2nd|3rd|4th)\b\.?"

# Initials: "AB", "J-P", "Ph", "A B"; "A.B.", "A. B.", "J.-P.".
_UNDOTTED = (
    rf"(?!(?:Jr|Sr|III|IV)\b)(?:[{UPPER}](?:\s[{UPPER}]){{1,3}}(?=[,;.])"
    rf"|[{UPPER}]{{1,4}}(?:[{_HYPHEN}](?:[{UPPER}]{{1,2}}|[a-z](?=[,;.]))|[{APOSTROPHE}][{UPPER}])?"
    rf"|[{UPPER}][a-z]{{1,2}}(?:[{_HYPHEN}]?[{UPPER}])?)(?!\w)"
)
_DOTTED = (
    rf"[{UPPER}][a-z]{{0,2}}\.(?:\s?[{_HYPHEN}]?\s?[{UPPER}][a-z]?\.){{0,4}}"
    rf"(?:\s?[{UPPER}](?=[,;]))?"
)
_HALF_DOTTED = rf"[{UPPER}]{{2,4}}\.(?=,|;|\s(?:{_AND}|&)\s)"
_NAME_END = rf"(?=\s?(?:[,;.:&(\[]|$)|\s{_AND}\s)"
_NO_PUNCTUATION = rf"(?=\s[{UPPER}\d\"“‘«])"

_FAMILY_FIRST = re.compile(
    rf"(?P<family>{_FAMILY})\s(?P<initials>{_DOTTED}|{_UNDOTTED})(?:,?\s{_SUFFIX})?"
    rf"(?:(?<=\.)|{_NAME_END}|(?P<unmarked>{_NO_PUNCTUATION}))"
)
_INVERTED = re.compile(
    rf"(?P<family>{_FAMILY})(?:\s{_SUFFIX})?,\s?"
    rf"(?P<initials>{_DOTTED}|{_HALF_DOTTED}|{_UNDOTTED}{_NAME_END})(?:,?\s{_SUFFIX})?"
    rf"(?:\s(?P<particle>(?:{_PARTICLE}\s?){{1,3}})(?=[,;.&(]|\sand\b|$))?"
)
_INITIALS_FIRST = re.compile(
    rf"(?P<initials>{_DOTTED})\s?(?:{_SUFFIX}\s)?(?P<family>{_FAMILY})"
    rf"(?:,?\s{_SUFFIX})?{_NAME_END}"
)

# In a list of other forms: "Y Li", and a person of one name, "Sukarno".
_UNDOTTED_FIRST = re.compile(
    rf"(?P<initials>[{UPPER}]{{1,2}}(?:[{_HYPHEN}][{UPPER}])?)\s(?P<family>{_FAMILY})"
    rf"(?:,?\s{_SUFFIX})?{_NAME_END}"
)
_ONE_NAME = re.compile(rf"(?P<family>{_NAME})(?=[,;]\s)")

# Given names in full: "Smith, Jane A." and "Jane A. Smith".
_GIVEN = rf"{_NAME}(?:\s(?:{_NAME}|[{UPPER}]\b\.?)){{0,2}}"
_GIVEN_NAMES_INVERTED = re.compile(
    rf"(?P<family>{_FAMILY}),\s(?P<given>{_GIVEN})"
    rf"(?=\.?\s?\(?{YEAR}|\.\s[\"“]|,\s[\"“]|,?\s(?:and|&)\s{_GIVEN}|,\set al|;"
    rf"|,\s{_GIVEN},\s(?:and|&)\s|,?\s\((?:eds?|[Ee]ditors?)\b)"
)
_GIVEN_NAMES_FIRST = re.compile(
    rf"(?P<given>(?:{_NAME}|[{UPPER}]\.)(?:\s(?:{_NAME}|[{UPPER}]\b\.?)){{0,2}})\s"
    rf"(?P<family>(?:{_PARTICLE}\s){{0,3}}{_NAME})(?:,?\s{_SUFFIX})?{_NAME_END}"
)
_AFTER_GIVEN_NAMES = re.compile(
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

_GROUP_WORD = re.compile(
    r"\b(?:Groups?|Consorti(?:um|a)|Investigators|Collaborat(?:ion|ive|ors)|Committee|Network|Team"
    r"|Trialists|Society|Association|Organi[sz]ation|Federation|Council|Institutes?|Agency"
    r"|Department|Ministry|Commission|Foundation|Panel|Board|Task Force|Cent(?:er|re)s?|College"
    r"|Academy|Administration|Authority|University|Office|Service|Programme|Initiative|Union"
    r"|Authors?|Writing|Experts?|Bank)\b"
)
_GROUP_LINK = re.compile(
    r"\s?[,;:]?\s?(?:(?:and|on behalf of|for|from|representing|by|as)\s)*(?:(?:the|of)\s)*", re.I
)
_GROUP_END = re.compile(rf"\.(?=\s|$)|\s?\({YEAR}|:\s|;\s")
_WITHIN_LIST = re.compile(r"[,;]\s(?:(?:and|&)\s)?")
_DIGIT = re.compile(r"\d")
_DATED = re.compile(rf"\.?,?\s?\(?{YEAR}")
_FUNCTION_WORDS = frozenset(
    (
        "of", "for", "the", "and", "in", "on", "de", "la", "et", "to", "&", "a", "an", "with",
        "at", "des", "du", "für", "und",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuthorList:
    """The parsed persons and groups; `end` is the offset in the text after the last of them."""

    people: tuple[Person, ...] = ()
    collective: tuple[str, ...] = ()
    etal: bool = False
    end: int = 0
    rule: str = ""


def read(text: str) -> AuthorList:
    """The author list at the start of `text`; `end` is before the punctuation that follows it.

    >>> read("Doe AB, Roe C, et al. A trial.").people
    (Person(family='Doe', initials='AB'), Person(family='Roe', initials='C'))
    """
    authors = _with_groups_inside(text, _with_initials(text))
    if not authors.people:
        authors = _with_given_names(text)
    if not authors.people and (match := _FAMILY_ET_AL.match(text)):
        person = Person(match["family"])
        authors = AuthorList((person,), (), True, match.end(), "family name alone, et al")
    if not authors.people:
        return _group_alone(text)
    return _with_group(text, authors)


def editors(text: str) -> AuthorList:
    """The editors at the start of `text`, empty without any; `end` is after "editors"."""
    editor_list = _with_initials(text)
    if not editor_list.people and (match := _GIVEN_NAMES_FIRST.match(text)):
        editor_list = AuthorList((_person_from_given_names(match),), end=match.end())
    label = _EDITORS.match(text, editor_list.end)
    return replace(editor_list, end=label.end()) if editor_list.people and label else AuthorList()


def _with_initials(text: str) -> AuthorList:
    """The names with initials at the start of `text`."""
    people: list[Person] = []
    rules: set[str] = set()
    position = end = 0
    has_et_al = False
    while parsed := _next_name(text, position) or _next_odd_name(text, position, people):
        person, end, rule = parsed
        people.append(person)
        rules.add(rule)
        if degree := _DEGREE.match(text, end):
            end = degree.end()
        if et_al := _ET_AL.match(text, end):
            has_et_al, end = True, et_al.end()
            break
        separator = _ELLIPSIS.match(text, end) or _SEPARATOR.match(text, end)
        if separator is None:
            break
        position = separator.end()
    return AuthorList(tuple(people), (), has_et_al, end, " / ".join(sorted(rules)))


def _next_name(text: str, position: int) -> tuple[Person, int, str] | None:
    """The next name with initials: the person, the offset of its end, and its form."""
    if match := _INVERTED.match(text, position):
        particle = (match["particle"] or "").strip()
        family = f"{particle} {match['family']}" if particle else match["family"]
        return _person(match, family), match.end(), "family name, comma, initials"
    match = _INITIALS_FIRST.match(text, position)
    # "J. Appl. Phys." is not a person J. Appl.
    is_journal = (
        match and text.startswith(".", match.end()) and match["family"].lower() in JOURNAL_WORDS
    )
    if match and not is_journal:
        return _person(match, match["family"]), match.end(), "initials, family name"
    if match := _FAMILY_FIRST.match(text, position):
        qualifier = "" if match["unmarked"] is None else ", no mark after"
        return _person(match, match["family"]), match.end(), f"family name, initials{qualifier}"
    return None


def _next_odd_name(
    text: str, position: int, people: list[Person]
) -> tuple[Person, int, str] | None:
    """A name whose form is only sure within a list of other names: "Y Li", "Sukarno"."""
    if match := _UNDOTTED_FIRST.match(text, position):
        separator = _SEPARATOR.match(text, match.end())
        in_list = separator is not None and (
            _next_name(text, separator.end()) or _UNDOTTED_FIRST.match(text, separator.end())
        )
        if people or in_list:
            return _person(match, match["family"]), match.end(), "undotted initials, family name"
    match = _ONE_NAME.match(text, position) if people else None
    separator = _SEPARATOR.match(text, match.end()) if match else None
    if match and separator and _next_name(text, separator.end()):
        return Person(match["family"]), match.end(), "one name"
    return None


def _person(match: re.Match[str], family: str) -> Person:
    return Person(family, re.sub(r"[\s.\-\u2010-\u2013]", "", match["initials"]))


def _with_given_names(text: str) -> AuthorList:
    """The names with given names in full: "Doe, Jane, and John Roe." or "Jane Doe, John Roe."."""
    people: list[Person] = []
    rule = "given name, family name"
    end = position = 0
    while position >= 0:
        match = (
            _GIVEN_NAMES_INVERTED.match(text, position)
            if not end or ";" in text[end:position]
            else None
        )
        if match and not people:
            rule = "family name, comma, given name"
        match = match or _GIVEN_NAMES_FIRST.match(text, position)
        if match is None or _GROUP_WORD.search(match[0]):
            break
        people.append(_person_from_given_names(match))
        end = match.end()
        separator = _SEPARATOR.match(text, end)
        position = separator.end() if separator else -1
    if not people:
        return AuthorList()
    et_al = _ET_AL.match(text, end)
    is_list = len(people) > 1 and text[end : end + 1] in (".", ":")
    if not (et_al or is_list or _AFTER_GIVEN_NAMES.match(text, end)):
        return AuthorList()
    return AuthorList(tuple(people), (), bool(et_al), et_al.end() if et_al else end, rule)


def _person_from_given_names(match: re.Match[str]) -> Person:
    initials = "".join(name[0] for name in re.findall(rf"{LETTER}+", match["given"]))
    return Person(match["family"], initials)


def _with_groups_inside(text: str, authors: AuthorList) -> AuthorList:
    """`authors` with the groups among them: before the first person, or between two."""
    while not authors.etal:
        link = _GROUP_LINK.match(text, authors.end)
        if link is None or (authors.end and not link[0].strip()):
            return authors
        group_end = _WITHIN_LIST.search(text, link.end(), link.end() + 150)
        name = text[link.end() : group_end.start()] if group_end else ""
        if not group_end or not _GROUP_WORD.search(name) or _unlikely_words(name):
            return authors
        others = _with_initials(text[group_end.end() :])
        if not others.people:
            return authors
        authors = AuthorList(
            (*authors.people, *others.people),
            (*authors.collective, name),
            others.etal,
            group_end.end() + others.end,
            "group among persons",
        )
    return authors


def _with_group(text: str, authors: AuthorList) -> AuthorList:
    """`authors` with the group that follows the persons: "; for the Example Study Group."."""
    link = _GROUP_LINK.match(text, authors.end)
    if link is None or not link[0].strip():
        return authors
    group_end = _group_end(text, link.end())
    name = text[link.end() : group_end]
    allowed = 1 if re.search(r";|\w", link[0]) else 0
    if not _GROUP_WORD.search(name.title()) or _unlikely_words(name) > allowed:
        return authors
    et_al = _ET_AL.match(text, group_end)
    end, etal = (et_al.end(), True) if et_al else (group_end, authors.etal)
    return replace(authors, collective=(*authors.collective, name), etal=etal, end=end)


def _group_alone(text: str) -> AuthorList:
    """A group as the only author: the first sentence, if enough text for a title follows."""
    group_end = _group_end(text, 0)
    name, remainder = text[:group_end], text[group_end + 1 :]
    year_follows = _DATED.match(text, group_end)
    looks_like_group = _GROUP_WORD.search(name) or re.fullmatch(rf"[{UPPER}]{{2,8}}", name)
    if not looks_like_group or len(name.split()) > 16 or _unlikely_words(name):
        return AuthorList()
    punctuated = text[group_end : group_end + 1] in (".", ":")
    is_title = len(remainder.split()) > (
        1 if _is_body(name) and not _DIGIT.search(remainder) else 3
    )
    title_follows = punctuated and (re.search(r"[.?!]\s", remainder) or is_title)
    if not (year_follows or title_follows):
        return AuthorList()
    return AuthorList((), (name,), False, group_end, "a body before the title")


def _is_body(name: str) -> bool:
    """Whether a name is that of a body, all in capitals: World Health Organization."""
    return bool(_GROUP_WORD.search(name)) and len(name.split()) > 1


def _group_end(text: str, start: int) -> int:
    match = _GROUP_END.search(text, start, start + 300)
    return match.start() if match else len(text)


def _unlikely_words(name: str) -> int:
    """The number of lower-case words that the name of a group would not contain."""
    return sum(
        word[:1].islower()
        and word not in _FUNCTION_WORDS
        and not _GROUP_WORD.fullmatch(word.title())
        for word in name.split()
    )
