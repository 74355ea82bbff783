"""The design of the study that a paper reports, from what its title and its sentences say."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from ingest.extract import designs
from ingest.readers.document import Paper
from ontology.model import Allocation

_ALLOCATED = re.compile(
    r"(?i)\b(?:were|was)\s+(?:\w+ly\s+)?(?<!not )randomi[sz]ed\b"
    r"|(?<!non-)(?<!non)(?<!not )\brandomi[sz]ed\s+(?:\d[\d,]*\s+)?(?:\w+\s+){0,2}?to\b"
)
_OBSERVED = re.compile(r"(?i)\b(?:retrospective|observational|case[- ]control|case series)\b")
_IN_TITLE = re.compile(
    r"(?i)\b(?:retrospective|observational|case[- ]control|case series|population-based"
    r"|cohort study|registry study)\b"
)
_REVIEW = re.compile(r"(?i)\b(?:review|meta-analysis|pooled|guideline)\b")
_NEXT_VERB = re.compile(r"(?i)\s+and\s+(?=\w+ed\b|were\b|was\b|had\b|then\b)")
"""Where a sentence goes on with what else was done to people."""


def allocation(paper: Paper) -> Allocation | None:
    """How a paper's study allocated its people, by its title, else by its own sentences.

    None where nothing says so, and of a review of other studies.
    """
    title = paper.metadata.title or ""
    if _REVIEW.search(title):
        return None
    if (told := designs.allocation(title) or _observed(title, _IN_TITLE)) is not None:
        return told
    sentences = list(_own_sentences(paper))
    said: list[Allocation] = [one for one in map(designs.allocation, sentences) if one]
    if "randomised" in said or any(map(_ALLOCATED.search, sentences)):
        return "randomised"
    observed = (_observed(text, _OBSERVED) for text in sentences)
    return said[0] if said else next(filter(None, observed), None)


def strata(paper: Paper) -> tuple[str, ...]:
    """What a paper says that its patients were stratified by, in its own abstract or methods."""
    sentences = (_NEXT_VERB.sub("; ", text) for text in _own_sentences(paper))
    return tuple(dict.fromkeys(what for text in sentences for what in designs.stratified_by(text)))


def _observed(text: str, form: re.Pattern[str]) -> Literal["non-randomised"] | None:
    return "non-randomised" if form.search(text) else None


def _own_sentences(paper: Paper) -> Iterator[str]:
    """The sentences of the abstract, or of all of a short text, that cite no other work."""
    cited = {(p.paragraph, p.sentence) for p in paper.pointers}
    parts: Iterable[str] = {section.part for section in paper.sections}
    wanted = "abstract" if "abstract" in parts else "body"
    for section in paper.sections:
        for paragraph in section.paragraphs if section.part == wanted else ():
            for sentence in paragraph.sentences:
                if (paragraph.number, sentence.number) not in cited:
                    yield sentence.text
