"""The endpoint, grade and time that the title of an outcome measure names.

A title is accepted only if every word in it is recognised. `Duration of remission` or `relapse in
high risk patients` mean something narrower than the endpoint in them and are left to a person.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.language import lexicon
from ingest.language.lexicon import CAUSES, DROPPED
from ingest.language.mentions import abbreviations
from ingest.language.times import grades, times
from ingest.language.tokens import Token, folded, tokenise, wordset
from ontology import vocabulary

EMPTY = wordset(
    "number percentage percent % proportion rate frequency incidence cumulative occurrence "
    "probability estimate estimated kaplan meier participant patient subject person "
    "individual all with who which that have has had having achieve achieving reach reached "
    "experience experiencing experienced develop developing developed in by at for from and any "
    "was were is are be median overall"
)
"""Folded words on how an endpoint was counted in all people, which do not narrow it."""
ESTIMATED = wordset("probability estimate estimated kaplan meier")

UNITS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
LASTED = re.compile(r"(?i)(?:at )?([0-9]+(?:\.[0-9]+)?)[ -](day|week|month|year)s?")
NAMED = re.compile(r"(?i)(?:at )?(day|week|month|year) ([0-9]+)")
SINCE = re.compile(
    r"(?i) (?:from|after|since|post) (?:the )?(?:start of (?:treatment|therapy|study)|"
    r"randomi[sz]ation|enrol+ment|registration|study entry|diagnosis|transplant(?:ation)?)\Z"
)


UNIT = re.compile(
    r"(?i)\s*\((?:in )?(?:days|weeks|months|years|%|percent|percentage|proportion|number)\)\Z"
)
"""A unit in brackets at the end of a title."""


@dataclass(frozen=True, slots=True)
class EndpointTitle:
    """The parts of a title; `estimated` and `cumulative` are words on the kind of value."""

    endpoint: str
    grade: str | None = None
    time: str | None = None
    estimated: bool = False
    cumulative: bool = False


@lru_cache(maxsize=4096)
def concept(text: str, scheme: str) -> str | None:
    """The notation of the one concept of a scheme that a whole text names, or None.

    >>> concept("Overall survival", "endpoint")
    'overall-survival'
    """
    known = lexicon.build()
    names = {name for kind, name in known.whole(folded(text)) if kind == scheme}
    names -= known.families
    return names.pop() if len(names) == 1 else None


@lru_cache(maxsize=4096)
def endpoint_title(title: str) -> EndpointTitle | None:
    """The endpoint, grade and time of a title; None if any word is not recognised."""
    if len(title) > 500:
        return None
    tokens = tokenise(UNIT.sub("", title))
    acronyms = abbreviations([tokens])
    taken = {i for i, t in enumerate(tokens) if t.norm in acronyms}  # (RFS) after its long form
    graded = [mention for mention in grades(tokens) if mention.scheme == "grade"]
    timed = list(times(tokens, lexicon.build()))
    for mention in graded:
        taken.update(_signs_before(tokens, mention.first))
    for mention in (*graded, *timed):
        taken.update(range(mention.first, mention.last + 1))
    rest = [
        "from" if t.norm in CAUSES else t.norm
        for i, t in enumerate(tokens)
        if i not in taken and t.norm not in DROPPED and (t.kind != "sign" or t.text in "≥≤<>=±+%")
    ]
    endpoint, counting_words = _endpoint(rest)
    grade, time = {mention.name for mention in graded}, {mention.name for mention in timed}
    if endpoint is None or len(grade) > 1 or len(time) > 1:
        return None
    return EndpointTitle(
        endpoint,
        next(iter(grade), None),
        next(iter(time), None),
        bool(counting_words & ESTIMATED),
        "cumulative" in counting_words or "cumulative incidence" in title.lower(),
    )


def _endpoint(words: list[str]) -> tuple[str | None, set[str]]:
    """The one endpoint that folded words name, and the words on how it was counted.

    None if they name no endpoint, several, a family or anything else.
    """
    known = lexicon.build()
    endpoints: set[str] = set()
    counting_words: set[str] = set()
    i = 0
    while i < len(words):
        length, meanings = known.at(words, i)
        names = {name for scheme, name in meanings if scheme == "endpoint"}
        if length and names:
            endpoints |= names
            i += length
        elif words[i].lower() in EMPTY:
            counting_words.add(words[i].lower())
            i += 1
        else:
            return None, counting_words
    if len(endpoints) != 1 or endpoints & known.families:
        return None, counting_words
    return endpoints.pop(), counting_words


def _signs_before(tokens: list[Token], first: int) -> range:
    """The `grade` and `≥` before a digit that `grades` yielded by itself."""
    start = first
    while start and (tokens[start - 1].norm.lower() == "grade" or tokens[start - 1].text in "≥≤"):
        start -= 1
    return range(start, first)


@lru_cache(maxsize=4096)
def time_point(text: str | None) -> str | None:
    """A point in time in the record's form; None for a span such as `up to 5 years`.

    >>> time_point("At 24 months from enrollment"), time_point("up to 5 years")
    ('24 months', None)
    """
    if not text or len(text) > 200:
        return None
    plain = SINCE.sub("", text.strip().rstrip("."))
    if match := LASTED.fullmatch(plain):
        amount, unit = match.groups()
    elif match := NAMED.fullmatch(plain):
        unit, amount = match.groups()
    else:
        return _relative(plain)
    return f"{amount} {UNITS[unit.lower()]}" if len(amount) <= 15 else None


def _relative(text: str) -> str | None:
    """`End of Block 1` as `end of block-1`, if the text says nothing else."""
    tokens = tokenise(text)
    words = [i for i, t in enumerate(tokens) if t.kind != "sign" and t.norm not in DROPPED]
    for mention in times(tokens, lexicon.build()):
        covered = set(range(mention.first, mention.last + 1))
        if mention.name.split(" ")[-1] in vocabulary.concepts()["phase"] and set(words) <= covered:
            return mention.name
    return None
