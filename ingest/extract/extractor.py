"""The extractor: from sentences to readings with rules and confidences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.extract.conclusions import with_conclusions
from ingest.extract.evidence import ProposedEvidence
from ingest.extract.reading import ParsedSentence, ValueReading
from ingest.extract.roles import ClassifiedSentence, statement
from ingest.extract.sentence_reader import SentenceReader
from ingest.extract.source import ExtractionInput, Sentence
from ingest.extract.speakers import commented_reference, speaks_of_authors, tells_of_others
from ingest.extract.whose import UNLISTED, Bearings, Tracker
from ingest.language import lexicon, mentions, names, numbers
from ingest.language.mention import Mention, Proposal, slug
from ingest.language.mentions import DocumentNames, MentionFinder
from ingest.language.tokens import Token, tokenise
from ingest.language.words import words
from ingest.tables.heads import HeadReader
from ingest.tables.values import TableValue, table_values

LONGEST_SENTENCE = 300
"""The most tokens that are parsed together; a longer sentence is split."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a statement asserts in words of our own, and who worded it."""

    text: str
    read_by: str


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
    commented: str | None = None
    """The study of the paper that the document comments on."""
    tabled: list[TableValue] = field(default_factory=list)
    """The values in the tables."""
    finder: MentionFinder | None = None
    """What recognises the document's names and acronyms."""
    unattached: list[ValueReading] = field(default_factory=list)
    """The readings behind `unread`, with what was attached to them."""
    of_reference: Mapping[int, str] = field(default_factory=dict)
    """The study that each reference reports."""
    evidence: list[ProposedEvidence] | None = None
    """The evidence lines, if somebody drew them already."""
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    """Other words for the claim of a statement, by the statement's name."""


def extract(
    source: ExtractionInput, studies: Mapping[str, Iterable[str]] | None = None,
    arms: Sequence[str] = (),
) -> Extraction:  # fmt: skip
    """Extract from a document. `studies` are the known ones: slug → names and registrations.

    `arms` are names of arms that are known beforehand.

    Linear in the length of the document; never raises.

    >>> text = "In the ROWAN-1 trial, 61 of 84 patients (72.6%) had a complete remission."
    >>> result = extract(ExtractionInput((Sentence(text, 1, 1, 0),)))
    >>> (reading,) = result.readings
    >>> reading.endpoint, reading.quantity.value, reading.study, reading.rules["endpoint"]
    ('complete-remission', '72.6', 'rowan-1', 'predicate')
    >>> [proposal.name for proposal in result.proposals]
    ['rowan-1']
    """
    vocabulary = lexicon.build(studies)
    tokens = [tokenise(sentence.text) for sentence in source.sentences]
    title = tokenise(source.title)
    below = mentions.abbreviations_below(table.notes for table in source.tables)
    acronyms = below | mentions.abbreviations([title, *tokens])
    printed = [tokenise(entry) for entry in source.references.values()]
    called = DocumentNames.of([title, *tokens], printed, acronyms, arms)
    finder = MentionFinder(vocabulary, acronyms, names.registered(studies or {}), called)
    of_reference = {**source.unnamed, **source.studies} | {
        number: named.name
        for number, printed in source.references.items()
        if number not in source.studies and (named := _study_in(printed, finder)) is not None
    }
    parsed = [
        ParsedSentence(sentence, piece, numbers.quantities(piece), finder.find(piece))
        for sentence, whole in zip(source.sentences, tokens, strict=True)
        for piece in _pieces(whole)
    ]
    if source.reports and (_is_commentary(source) or tells_of_others(parsed)):
        source = replace(source, reports=False)
    bearings = _bearings(source, parsed, finder, of_reference)
    result = Extraction(
        source, parsed, main_study=bearings.main, commented=bearings.commented, finder=finder,
        of_reference=of_reference,
    )  # fmt: skip
    if (named := _study_in(source.title, finder)) is not None and named.rule == "proposed-study":
        result.proposals.append(Proposal("study", named.name, named.text, 0, 0, named.doubt or ""))
    reader = SentenceReader(finder, Tracker(bearings), parsed)
    for sentence in parsed:
        _add(result, sentence, reader.read(sentence))
    result.statements = with_conclusions(result.statements)
    result.tabled = list(table_values(source, HeadReader(finder), of_reference))
    result.proposals = _first_of_each(result.proposals)
    return result


def _add(result: Extraction, parsed: ParsedSentence, readings: list[ValueReading]) -> None:
    """Add what was read of one sentence."""
    kept = [r for r in readings if "endpoint" in r.attachments]
    unattached = [r for r in readings if r not in kept and r.quantity.rules]
    result.unattached += unattached
    result.unread += [
        (parsed.sentence, r.quantity.value or r.quantity.numerator or "", "no endpoint")
        for r in unattached
    ]
    result.readings += kept
    result.statements.append(statement(parsed, kept))
    result.proposals += _proposals(parsed, kept)


def _is_commentary(source: ExtractionInput) -> bool:
    """Whether a section says that the document comments on another."""
    headings = {s.section.lower().strip(" :.") for s in source.sentences}
    return bool(headings & words("comment_headings"))


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


def _study_in(printed: str, finder: MentionFinder) -> Mention | None:
    """The study that a title or a printed reference names, if any."""
    mentioned = finder.studies(tokenise(printed))
    known = [m for m in mentioned if m.rule == "vocabulary"]
    return (known or mentioned)[0] if known or mentioned else None


def _bearings(
    source: ExtractionInput,
    parsed: list[ParsedSentence],
    finder: MentionFinder,
    of_reference: dict[int, str],
) -> Bearings:
    """What the document is about.

    Its main study is the one in its title, for a report else the one of a registration in a
    sentence without citations: a report may discuss other studies at length.
    """
    title = _study_in(source.title, finder)
    commented = None
    if not source.reports:
        number = commented_reference(parsed, of_reference, source.references)
        commented = of_reference[number] if number is not None else None
        if (commented is None and title is not None) or (
            number is not None and title is not None and title.rule == "proposed-study"
        ):
            commented = title.name
        if commented is None and (_is_commentary(source) or speaks_of_authors(parsed)):
            commented = (
                _most_named(parsed, frozenset(of_reference.values()), cited=False) or UNLISTED
            )
    main = title.name if title is not None else None
    if main is None and source.reports:
        plain = (p for p in parsed if not p.sentence.pointers)
        main = next((m.name for p in plain for m in p.of("registration")), None)
    elif main is None:
        main = _most_named(parsed, frozenset(of_reference.values()))
    return Bearings(of_reference, source.references, main, commented, source.reports)


def _most_named(
    parsed: list[ParsedSentence], of_works: frozenset[str], cited: bool = True
) -> str | None:
    """The study that a document names most, rather one that it does not cite.

    Without `cited`, only a study that some sentence names without a citation, and no reference.
    """
    counts: dict[str, int] = {}
    plain: set[str] = set()
    for sentence in parsed:
        for m in sentence.of("study"):
            counts[m.name] = counts.get(m.name, 0) + 1
            if not _cited_behind(sentence, m):
                plain.add(m.name)
    if not cited:
        counts = {name: n for name, n in counts.items() if name in plain - of_works}
    if not counts and cited:
        return next((m.name for p in parsed for m in p.of("registration")), None)
    return max(counts, key=lambda name: (name not in of_works, counts[name], name), default=None)


def _cited_behind(parsed: ParsedSentence, m: Mention) -> bool:
    """Whether a citation stands behind a study's name, before another name."""
    end = parsed.tokens[m.last].end
    others = [parsed.tokens[o.first].start for o in parsed.of("study") if o.first > m.last]
    stop = min(others, default=10**9)
    return any(end <= p.start < stop for p in parsed.sentence.pointers)


def _proposals(parsed: ParsedSentence, readings: list[ValueReading]) -> Iterable[Proposal]:
    place = parsed.sentence.paragraph, parsed.sentence.sentence
    for m in parsed.mentions:
        if m.rule in ("proposed-study", "proposed-drug"):
            scheme = "study" if m.rule == "proposed-study" else "drug"
            yield Proposal(scheme, slug(m.text), m.text, *place, m.doubt or "")
        elif m.scheme == "registration":
            yield Proposal("registration", m.name, m.text, *place, m.doubt or "a registry number")
    for reading in readings:
        if reading.endpoint is None and reading.phrase:
            why = "a value is given of it, and the vocabulary has no such endpoint"
            name = slug(reading.phrase)
            yield Proposal("endpoint", name, reading.phrase, *place, why)


def _first_of_each(proposals: Iterable[Proposal]) -> list[Proposal]:
    kept: dict[tuple[str, str], Proposal] = {}
    for proposal in proposals:
        kept.setdefault((proposal.scheme, proposal.name), proposal)
    return list(kept.values())
