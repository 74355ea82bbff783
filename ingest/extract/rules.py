"""The rules by which a value gets its attributes, and one decision of a rule.

A rule is an object: calibration is keyed by it, so that a renamed rule is an error and not a silent
average.
"""

from dataclasses import dataclass
from typing import Literal

Field = Literal["number", "endpoint", "arm", "comparator", "study", "time", "cohort", "grade"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of attaching an attribute to a value."""

    field: Field
    name: str
    why: str
    by_model: bool = False
    """Whether a language model attached it, and no rule."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One decision: an attribute of a value, the rule that gave it, and what is doubtful.

    `value` is the notation or slug; None for an endpoint outside the vocabulary, whose words are
    the `text`, and for the document's own study.
    """

    rule: Rule
    value: str | None
    text: str = ""
    doubt: str | None = None
    terms: tuple[tuple[str, str], ...] = ()
    """The terms of the vocabularies within the text, as scheme and notation."""
    threshold: str | None = None
    agreed: str = ""
    """Who came to the same by another way."""

    @property
    def how(self) -> str:
        """The rule's name, and who agreed."""
        return f"{self.rule.name} + {self.agreed}" if self.agreed else self.rule.name

    @property
    def field(self) -> Field:
        return self.rule.field


MODEL = "model"
"""What a language model is called among the rules."""


def _endpoint(name: str, why: str) -> Rule:
    return Rule("endpoint", name, why)


LISTED_ENDPOINT = _endpoint("listed-in-order", "values and endpoints are listed in one order")
SUBJECT = _endpoint("subject", "the noun phrase before the value names it")
PREDICATE = _endpoint("predicate", "the value is the subject, what it did is the endpoint")
AFTER = _endpoint("after", "the words after the value name it")
CARRIED = _endpoint("carried", "the value goes on with the endpoint of the value before")
LED_TO = _endpoint("led-to", "the value shares the predicate of the value after it")
SENTENCE_BEFORE = _endpoint("sentence-before", "the sentence speaks of the endpoint before it")
FAMILY_NAME = _endpoint("family-name", "a family of endpoints stands for its general one")
COMPLEMENT = _endpoint("complement", "the endpoint is denied: everyone else has its complement")
SHARE_OF_DEATHS = _endpoint("share-of-deaths", "a share of deaths with a cause")
PARTICIPANTS = _endpoint("participants", "people that are counted without an event took part")
UNKNOWN_SUBJECT = _endpoint("phrase-before", "an unknown noun phrase before the value")
UNKNOWN_PREDICATE = _endpoint("phrase-predicate", "an unknown predicate of the value")
UNKNOWN_AFTER = _endpoint("phrase-after", "unknown words after the value")
IN_WORDS = _endpoint("comparison-in-words", "an endpoint is compared without a number")


def carried(previous: Attachment) -> Attachment:
    """The endpoint of the value before, for one that goes on with it."""
    return Attachment(
        CARRIED, previous.value, previous.text, previous.doubt, threshold=previous.threshold
    )


def _arm(name: str, why: str) -> Rule:
    return Rule("arm", name, why)


LISTED_ARM = _arm("listed-in-order", "values and arms are listed in one order")
ARM_AFTER = _arm("after", "the arm follows the value")
ARM_BEFORE = _arm("before", "the arm stands before the value")
OTHER_ARM = _arm("other-side", "the value is set against that of the other arm")
ORDER_BEFORE = _arm("order-before", "a pair in the order of the arms before")
CONTRAST = _arm("set-against", "a ratio or difference of one arm against another")
CONTRAST_ORDER = _arm("set-against-in-order", "a ratio or difference of the pair that is compared")
COMPARATOR = Rule("comparator", "set-against", "the arm that a ratio or difference is against")


def _study(name: str, why: str) -> Rule:
    return Rule("study", name, why)


NAMED = _study("named", "the only study that the sentence names")
NAMED_NEAREST = _study("named-nearest", "the name before the value in its clause")
CITED_AT_VALUE = _study("cited-at-value", "a citation right after the value")
CITED = _study("cited-in-sentence", "the sentence cites one work")
AUTHOR = _study("author-named", "the authors of a cited work are named")
OUR_OWN = _study("our-own", "the authors speak of their own patients")
COMMENTED = _study("commented", "a letter or comment speaks of the paper that it is about")
SPOKEN_OF = _study("spoken-of-before", "a pronoun or 'the trial' points to the study before")
PARAGRAPH = _study("spoken-of-in-paragraph", "the study of the sentence before")
MAIN = _study("document's-own", "the document's main study")

TIME_NEAR = Rule("time", "near", "the time in the clause of the value")
TIME_LISTED = Rule("time", "listed-in-order", "values and times are listed in one order")
TIME_CARRIED = Rule("time", "carried", "the time of the value before, in a list")
COHORT_NEAR = Rule("cohort", "near", "the people in the clause of the value")
GRADE_NEAR = Rule("grade", "near", "the grade beside the adverse event")

NUMBER = Rule("number", "printed", "the number, its unit and statistic as the sentence has them")
NO_ARM = Rule("arm", "none", "no arm was attached: the value is of all")
NO_COHORT = Rule("cohort", "none", "no people were attached: the value is of all")
NO_TIME = Rule("time", "none", "no time was attached: the value is of none")
ABSENT = {rule.field: rule for rule in (NO_ARM, NO_COHORT, NO_TIME)}
"""What is decided where nothing was attached."""

RULES = tuple(rule for rule in list(globals().values()) if isinstance(rule, Rule))
"""Every rule."""
