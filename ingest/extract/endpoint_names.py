"""What a phrase names: a concept of the vocabulary that covers it, or its own words."""

from collections.abc import Sequence

from ingest.extract import phrases, rules
from ingest.extract.endpoints import meant
from ingest.extract.layout import LINKING, Layout
from ingest.extract.phrases import Phrase
from ingest.extract.rules import Attachment, Rule
from ingest.language.doubts import NO_CONCEPT
from ingest.language.lexicon import Lexicon
from ingest.language.mention import Mention
from ingest.language.mentions import family_of
from ingest.language.numbers import PEOPLE
from ingest.language.words import words

_UNKNOWN = {
    rules.SUBJECT: rules.UNKNOWN_SUBJECT, rules.PREDICATE: rules.UNKNOWN_PREDICATE,
    rules.AFTER: rules.UNKNOWN_AFTER,
}  # fmt: skip
_ALLOCATED = words("allocated")
_STUDIES = words("study_nouns")
_LENGTHS = words("length_heads")
_NARROWING = {"response": words("narrowing")}
_APART = frozenset(("without", "after", "before", "despite"))
_SILENT = words("neutral") | phrases.GENERIC | LINKING | PEOPLE


class EndpointNames:
    """The names of the endpoints of one sentence; `earlier` are those of the document so far."""

    def __init__(
        self, layout: Layout, mentions: Sequence[Mention], lexicon: Lexicon,
        earlier: Sequence[str],
    ) -> None:  # fmt: skip
        self.layout, self.mentions = layout, mentions
        self.lexicon, self.earlier = lexicon, earlier

    def of(self, m: Mention, rule: Rule) -> Attachment | None:
        """The endpoint that a mention means."""
        return meant(self.layout.parsed, m, rule, self.lexicon, self.earlier)

    def at(self, found: Phrase | None, rule: Rule) -> Attachment | None:
        """The endpoint that a phrase names: a concept if one covers it, else its words."""
        if found is None:
            return None
        within = [m for m in self.mentions if found.first <= m.last and m.first <= found.last]
        best = max(within, key=lambda m: (m.last - m.first, m.last), default=None)
        if best is not None and self._covers(best, found):
            attachment = self.of(best, rule)
            if attachment is not None:
                return attachment
        named = {self.layout.word(found.last), self.layout.word(found.last + 1)}
        if rule is rules.SUBJECT and named & _STUDIES:
            return None
        return self._by_stem(found, rule) or unknown(rule, found.text)

    def _by_stem(self, found: Phrase, rule: Rule) -> Attachment | None:
        """The endpoint that a past tense is the verb of: `9 relapsed`."""
        word = self.layout.word(found.first)
        if found.first != found.last or not word.endswith("ed"):
            return None
        for stem in (word.removesuffix("d"), word.removesuffix("ed")):
            for scheme, name in self.lexicon.whole((stem,)):
                if scheme == "endpoint" and name not in self.lexicon.families:
                    return Attachment(rule, name, found.text)
        return None

    def _covers(self, m: Mention, found: Phrase) -> bool:
        """Whether an endpoint is what a phrase is about, and not one word of a narrower thing."""
        family, led = family_of(m.name), range(found.first, m.first)
        named = [
            k for k in led
            if self.layout.parsed.tokens[k].kind == "word" and k not in self.layout.scheme
            and self.layout.word(k) not in _SILENT
        ]  # fmt: skip
        if family == "accrual":
            return not named or self.layout.word(m.first) in _ALLOCATED
        if m.threshold or family not in ("adverse-events", "mortality"):
            before = {self.layout.word(k) for k in led}
            return not before & (_LENGTHS | _NARROWING.get(family or "", _APART))
        return len(named) <= m.last - m.first + 1


def unknown(rule: Rule, text: str) -> Attachment:
    """An endpoint outside the vocabulary, as it is called."""
    return Attachment(_UNKNOWN[rule], None, text, NO_CONCEPT)
