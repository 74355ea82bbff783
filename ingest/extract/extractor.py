"""The extractor: from sentences to readings with rules and confidences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.extract import comparisons, details, lexicon, mentions, numbers
from ingest.extract.calibration import confidence
from ingest.extract.conclusions import with_conclusions
from ingest.extract.endpoints import attach_endpoints
from ingest.extract.lexicon import Lexicon
from ingest.extract.mentions import Mention, MentionFinder, Proposal
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.roles import ClassifiedSentence, statement
from ingest.extract.source import ExtractionInput, Sentence
from ingest.extract.table_values import TableValue, table_values
from ingest.extract.tokens import Token, tokenise

LONGEST_SENTENCE = 300
"""The most tokens that are parsed together; a longer sentence is split."""


@dataclass(slots=True)
class Extraction:
    """What was extracted from a document, in document order."""

    source: ExtractionInput
    sentences: list[ParsedSentence] = field(default_factory=list)
    readings: list[ValueReading] = field(default_factory=list)
    statements: list[ClassifiedSentence] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    unread: list[tuple[Sentence, str, str]] = field(default_factory=list)
    """Values without an endpoint: sentence, value as printed, and the reason."""
    main_study: str | None = None
    spoken_in: int = 0
    """The paragraph of the last mention of a study."""
    tabled: list[TableValue] = field(default_factory=list)
    """The values in the tables of a document that reports a study of its own."""


def extract(
    source: ExtractionInput, studies: Mapping[str, Iterable[str]] | None = None
) -> Extraction:
    """Extract from a document. `studies` are the known ones: slug → names and registrations.

    Linear in the length of the document; never raises.

    >>> text = "In the ROWAN-1 trial, 61 of 84 patients (72.6%) had a complete remission."
    >>> result = extract(ExtractionInput((Sentence(text, 1, 1, 0),)))
    >>> (reading,) = result.readings
    >>> reading.endpoint, reading.quantity.value, reading.study, reading.rules["endpoint"]
    ('complete-remission', '72.6', 'rowan-1', 'next-to-after')
    >>> [proposal.name for proposal in result.proposals]
    ['rowan-1']
    """
    vocabulary = lexicon.build(studies)
    tokens = [tokenise(sentence.text) for sentence in source.sentences]
    acronyms = mentions.abbreviations([tokenise(source.title), *tokens])
    finder = MentionFinder(vocabulary, acronyms, mentions.registered(studies or {}))
    result = Extraction(source)
    of_reference = {**source.unnamed, **source.studies} | {
        number: named.name
        for number, printed in source.references.items()
        if number not in source.studies and (named := _study_in(printed, finder)) is not None
    }
    for sentence, whole in zip(source.sentences, tokens, strict=True):
        for piece in _pieces(whole):
            parsed = ParsedSentence(sentence, piece, numbers.quantities(piece), finder.find(piece))
            result.sentences.append(parsed)
    result.main_study = _main_study(source, result.sentences, finder, of_reference)
    if (title := _study_in(source.title, finder)) is not None and title.rule == "proposed-study":
        result.proposals.append(Proposal("study", title.name, title.text, 0, 0, title.doubt or ""))
    earlier: list[str] = []
    last_study: str | None = None
    for parsed in result.sentences:
        readings = _read(parsed, vocabulary, earlier, of_reference, result, last_study)
        kept = [r for r in readings if r.endpoint is not None or r.phrase]
        result.unread += [
            (parsed.sentence, r.quantity.value or r.quantity.numerator or "", "no endpoint")
            for r in readings
            if r.endpoint is None and not r.phrase and r.quantity.rules
        ]
        result.readings += kept
        named_study = next((m.name for m in parsed.of("study")), None)
        if current_study := (kept[-1].study if kept else named_study):
            last_study, result.spoken_in = current_study, parsed.sentence.paragraph
        result.statements.append(statement(parsed, kept))
        earlier += [m.name for m in parsed.of("endpoint") if m.name not in vocabulary.families]
        earlier += [r.endpoint for r in kept if r.endpoint]
        del earlier[:-12]
        result.proposals += _proposals(parsed, kept)
    result.statements = with_conclusions(result.statements)
    if source.reports:
        result.tabled = list(table_values(source, finder))
    result.proposals = _first_of_each(result.proposals)
    return result


def _pieces(tokens: list[Token]) -> Iterable[list[Token]]:
    """The tokens of a sentence, split after commas where there are more than `LONGEST_SENTENCE`."""
    start = 0
    while len(tokens) - start > LONGEST_SENTENCE:
        end = start + LONGEST_SENTENCE
        commas = (k for k in range(end - 1, end - 80, -1) if tokens[k].norm in (",", ";"))
        end = next(commas, end - 1) + 1
        yield tokens[start:end]
        start = end
    yield tokens[start:]


def _read(
    parsed: ParsedSentence,
    vocabulary: Lexicon,
    earlier: list[str],
    of_reference: dict[int, str],
    result: Extraction,
    last_study: str | None,
) -> list[ValueReading]:
    readings = [ValueReading(parsed.sentence, q) for q in details.values(parsed)]
    attach_endpoints(parsed, readings, vocabulary, earlier)
    details.attach_details(parsed, readings)
    compared = comparisons.relation(parsed.tokens)
    readings = [r for r in readings if not details.is_bare(r)]
    readings += comparisons.without_numbers(parsed, readings, compared)
    for reading in readings:
        details.attach_study(
            parsed, reading, of_reference, result.main_study, last_study, result.source.reports
        )
        goes_on = result.spoken_in == parsed.sentence.paragraph
        if last_study and goes_on and not reading.rules.get("study") and not result.source.reports:
            reading.study, reading.rules["study"] = last_study, "spoken-of-in-paragraph"
            reading.doubts.append("the study is that of the sentence before")
        details.finish(reading, parsed)
        if not details.suits_endpoint(reading):
            reading.endpoint, reading.phrase = None, ""
        reading.confidence = confidence(reading)
    return readings


def _study_in(printed: str, finder: MentionFinder) -> Mention | None:
    """The study that a title or a printed reference names, if any."""
    mentioned = finder.studies(tokenise(printed))
    known = [m for m in mentioned if m.rule == "vocabulary"]
    return (known or mentioned)[0] if known or mentioned else None


def _main_study(
    source: ExtractionInput,
    sentences: list[ParsedSentence],
    finder: MentionFinder,
    of_reference: dict[int, str],
) -> str | None:
    """The main study of a document: the one in its title, else the one mentioned most.

    For a document that reports a study of its own only the title, or a registration in a sentence
    without citations, counts: it may discuss other studies at length.
    """
    title = _study_in(source.title, finder)
    if title is not None:
        return title.name
    if source.reports:
        plain = (p for p in sentences if not p.sentence.pointers)
        return next((m.name for p in plain for m in p.of("registration")), None)
    counts: dict[str, int] = {}
    for parsed in sentences:
        for m in parsed.of("study"):
            counts[m.name] = counts.get(m.name, 0) + 1
    if not counts:
        return next((m.name for p in sentences for m in p.of("registration")), None)
    return max(counts, key=lambda name: (counts[name], name))


def _proposals(parsed: ParsedSentence, readings: list[ValueReading]) -> Iterable[Proposal]:
    place = parsed.sentence.paragraph, parsed.sentence.sentence
    for m in parsed.mentions:
        if m.rule in ("proposed-study", "proposed-drug"):
            scheme = "study" if m.rule == "proposed-study" else "drug"
            yield Proposal(scheme, mentions.slug(m.text), m.text, *place, m.doubt or "")
        elif m.scheme == "registration":
            yield Proposal("registration", m.name, m.text, *place, m.doubt or "a registry number")
    for reading in readings:
        if reading.endpoint is None and reading.phrase:
            why = "a value is given of it, and the vocabulary has no such endpoint"
            name = mentions.slug(reading.phrase)
            yield Proposal("endpoint", name, reading.phrase, *place, why)


def _first_of_each(proposals: Iterable[Proposal]) -> list[Proposal]:
    kept: dict[tuple[str, str], Proposal] = {}
    for proposal in proposals:
        kept.setdefault((proposal.scheme, proposal.name), proposal)
    return list(kept.values())
