"""Names of studies that no record has: registry numbers, codes, capitals used as a trial's name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ingest.language.doubts import NO_RECORD
from ingest.language.mention import Mention, slug
from ingest.language.tokens import Token
from ingest.language.words import words

_REGISTRY = re.compile(
    r"NCT\d{8}|IS(?:RC|CR)TN\d{8}|ACTRN\d{14}|ChiCTR[\w-]{6,20}|UMIN\d{9}|IRCT\w{8,20}"
    r"|CTRI\w{4,20}|DRKS\d{8}"
)


def registered(studies: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The studies by those of their names that are registry numbers."""
    return {
        name.replace(" ", ""): slug_
        for slug_, names in studies.items()
        for name in names
        if _REGISTRY.fullmatch(name.replace(" ", ""))
    }


def registrations(tokens: Sequence[Token]) -> Iterable[Mention]:
    """Registry numbers; a misspelt ISRCTN is corrected, with a doubt."""
    for i, token in enumerate(tokens):
        text = token.text
        last = i
        if text in ("ISRCTN", "ISCRTN", "NCT") and i + 1 < len(tokens):
            if tokens[i + 1].kind == "number":
                text, last = text + tokens[i + 1].text, i + 1
        if _REGISTRY.fullmatch(text):
            wrong = text.startswith("ISCRTN")
            doubt = f"{text} is read as ISRCTN{text[6:]}" if wrong else None
            name = f"ISRCTN{text[6:]}" if wrong else text
            yield Mention("registration", name, i, last, "registry-number", text, doubt)


_CODE = re.compile(r"(?=[A-Za-z0-9]{0,5}[A-Z]{2})[A-Z][A-Za-z]{1,9}[0-9]{2,5}[A-Z]?[0-9]{0,3}")
_CAPITALS = re.compile(r"(?=(?:.*[A-Z]){3})[A-Za-z]{4,}(?:-?\d{1,5}|-[A-Z]{1,6})?")
_NO_TRIAL = re.compile(
    r"(CD|IL|HLA|COVID|SARS|BCL|TP|GRCH|ICD|SF|EQ|PHQ|GHQ|BDI|FEV|VO|IFN|HB|HCC|HEP)[0-9A]+.*", re.I
)
_TRIAL_WORDS = frozenset(["trial", "study", "protocol", "registry", "investigator"])
_TURNS = (",", ";", "whereas", "while", "and", "but")
_DOES = words("trial_verbs")
_BETTER = words("better_or_worse")
_ILL = words("before_diseases")


def study_names(
    sentences: Iterable[Sequence[Token]], acronyms: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The names that a document uses as those of studies, by their form and by what stands around.

    Acronyms that the document spells out, plural "studies" and diseases are no studies.

    >>> from ingest.language.tokens import tokenise
    >>> text = "In the ROWAN trial and in COPD studies the rates fell."
    >>> study_names([tokenise(text)], {})
    frozenset({'ROWAN'})
    """
    named: Counter[str] = Counter()
    for tokens in sentences:
        for i in range(len(tokens)):
            text, last = _name_at(tokens, i)
            if not text or (text in acronyms and not _TRIAL_WORDS & set(acronyms[text])):
                continue
            if _called_trial(tokens, i, last):
                named[text] += 3
            elif _is_treatment(tokens, i, last):
                named[text] -= 3
            elif _lower(tokens, i - 1) in _ILL or _of_disease(tokens, last + 1):
                named[text] -= 1
            elif _acts(tokens, i, last):
                named[text] += 1
    return frozenset(name for name, votes in named.items() if votes > 0)


def _lower(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].norm.lower() if 0 <= i < len(tokens) else ""


def _name_at(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """A word at `i` with the form of a trial's name, with its number, and its last token."""
    if tokens[i].kind != "word":
        return "", i
    last = i + 2 if _hyphenated(tokens, i) else i
    text = "".join(t.text for t in tokens[i : last + 1])
    formed = _CODE.fullmatch(text) or _CAPITALS.fullmatch(text)
    return (text, last) if formed and not _NO_TRIAL.fullmatch(text) else ("", i)


def _called_trial(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether `trial` or `study` stands with a name: `the ROWAN trial`, `their trial, ROWAN,`."""
    after = last + 1
    while _lower(tokens, after) in ("(", "[") or (
        after < len(tokens) and tokens[after].kind == "number" and after < last + 4
    ):
        after += 1
    following = tokens[after].text.lower() if after < len(tokens) else ""
    before = _lower(tokens, i - 1) in (",", "(", "called", "named", "-")
    return following in _TRIAL_WORDS or (before and _lower(tokens, i - 2) in _TRIAL_WORDS)


def _of_disease(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word after a name makes it a disease's: `COPD patients`, `COPD studies`."""
    plural = i < len(tokens) and tokens[i].text.lower() in ("studies", "trials")
    return plural or _lower(tokens, i) == "patient"


def _acts(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether a name does what trials do: `ROWAN randomised …`, `In ROWAN, …`, `(ROWAN [4])`."""
    if _lower(tokens, last + 1) in _DOES:
        return True
    return _lower(tokens, i - 1) == "in" and (i == 1 or _lower(tokens, i - 2) in _TURNS)


def _is_treatment(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether a name is of what people got: `the LZT group`, `LZT versus`, `LZT was superior`."""
    after = _lower(tokens, last + 1)
    if after in ("group", "arm", "recipient", "vs", "versus"):
        return True
    if _lower(tokens, i - 1) in ("vs", "versus", "receive", "received", "underwent", "undergo"):
        return True
    return after in ("was", "is", "were") and bool(
        _BETTER & {_lower(tokens, k) for k in range(last + 2, last + 4)}
    )


def _hyphenated(tokens: Sequence[Token], i: int) -> bool:
    """Whether a hyphen and a number directly follow a word, as in `ROWAN-1`."""
    return (
        i + 2 < len(tokens)
        and tokens[i + 1].norm == "-"
        and (tokens[i + 2].kind == "number" or tokens[i + 2].text.isupper())
        and tokens[i].end == tokens[i + 1].start
        and tokens[i + 1].end == tokens[i + 2].start
    )


def proposed_studies(
    tokens: Sequence[Token], known: Sequence[Mention], names: frozenset[str]
) -> list[Mention]:
    """Mentions of the document's study `names` that no record has."""
    taken = {
        k
        for m in known
        if m.scheme in ("study", "registration")
        for k in range(m.first, m.last + 1)
    }
    proposed = []
    for i in range(len(tokens)):
        text, last = _name_at(tokens, i) if i not in taken else ("", i)
        if text in names and text:
            proposed.append(Mention("study", slug(text), i, last, "proposed-study", text,
                                    NO_RECORD))  # fmt: skip
    return proposed
