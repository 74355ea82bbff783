"""Which statements a document argues for: its conclusions.

A conclusion is known by where it stands (a section of conclusions, the last paragraph of a letter,
the end of an abstract) or by what it says (it sums up, or gives the authors' own view). Rules were
right more often here than a trained model was (docs/extraction.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.extract import cues
from ingest.extract.roles import ClassifiedSentence, Decision, StatementRule, sums_up

IN_SECTION = StatementRule("conclusion", "in-section", "it stands in a section of conclusions")
CLOSING = StatementRule("conclusion", "closing-paragraph", "a letter ends with what it argues for")
END_OF_ABSTRACT = StatementRule(
    "conclusion", "end-of-abstract", "an abstract without headings ends with its conclusion"
)
SUMS_UP = StatementRule("conclusion", "sums-up", "it opens with words that sum up")
VIEW = StatementRule("conclusion", "view", "it gives the authors' own view")
GOES_ON = StatementRule(
    "conclusion", "goes-on", "it goes on after a sentence that sums up, to the paragraph's end"
)
INFERS = StatementRule(
    "conclusion", "infers", "the last sentence of a paragraph draws an inference"
)

_CLOSING_SENTENCES = 5
"""A longer last paragraph closes with its last sentences only."""
_LAST_OF_LONG = 2
_ABSTRACT_SENTENCES = 4
"""The fewest sentences of a document of one paragraph whose last one concludes."""
_WORDS = 5
"""The fewest words of a conclusion."""
_WORDS_OF_ADVICE = 4
"""The same of advice, whose `should` makes it whole: `It should be stopped.`"""


def with_conclusions(statements: Sequence[ClassifiedSentence]) -> list[ClassifiedSentence]:
    """The statements, those that the document argues for marked as conclusions with the rule."""
    layout = _Layout.of(statements)
    return [_marked(statement, layout) for statement in statements]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a document may conclude: its last paragraph, and the ends of abstract and others."""

    sectioned: bool
    """Whether it has a section of conclusions."""
    closing: frozenset[str]
    """The statements that close it: its last paragraph, or the last of a long one."""
    ends: frozenset[str]
    """The last statement of each paragraph, by name."""
    abstract_end: str | None
    """The last statement of an abstract without headings."""
    going_on: frozenset[str]
    """The statements after one that sums up, in its paragraph."""

    @classmethod
    def of(cls, statements: Sequence[ClassifiedSentence]) -> "_Layout":
        said = [s for s in statements if not s.says_nothing]
        paragraphs: dict[int, list[ClassifiedSentence]] = {}
        for statement in said:
            paragraphs.setdefault(statement.paragraph, []).append(statement)
        sectioned = any(cues.heads(_section(s), "concluding_sections") for s in said)
        ends = frozenset(several[-1].name for several in paragraphs.values())
        closing = frozenset[str]() if sectioned else _closing(list(paragraphs.values()))
        going_on = frozenset(n for several in paragraphs.values() for n in _after_sum(several))
        return cls(sectioned, closing, ends, _abstract_end(list(paragraphs.values())), going_on)


def _after_sum(paragraph: Sequence[ClassifiedSentence]) -> list[str]:
    """The names of the statements after the first that opens with words of summing up."""
    sums = (n for n, s in enumerate(paragraph) if cues.opening(s.flat, "closing_words"))
    return [s.name for s in paragraph[next(sums, len(paragraph)) + 1 :]]


def _closing(paragraphs: Sequence[Sequence[ClassifiedSentence]]) -> frozenset[str]:
    if len(paragraphs) < 2:
        return frozenset()
    last = paragraphs[-1]
    kinds = ("method_sections", "result_sections")
    if any(cues.heads(_section(last[0]), kind) for kind in kinds):
        return frozenset()
    kept = last if len(last) <= _CLOSING_SENTENCES else last[-_LAST_OF_LONG:]
    return frozenset(s.name for s in kept)


def _abstract_end(paragraphs: Sequence[Sequence[ClassifiedSentence]]) -> str | None:
    if not paragraphs:
        return None
    first = paragraphs[0]
    alone = len(paragraphs) == 1 and len(first) >= _ABSTRACT_SENTENCES
    if not alone and not cues.heads(_section(first[0]), "summary_sections"):
        return None
    if len(paragraphs) > 1 and _section(paragraphs[1][0]) == _section(first[0]):
        return None
    last = first[-1]
    plans = cues.within(last.flat, "aims") or last.role == "method"
    return None if plans or last.measures else last.name


def _section(statement: ClassifiedSentence) -> str:
    return statement.parsed.sentence.section


def _marked(statement: ClassifiedSentence, layout: _Layout) -> ClassifiedSentence:
    decision = _concludes(statement, layout)
    if decision is None:
        return replace(statement, role="claim") if statement.role == "conclusion" else statement
    role = statement.role if statement.role == "recommendation" else "conclusion"
    decisions = (*statement.decisions, decision)
    return replace(statement, role=role, concludes=True, decisions=decisions)


def _concludes(statement: ClassifiedSentence, layout: _Layout) -> Decision | None:
    words = sum(t.kind == "word" for t in statement.parsed.tokens)
    fewest = _WORDS_OF_ADVICE if statement.role == "recommendation" else _WORDS
    if statement.modality == "question" or words < fewest or statement.says_nothing:
        return None
    if cues.heads(_section(statement), "concluding_sections"):
        return IN_SECTION.by()
    if statement.name == layout.abstract_end:
        return END_OF_ABSTRACT.by()
    if statement.role == "method":
        return None
    return _by_place(statement, layout) or _by_words(statement, layout)


def _by_place(statement: ClassifiedSentence, layout: _Layout) -> Decision | None:
    """The decision on a sentence of the closing paragraph: no value, no limits of the study."""
    if cues.within(statement.flat, "limits_of_study") or (
        statement.measures and statement.role != "recommendation"
    ):
        return None
    if statement.name in layout.closing:
        return CLOSING.by()
    return GOES_ON.by() if statement.name in layout.going_on else None


def _by_words(statement: ClassifiedSentence, layout: _Layout) -> Decision | None:
    flat = statement.flat
    if (cue := _own_view(flat)) is not None:
        return VIEW.by(cue)
    if statement.measures:
        return None
    if (cue := sums_up(flat)) is not None:
        return SUMS_UP.by(cue)
    inferred = cues.opening(flat, "inference")
    background = cues.heads(_section(statement), "introducing_sections")
    if inferred and not layout.sectioned and not background and statement.name in layout.ends:
        return INFERS.by(inferred)
    return None


def _own_view(flat: str) -> str | None:
    """The cue of a view that is not somebody else's.

    >>> _own_view(" we think that it helps ")
    'we think'
    >>> _own_view(" doe et al state that it can be considered a risk ")
    """
    return cues.undenied(flat, "views", "others_say")
