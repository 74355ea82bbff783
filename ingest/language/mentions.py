"""Mentions in a sentence: endpoints, drugs, populations, studies, arms, times, grades.

Terms of the vocabularies are matched through the lexicon; a document's own definitions of acronyms
take precedence. Names that no vocabulary has are recognised by their form and become proposals.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.language.arm_names import ArmNames, arm_names
from ingest.language.arms import arms
from ingest.language.lexicon import CAUSES, DROPPED, Lexicon, key_of, long_form
from ingest.language.mention import Mention
from ingest.language.names import proposed_studies, registrations, study_names
from ingest.language.times import grades, times
from ingest.language.tokens import Token, acronym, folded, tokenise
from ontology import vocabulary

Abbreviations = dict[str, tuple[str, ...]]
"""The folded words of each acronym's long form in the document."""


# -- abbreviations ---------------------------------------------------------------------------------


def abbreviations(sentences: Iterable[Sequence[Token]]) -> Abbreviations:
    """The acronyms that the document defines; the first definition counts.

    >>> from ingest.language.tokens import tokenise
    >>> abbreviations([tokenise("Event-free survival (EFS) was assessed.")])
    {'EFS': ('event', 'free', 'survival')}
    """
    definitions: Abbreviations = {}
    for tokens in sentences:
        for i in range(1, len(tokens) - 2):
            if tokens[i].norm not in ("(", "["):
                continue
            name = tokens[i + 1]
            if name.kind != "word" or name.norm in definitions or not acronym(name.text):
                continue
            if tokens[i + 2].norm not in (")", "]", ",", ";"):
                continue
            before = [
                t.norm for t in tokens[max(0, i - 12) : i] if t.kind == "word" or t.norm == "."
            ]
            words = long_form(name.text, before)
            if words is not None:
                definitions[name.norm] = words
    return definitions


def abbreviations_below(notes: Iterable[str]) -> Abbreviations:
    """The acronyms that the notes of tables define.

    >>> abbreviations_below(["Means. BMI, body mass index; VAS = visual analogue scale."])
    {'BMI': ('body', 'mass', 'index'), 'VAS': ('visual', 'analogue', 'scale')}
    """
    definitions: Abbreviations = {}
    for piece in (piece for text in notes for piece in _PIECES.split(text)):
        match = _DEFINED.fullmatch(piece)
        if match is None:
            continue
        name, equal = match["name"], match["sign"] in "=:"
        if (acronym(name) and len(name) > 1) or (equal and name[0].isupper() and len(name) < 7):
            for word in folded(name)[:1]:
                definitions.setdefault(word, folded(match["meaning"]))
    return definitions


_PIECES = re.compile(r"[;.]")
_DEFINED = re.compile(
    r"(?:.*:)?[\W_]*(?P<name>[\w-]{1,12})\s?(?P<sign>[,=:])(?P<meaning>[^,=:]{2,120}),?"
)


# -- words of the vocabularies ---------------------------------------------------------------------

_SCHEME_ORDER = {"endpoint": 0, "study": 1, "population": 2, "regimen": 3, "drug": 4, "phase": 5}


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """The names that a document gives to studies and arms."""

    studies: frozenset[str] = frozenset()
    arms: ArmNames = field(default_factory=ArmNames)

    @classmethod
    def of(
        cls,
        sentences: Sequence[Sequence[Token]],
        printed: Sequence[Sequence[Token]],
        acronyms: Abbreviations,
        arms: Sequence[str] = (),
    ) -> "DocumentNames":
        """The names in a document's sentences and printed references; `arms` are known."""
        known = map(tokenise, arms)
        return cls(
            study_names([*sentences, *printed], acronyms), arm_names(sentences, known, acronyms)
        )


class MentionFinder:
    """Recognises mentions in the sentences of one document."""

    def __init__(
        self,
        lexicon: Lexicon,
        acronyms: Abbreviations,
        registered: Mapping[str, str] | None = None,
        names: DocumentNames | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.names = names or DocumentNames()
        self.registered = registered or {}
        """The known studies by their registrations."""
        self.acronyms = acronyms
        self.acronym_meanings = {name: lexicon.whole(words) for name, words in acronyms.items()}

    def find(self, tokens: Sequence[Token]) -> list[Mention]:
        """All mentions of a sentence in order, without those nested in another."""
        words, places = self.reduced(tokens)
        candidates = [
            *self.terms(tokens, words, places),
            *self.with_threshold(tokens, words, places),
            *times(tokens, self.lexicon),
            *grades(tokens),
            *self.registrations(tokens),
        ]
        chosen = _without_inner(candidates)
        chosen += proposed_studies(tokens, chosen, self.names.studies)
        named_arms = arms(tokens, chosen, self.names.arms)
        chosen = [m for m in chosen if not _hides_arm(m, named_arms)] + named_arms
        return sorted(chosen, key=lambda m: (m.first, m.last, _SCHEME_ORDER.get(m.scheme, 9)))

    def registrations(self, tokens: Sequence[Token]) -> Iterable[Mention]:
        """The registry numbers; that of a known study is a mention of the study."""
        for m in registrations(tokens):
            known = self.registered.get(m.name)
            yield replace(m, scheme="study", name=known, rule="vocabulary") if known else m

    def studies(self, tokens: Sequence[Token]) -> list[Mention]:
        """The studies and registrations only, in order."""
        words, places = self.reduced(tokens)
        chosen = _without_inner([*self.terms(tokens, words, places), *self.registrations(tokens)])
        chosen += proposed_studies(tokens, chosen, self.names.studies)
        named = (m for m in chosen if m.scheme in ("study", "registration"))
        return sorted(named, key=lambda m: (m.first, m.last))

    def reduced(self, tokens: Sequence[Token]) -> tuple[list[str], list[int]]:
        """The words to match terms against, with the token of each.

        Hyphens, articles and a bracketed acronym directly after its long form are left out.
        """
        words: list[str] = []
        places: list[int] = []
        skip_to = -1
        for i, token in enumerate(tokens):
            if i <= skip_to:
                continue
            if token.norm in ("(", "[") and i + 2 < len(tokens):
                inner = tokens[i + 1]
                if tokens[i + 2].norm in (")", "]") and self.acronyms.get(inner.norm):
                    skip_to = i + 2
                    continue
            if token.norm == "-" or (token.kind == "word" and token.norm in DROPPED):
                continue
            words.append("from" if token.norm in CAUSES else token.norm)
            places.append(i)
        return words, places

    def terms(
        self, tokens: Sequence[Token], words: list[str], places: list[int]
    ) -> Iterable[Mention]:
        for i, word in enumerate(words):
            length, meanings = self.lexicon.at(words, i)
            if word in self.acronyms and length <= 1:
                # The document's own definition takes precedence.
                meanings, length = self.acronym_meanings[word], 1
            if not meanings or self.means_otherwise(words[i : i + length]):
                continue
            first, last = places[i], places[i + length - 1]
            text = " ".join(t.text for t in tokens[first : last + 1])
            for scheme in dict.fromkeys(scheme for scheme, _ in meanings):
                names = [name for other, name in meanings if other == scheme]
                yield Mention(
                    scheme, names[0], first, last, "vocabulary", text, also=tuple(names[1:])
                )

    def means_otherwise(self, term: list[str]) -> bool:
        """Whether the document defines an acronym of the term as something unknown."""
        return len(term) > 1 and any(
            word in self.acronyms
            and not self.acronym_meanings[word]
            and key_of(self.acronyms[word]) not in self.lexicon.stems
            for word in term
        )

    def with_threshold(
        self, tokens: Sequence[Token], words: list[str], places: list[int]
    ) -> Iterable[Mention]:
        """MRD with a threshold: `MRD ≥ 0.01 %` by sign, `MRD-positive (≥ 0.01 %)` by word."""
        for stem, (positive, negative) in self.lexicon.stems.items():
            for i in range(len(words) - len(stem) + 1):
                if tuple(words[i : i + len(stem)]) != stem:
                    continue
                if (
                    len(stem) == 1
                    and self.acronym_meanings.get(stem[0], ()) == ()
                    and stem[0] in self.acronyms
                ):
                    if key_of(self.acronyms[stem[0]]) not in self.lexicon.stems:
                        continue  # matched related donor, not residual disease
                first, last = places[i], places[i + len(stem) - 1]
                sign = _threshold(tokens, last + 1)
                if sign is None:
                    continue
                operator, printed, end, start = sign
                between = [w for t in tokens[last + 1 : start] for w in [t.norm]]
                by_sign = positive if operator in ("≥", ">") else negative
                name, doubt = by_sign, None
                if "positive" in between or "negative" in between:
                    name = positive if "positive" in between else negative
                    if name != by_sign:
                        doubt = (
                            f"the sign of the threshold {printed} contradicts the word before it"
                        )
                yield Mention(
                    "endpoint", name, first, end, "threshold", "", doubt, f"{operator}{printed}"
                )


def _threshold(tokens: Sequence[Token], i: int) -> tuple[str, str, int, int] | None:
    """A comparison sign and a small percentage or power of ten: sign, text, end, start."""
    for k in range(i, min(i + 6, len(tokens) - 1)):
        if tokens[k].kind == "number" or tokens[k].norm in (".", ";", ","):
            return None
        sign = tokens[k].norm
        if sign in ("≥", ">", "<", "≤") and tokens[k + 1].kind == "number":
            number = tokens[k + 1].norm
            percent = k + 2 < len(tokens) and tokens[k + 2].norm == "%"
            if float(number) > 5:
                return None
            end = k + 2 if percent else k + 1
            if not percent and float(number) > 0.05:
                return None
            return sign, f"{number}%" if percent else number, end, k
    return None


def _hides_arm(m: Mention, named: Sequence[Mention]) -> bool:
    """Whether a time or phase is only the name of an arm: `after induction` where people had it."""
    return m.scheme in ("time", "phase") and any(
        a.rule == "named-arm" and m.first <= a.first <= m.last <= a.last for a in named
    )


_NAMED = frozenset(("drug", "regimen", "population", "study"))
"""Schemes whose names may contain one another."""


def _without_inner(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that are not nested in a longer one; equal spans of two schemes are kept."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.first - m.last, m.first)):
        inside = any(
            other.first <= mention.first
            and mention.last <= other.last
            and (
                other.scheme == mention.scheme
                or (
                    other.last - other.first > mention.last - mention.first
                    and not {other.scheme, mention.scheme} <= _NAMED
                )
            )
            for other in kept
        )
        if not inside:
            kept.append(mention)
    return kept


def family_of(endpoint: str) -> str | None:
    """The family of an endpoint of the vocabulary."""
    concept = vocabulary.concepts()["endpoint"].get(endpoint)
    return concept.family if concept else None
