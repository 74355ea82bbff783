"""The design of the study that a paper reports, from what its title and its sentences say."""

import re
from collections.abc import Iterable, Iterator

from ingest.extract.designs import stratified_by
from ingest.readers.document import Paper
from ontology.model import Allocation

_DENIED = r"(?<!non-)(?<!non)(?<!not )"
_RANDOMISED = re.compile(rf"(?i)\b{_DENIED}randomi[sz]ed\b")
_ALLOCATED = re.compile(
    rf"(?i)\b(?:were|was)\s+(?:\w+ly\s+)?{_DENIED}(?:randomi[sz]ed|randomly\s+(?:assigned|allocated))"
    rf"|\b{_DENIED}randomi[sz]ed\s+(?:\d[\d,]*\s+)?(?:\w+\s+){{0,2}}?to\b"
)
_SINGLE = re.compile(r"(?i)\bsingle[- ](?:arm|group)\b|\bone[- ]arm\b")
_OBSERVED = re.compile(r"(?i)\b(?:retrospective|observational|case[- ]control|case series)\b")
_NEXT_VERB = re.compile(r"(?i)\s+and\s+(?=\w+ed\b|were\b|was\b|had\b|then\b)")
"""Where a sentence goes on with what else was done to people."""
_COHORT = re.compile(r"(?i)\b(?:population-based|cohort study|registry study)\b")


def allocation(paper: Paper) -> Allocation | None:
    """How a paper's study allocated its people, by its title, else by its own sentences.

    None where nothing says so, and of a review of other studies.
    """
    title = paper.metadata.title or ""
    if re.search(r"(?i)\b(?:review|meta-analysis|pooled|guideline)\b", title):
        return None
    if (told := _in_title(title)) is not None:
        return told
    sentences = list(_own_sentences(paper))
    if any(_ALLOCATED.search(text) for text in sentences):
        return "randomised"
    if any(_SINGLE.search(text) for text in sentences):
        return "single-arm"
    return "non-randomised" if any(_OBSERVED.search(text) for text in sentences) else None


def strata(paper: Paper) -> tuple[str, ...]:
    """What a paper says that its patients were stratified by, in its own abstract or methods."""
    sentences = (_NEXT_VERB.sub("; ", text) for text in _own_sentences(paper))
    return tuple(dict.fromkeys(what for text in sentences for what in stratified_by(text)))


def _in_title(title: str) -> Allocation | None:
    if _RANDOMISED.search(title):
        return "randomised"
    if _SINGLE.search(title):
        return "single-arm"
    return "non-randomised" if _OBSERVED.search(title) or _COHORT.search(title) else None


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
