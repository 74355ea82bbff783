"""Where a statement stands and what it says, as the features of the model of conclusions.

A feature is there or not, and its name says what it is, so that the weights in
`conclusion_weights.toml` can be read. A document has one or two parts: an abstract and a body.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.extract import cues
from ingest.extract.roles import ClassifiedSentence, draws_on, sums_up
from ingest.language import strength

_SHORT_PARAGRAPH = 5
"""A longer last paragraph closes with its last sentences only."""
_LAST_OF_LONG = 2
_WHOLE_TEXT = 4
"""The fewest sentences of a single paragraph that is a whole text and comes to an end."""
_WITHIN = (
    "against", "background", "better_word", "compares", "favour", "future", "limits",
    "method", "negations", "null_result", "worse_word",
)  # fmt: skip
"""The lists of cues of which each is a feature, where a statement has one of them."""

_HEADINGS = (
    ("summary_sections", "in an abstract"), ("introducing_sections", "in an introduction"),
    ("result_sections", "in the results"), ("method_sections", "in the methods"),
)  # fmt: skip
_STRONG: tuple[strength.Strength, ...] = ("certain", "emphatic", "universal", "causal")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a statement stands in its document."""

    statement: ClassifiedSentence
    part: int
    """0 for the abstract (or the whole of a document without one), 1 for the body."""
    before: tuple[ClassifiedSentence, ...]
    """The statements before it in its paragraph."""
    following: int
    """How many follow it in its paragraph."""
    closing: bool
    """Whether its paragraph is the last of its part, those that tell methods left out."""
    alone: bool
    """Whether its paragraph is the only one of its part."""
    sectioned: bool
    """Whether its part has a section of conclusions."""
    in_sections: bool
    """Whether its document has sections of methods or results, as a report has."""


def section(statement: ClassifiedSentence) -> str:
    """The heading under which a statement stands."""
    return statement.parsed.sentence.section


def body(statements: Sequence[ClassifiedSentence]) -> int:
    """The statement that opens the body after an abstract, or the end."""
    sections = [section(s) for s in statements]
    for n, heading in enumerate(sections):
        if n and heading != sections[0] and cues.heads(heading, "introducing_sections"):
            return n
    return len(sections)


def settings(statements: Sequence[ClassifiedSentence]) -> Iterator[Setting]:
    """The setting of each statement, in the order of the document."""
    start = body(statements)
    report = any(
        cues.heads(section(s), kind)
        for s in statements
        for kind in ("method_sections", "result_sections")
    )
    for part, several in enumerate((statements[:start], statements[start:])):
        paragraphs = _paragraphs(several)
        sectioned = any(cues.heads(section(s), "concluding_sections") for s in several)
        last = _closing(paragraphs)
        for n, paragraph in enumerate(paragraphs):
            for k, statement in enumerate(paragraph):
                yield Setting(
                    statement, part, tuple(paragraph[:k]), len(paragraph) - 1 - k, n == last,
                    len(paragraphs) == 1, sectioned, report,
                )  # fmt: skip


def _paragraphs(statements: Sequence[ClassifiedSentence]) -> list[list[ClassifiedSentence]]:
    paragraphs: list[list[ClassifiedSentence]] = []
    for statement in statements:
        if not paragraphs or paragraphs[-1][0].paragraph != statement.paragraph:
            paragraphs.append([])
        paragraphs[-1].append(statement)
    return paragraphs


def _closing(paragraphs: Sequence[Sequence[ClassifiedSentence]]) -> int | None:
    """The last paragraph that tells no methods and no results under a heading."""
    kinds = ("method_sections", "result_sections")
    if len(paragraphs) == 1 and len(paragraphs[0]) < _WHOLE_TEXT:
        return None
    for n in reversed(range(len(paragraphs))):
        if not any(cues.heads(section(paragraphs[n][0]), kind) for kind in kinds):
            return n
    return None


def features(setting: Setting) -> frozenset[str]:
    """What speaks for or against a statement as a conclusion."""
    return frozenset((*_place(setting), *_words(setting.statement), *_cues(setting)))


def _place(setting: Setting) -> Iterator[str]:
    heading = section(setting.statement)
    if setting.closing and not setting.sectioned:
        yield from _closing_place(setting)
    elif setting.following == 0:
        yield "ends a paragraph"
    if not setting.before and setting.following:
        yield "opens a paragraph"
    for kind, what in _HEADINGS:
        if cues.heads(heading, kind):
            yield what
    if setting.sectioned:
        yield "its part has a section of conclusions"
    if setting.in_sections:
        yield "in a document with sections of methods or results"
    if setting.part:
        yield "in the body after an abstract"


def _closing_place(setting: Setting) -> Iterator[str]:
    yield "in the last paragraph"
    if setting.following + len(setting.before) < _SHORT_PARAGRAPH and not setting.alone:
        yield "in a short last paragraph"
    if setting.following < _LAST_OF_LONG:
        yield "among the last two sentences"
    if setting.following == 0:
        yield "the last sentence"


def _words(statement: ClassifiedSentence) -> Iterator[str]:
    words = statement.flat.split()
    if statement.measures:
        yield "gives a value"
    elif statement.parsed.quantities:
        yield "gives a number"
    if statement.parsed.sentence.pointers:
        yield "cites"
    if cues.words("ourselves") & set(words):
        yield "speaks of its authors"
    if words and words[0] in cues.words("pointing_words"):
        yield "opens with a pointing word"
    present, past = (bool(cues.words(f"{t}_verbs") & set(words)) for t in ("present", "past"))
    if present and not past:
        yield "in the present"
    if past and not present:
        yield "in the past"
    if cues.words("future_verbs") & set(words):
        yield "in the future"
    said = strength.said([t.text for t in statement.parsed.tokens])
    for kind in _STRONG:
        if not frozenset(said).isdisjoint(strength.phrases(kind)):
            yield f"words of strength: {kind}"
    yield f"modality {statement.modality}"
    if statement.role in ("method", "background", "result"):
        yield f"role {statement.role}"


def _cues(setting: Setting) -> Iterator[str]:
    flat = setting.statement.flat
    yield from (f"words: {name}" for name in _WITHIN if cues.within(flat, name))
    if draws_on(setting.statement) is not None:
        yield "draws an inference"
    if cues.opening(flat, "contrast"):
        yield "opens with a contrast"
    if sums_up(flat):
        yield "sums up"
    if any(cues.opening(s.flat, "closing_words") for s in setting.before):
        yield "follows a sentence that sums up"
    if cues.within(flat, "saying"):
        yield "says what is shown"


def own_view(flat: str) -> str | None:
    """The cue of a view that is not somebody else's.

    >>> own_view(" we think that it helps ")
    'we think'
    >>> own_view(" doe et al state that it can be considered a risk ")
    """
    return cues.undenied(flat, "views", "others_say")
