"""Which statements a document argues for: its conclusions.

A sentence in a section of conclusions is one, and so is one that opens with "in conclusion" or
gives the authors' view; of all others a linear model weighs where they stand and what they say
(`conclusion_features`).
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.extract import cues, linear
from ingest.extract.conclusion_features import features, own_view, section, settings
from ingest.extract.roles import ClassifiedSentence, Decision, StatementRule

IN_SECTION = StatementRule("conclusion", "in-section", "it stands in a section of conclusions")
SUMS_UP = StatementRule("conclusion", "sums-up", "it opens with words that sum up")
VIEW = StatementRule("conclusion", "view", "it gives the authors' own view")
WEIGHED = StatementRule("conclusion", "weighed", "where it stands and what it says weigh enough")

_WORDS = 5
"""The fewest words of a conclusion."""
_WORDS_OF_ADVICE = 4
"""The same of advice, whose `should` makes it whole: `It should be stopped.`"""


def with_conclusions(
    statements: Sequence[ClassifiedSentence], model: linear.Model | None = None
) -> list[ClassifiedSentence]:
    """The statements, those that the document argues for marked as conclusions with the rule.

    `model` is the package's own by default.
    """
    weighed = decisions(statements, model or linear.model("conclusion"))
    return [_marked(statement, weighed.get(statement.name)) for statement in statements]


def decisions(statements: Sequence[ClassifiedSentence], model: linear.Model) -> dict[str, Decision]:
    """The decision on each statement that is a conclusion, by its name."""
    said = [s for s in statements if not s.says_nothing]
    decided = {}
    for setting in settings(said):
        statement = setting.statement
        if (certain := by_rule(statement)) is not None:
            decided[statement.name] = certain
        elif is_weighed(statement) and model.accepts(given := features(setting)):
            decided[statement.name] = WEIGHED.by(next(iter(model.strongest(given)), None))
    return decided


def by_rule(statement: ClassifiedSentence) -> Decision | None:
    """The decision on a statement that needs no weighing."""
    if not _is_whole(statement):
        return None
    if cues.heads(section(statement), "concluding_sections"):
        return IN_SECTION.by()
    if (cue := cues.opening(statement.flat, "summing_up")) is not None:
        return SUMS_UP.by(cue)
    cue = own_view(statement.flat)
    return VIEW.by(cue) if cue else None


def is_weighed(statement: ClassifiedSentence) -> bool:
    """Whether a statement may conclude and no rule says so; aims, plans and limits never do."""
    if not _is_whole(statement) or by_rule(statement) is not None:
        return False
    return not any(cues.within(statement.flat, name) for name in ("limits_of_study", "aims"))


def _is_whole(statement: ClassifiedSentence) -> bool:
    words = sum(t.kind == "word" for t in statement.parsed.tokens)
    fewest = _WORDS_OF_ADVICE if statement.role == "recommendation" else _WORDS
    return words >= fewest and statement.modality != "question"


def _marked(statement: ClassifiedSentence, decision: Decision | None) -> ClassifiedSentence:
    if decision is None:
        return replace(statement, role="claim") if statement.role == "conclusion" else statement
    role = statement.role if statement.role == "recommendation" else "conclusion"
    return replace(statement, role=role, concludes=True, decisions=(*statement.decisions, decision))
