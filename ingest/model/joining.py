"""Where rules and model meet: agreement is recorded, disagreement is a doubt, nothing is hidden."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extract.arm_sizes import arm_key
from ingest.extract.calibration import confidence_of
from ingest.extract.evidence import ProposedEvidence, lines
from ingest.extract.extractor import Extraction
from ingest.extract.reading import ValueReading
from ingest.extract.roles import ClassifiedSentence
from ingest.extract.rules import MODEL, Attachment, Field, Rule
from ingest.language import lexicon
from ingest.language.doubts import NO_CONCEPT, ONLY_MODEL
from ingest.language.tokens import folded
from ingest.model.accuracy import rate
from ingest.model.lines import CheckedLine
from ingest.model.proposals import IMPLICIT
from ingest.model.values import COMMENTED, OWN, CheckedValue
from ontology.errors import shown

_WHY = "a language model read it"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answered: the name that was asked for, the server's own id, the prompt, the day."""

    name: str
    model: str
    prompt: str
    day: str

    @property
    def read_by(self) -> str:
        return f"{MODEL}: {self.name} (server's id: {self.model}), prompt {self.prompt}, {self.day}"


Signed = tuple[CheckedValue, Signature]


# -- values --------------------------------------------------------------------------------------


def with_values(extraction: Extraction, signed: Sequence[Signed]) -> Extraction:
    """The extraction with what a model says of its values.

    A value that the rules could not attach is one if the model names its endpoint.
    """
    attached = {id(reading) for reading in extraction.readings}
    joined = {id(value.reading): _joined(extraction, value, by) for value, by in signed}
    new = {
        key: reading for key, reading in joined.items()
        if key not in attached and "endpoint" in reading.attachments
    }  # fmt: skip
    changed = {key: reading for key, reading in joined.items() if key in attached}
    readings = [*(changed.get(id(r), r) for r in extraction.readings), *new.values()]
    readings.sort(key=lambda r: (r.sentence.start, r.quantity.core))
    settled = {(r.sentence, _printed(r)) for r in new.values()}
    return replace(
        extraction,
        readings=readings,
        statements=[_with_readings(one, changed, new.values()) for one in extraction.statements],
        unattached=[r for r in extraction.unattached if id(r) not in new],
        unread=[one for one in extraction.unread if (one[0], one[1]) not in settled],
    )


def _printed(reading: ValueReading) -> str:
    return reading.quantity.value or reading.quantity.numerator or ""


def _with_readings(
    statement: ClassifiedSentence,
    changed: Mapping[int, ValueReading],
    new: Collection[ValueReading],
) -> ClassifiedSentence:
    own = [changed.get(id(r), r) for r in statement.readings]
    own += [r for r in new if r.sentence == statement.parsed.sentence]
    return replace(statement, readings=tuple(own))


def _joined(extraction: Extraction, value: CheckedValue, by: Signature) -> ValueReading:
    """A reading with the model's part of each attribute."""
    given = dict(value.reading.attachments)
    used = False
    for proposed in _attachments(extraction, value):
        field, ruled = proposed.field, given.get(proposed.field)
        if ruled is None:
            given[field] = replace(proposed, doubt=f"{ONLY_MODEL} the {field}")
        elif _agree(ruled, proposed, extraction):
            given[field] = replace(ruled, agreed=MODEL)
        else:
            given[field] = _settled(ruled, proposed, by)
        used = True
    if not used:
        return value.reading
    rates = {field: rate(by.model, field) for field in given}
    measured = {field: share for field, share in rates.items() if share is not None}
    return replace(value.reading, attachments=given, read_by=by.read_by, measured=measured)


def _settled(ruled: Attachment, proposed: Attachment, by: Signature) -> Attachment:
    """The likelier of two by what was measured of both; the other becomes a doubt."""
    measured = rate(by.model, proposed.field)
    if measured is not None and measured > confidence_of(ruled.rule):
        doubt = f"{ONLY_MODEL} this {ruled.field}; the rules read {_called(ruled)}"
        return replace(proposed, doubt=doubt)
    doubt = f"the model reads the {ruled.field} as {_called(proposed)}"
    return replace(ruled, doubt="; ".join(filter(None, (ruled.doubt, doubt))))


def _called(attachment: Attachment) -> str:
    return shown(attachment.text or attachment.value or "the document's own")


def _attachments(extraction: Extraction, value: CheckedValue) -> list[Attachment]:
    """What a model says of a value, in the form in which the rules say it."""
    proposed = [_study(extraction, value.whose)] if value.whose is not None else []
    if value.endpoint is not None:
        proposed.append(_endpoint(value.endpoint))
    if value.arm is not None:
        proposed.append(_arm(value.arm, extraction))
    if value.time is not None:
        proposed.append(Attachment(_rule("time"), value.time, value.time))
    return proposed


def _rule(field: Field) -> Rule:
    return Rule(field, MODEL, _WHY, by_model=True)


def _endpoint(phrase: str) -> Attachment:
    """The concept that the whole phrase names, else the phrase."""
    known = lexicon.build()
    named = [name for scheme, name in known.whole(folded(phrase)) if scheme == "endpoint"]
    concept = named[0] if len(named) == 1 and named[0] not in known.families else None
    return Attachment(_rule("endpoint"), concept, phrase, None if concept else NO_CONCEPT)


def _arm(phrase: str, extraction: Extraction) -> Attachment:
    """The arm, by the name that the rules know it under if they do."""
    key = arm_key(phrase)
    for reading in extraction.readings:
        if reading.arm is not None and arm_key(reading.arm) == key:
            arm = reading.attachments["arm"]
            return Attachment(_rule("arm"), arm.value, arm.text, terms=arm.terms)
    terms = (t for t in lexicon.build().whole(folded(phrase)) if t[0] in ("drug", "regimen"))
    return Attachment(_rule("arm"), phrase, phrase, terms=tuple(terms))


def _study(extraction: Extraction, whose: str) -> Attachment:
    """The study that a key of the list stands for."""
    if whose == OWN:
        study = extraction.main_study if extraction.source.reports else None
    elif whose == COMMENTED:
        study = extraction.commented
    else:
        study = extraction.of_reference[int(whose.rpartition(" ")[2])]
    return Attachment(_rule("study"), study, whose)


def _agree(ruled: Attachment, proposed: Attachment, extraction: Extraction) -> bool:
    """Whether rules and model say the same of an attribute."""
    if ruled.field == "study":
        own = {None, extraction.main_study} if extraction.source.reports else {None}
        return ruled.value == proposed.value or {ruled.value, proposed.value} <= own
    if ruled.value is not None and ruled.value == proposed.value:
        return True
    if ruled.field == "arm":
        one, other = (set(arm_key(a.value or "").split("-")) for a in (ruled, proposed))
        return one <= other or other <= one
    if ruled.field == "endpoint" and None in (ruled.value, proposed.value):
        one, other = (set(folded(a.text.lower())) for a in (ruled, proposed))
        return bool(one and other) and (one <= other or other <= one)
    return False


# -- lines ---------------------------------------------------------------------------------------


def with_lines(
    extraction: Extraction, signed: Sequence[tuple[CheckedLine, Signature]]
) -> Extraction:
    """The extraction with the lines of rules and model, in the order of what they bear on."""
    of_model = {(line.evidence.name, line.bears_on.name): (line, by) for line, by in signed}
    drawn = []
    for ruled in lines(extraction.statements):
        both = of_model.pop((ruled.evidence.name, ruled.bears_on.name), None)
        drawn.append(ruled if both is None else _met(ruled, *both))
    drawn += [_line(line, by) for line, by in of_model.values()]
    place = {one.name: n for n, one in enumerate(extraction.statements)}
    drawn.sort(key=lambda line: (place[line.bears_on.name], place[line.evidence.name]))
    return replace(extraction, evidence=drawn)


def _met(ruled: ProposedEvidence, line: CheckedLine, by: Signature) -> ProposedEvidence:
    rule = f"{ruled.rule} + {MODEL}; {by.read_by}"
    if line.direction == ruled.direction:
        return replace(ruled, rule=rule)
    doubt = f"the model reads that it {line.direction}"
    rule = f"{ruled.rule}; {by.read_by}"
    return replace(ruled, rule=rule, doubts=(*ruled.doubts, doubt))


def _line(line: CheckedLine, by: Signature) -> ProposedEvidence:
    implicit = line.linking.lower() == IMPLICIT
    why = "implicit: no words link the two" if implicit else f"linked by {shown(line.linking)}"
    return ProposedEvidence(
        line.evidence, line.bears_on, line.direction, why, f"{MODEL}; {by.read_by}",
        rate(by.model, "line"), (f"{ONLY_MODEL} this line",),
    )  # fmt: skip
