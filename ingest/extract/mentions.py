"""Mentions in a sentence: endpoints, drugs, populations, studies, arms, times, grades.

Terms of the vocabularies are matched through the lexicon; a document's own definitions of acronyms
take precedence. Names that no vocabulary has are recognised by their form and become proposals.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.extract.lexicon import CAUSES, DROPPED, Lexicon, key_of, long_form
from ingest.extract.tokens import Token, acronym, wordset
from ontology import vocabulary


@dataclass(frozen=True, slots=True)
class Mention:
    """A term at tokens `first` to `last`. Without a vocabulary, the name is the text."""

    scheme: str
    name: str
    first: int
    last: int
    rule: str
    text: str = ""
    doubt: str | None = None
    threshold: str | None = None
    also: tuple[str, ...] = ()
    """Other concepts that the same words may mean."""


Abbreviations = dict[str, tuple[str, ...]]
"""The folded words of each acronym's long form in the document."""


# -- abbreviations ---------------------------------------------------------------------------------


def abbreviations(sentences: Iterable[Sequence[Token]]) -> Abbreviations:
    """The acronyms that the document defines; the first definition counts.

    >>> from ingest.extract.tokens import tokenise
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


# -- words of the vocabularies ---------------------------------------------------------------------

_SCHEME_ORDER = {"endpoint": 0, "study": 1, "population": 2, "regimen": 3, "drug": 4, "phase": 5}


class MentionFinder:
    """Recognises mentions in the sentences of one document."""

    def __init__(
        self, lexicon: Lexicon, acronyms: Abbreviations, registered: Mapping[str, str] | None = None
    ) -> None:
        self.lexicon = lexicon
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
        chosen += _proposed_studies(tokens, chosen)
        chosen += arms(tokens, chosen)
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
        chosen += _proposed_studies(tokens, chosen)
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


# -- times -----------------------------------------------------------------------------------------

_UNITS = {
    "year": "years", "yr": "years", "y": "years", "month": "months", "mo": "months",
    "week": "weeks", "wk": "weeks", "day": "days", "d": "days",
}  # fmt: skip
_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
}  # fmt: skip
_TIMINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("at", "the", "end", "of"), "end of"), (("at", "end", "of"), "end of"),
    (("end", "of"), "end of"), (("completion", "of"), "end of"), (("start", "of"), "start of"),
    (("beginning", "of"), "start of"), (("prior", "to"), "before"), (("before",), "before"),
    (("during",), "during"), (("after",), "after"), (("following",), "after"), (("post",), "after"),
)  # fmt: skip
_TIMINGS_BY_WORD = {
    first: [timing for timing in _TIMINGS if timing[0][0] == first]
    for first in {timing[0][0] for timing in _TIMINGS}
}


def times(tokens: Sequence[Token], lexicon: Lexicon) -> Iterable[Mention]:
    """Times at which a value holds, in the form of the record: `4 years`, `end of block-1`."""
    norms = [t.norm.lower() for t in tokens]
    n = len(tokens)
    for i in range(n):
        amount = tokens[i].norm if tokens[i].kind == "number" else _NUMBER_WORDS.get(norms[i])
        if tokens[i].kind == "number":
            # 3- and 5-year: the first number has the unit of the second.
            k = i + 1 + (norms[i + 1 : i + 2] == ["-"])
            second = k + 1
            if norms[k : k + 1] == ["and"] and second < n and tokens[second].kind == "number":
                k = second + 1 + (norms[second + 1 : second + 2] == ["-"])
                unit = _UNITS.get(norms[k]) if k < n else None
                if unit is not None and (norms[k - 1] == "-" or norms[i - 1 : i] == ["at"]):
                    name = f"{tokens[i].norm} {unit}"
                    yield Mention("time", name, i, i, "time", name)
                    if norms[k - 1] != "-":
                        name = f"{tokens[second].norm} {unit}"
                        yield Mention("time", name, second, k, "time", name)
        if amount is not None:
            k = i + 1
            hyphen = k < n and norms[k] == "-"
            k += hyphen
            unit = _UNITS.get(norms[k]) if k < n else None
            if unit is not None and not _age_or_span(norms, i, k):
                before = norms[i - 1] if i else ""
                if (
                    hyphen
                    or before in ("at", "by", "after", "within", "of")
                    or _names_estimate(norms, k + 1)
                ):
                    median = "median" in norms[max(0, i - 8) : i]
                    if not median:
                        yield Mention("time", f"{amount} {unit}", i, k, "time", f"{amount} {unit}")
            label = _UNITS.get(norms[i - 1]) if i else None
            if label is not None and tokens[i].kind == "number" and (k >= n or norms[k] != "%"):
                before = norms[i - 2] if i > 1 else ""
                if before in ("at", "by", "on", "of", "after", "") or before == "(":
                    name = f"{amount} {label}"
                    yield Mention("time", name, i - 1, i, "time", name)
        for words, timing in _TIMINGS_BY_WORD.get(norms[i], ()):
            if tuple(norms[i : i + len(words)]) == words:
                rest = i + len(words)
                while rest < n and (norms[rest] in DROPPED or norms[rest] in ("-", "first", "of")):
                    if (
                        norms[rest] == "first"
                        and rest + 1 < n
                        and norms[rest + 1] in ("block", "cycle", "induction", "course")
                    ):
                        break
                    rest += 1
                length, meanings = lexicon.at([t.norm for t in tokens[rest : rest + 6]], 0)
                phase = next((name for scheme, name in meanings if scheme == "phase"), None)
                if length and phase is not None:
                    yield Mention("time", f"{timing} {phase}", i, rest + length - 1, "time")
                break


def _age_or_span(norms: list[str], i: int, k: int) -> bool:
    """Whether an amount of time is an age or a duration, as in `aged 5 years`, `for 8 weeks`."""
    after = norms[k + 1 : k + 3]
    before = norms[max(0, i - 4) : i]
    return (
        "old" in after or "age" in before or "aged" in before or "ages" in before
        or before[-1:] == ["for"] or "age" in after[:1]
        or before[-1:] in (["<"], [">"], ["≥"], ["≤"])
    )  # fmt: skip


def _names_estimate(norms: list[str], k: int) -> bool:
    return any(
        w in ("survival", "estimate", "probability", "cumulative", "follow", "EFS", "OS", "rate",
              "efs", "os", "dfs", "pfs")
        for w in norms[k : k + 3]
    )  # fmt: skip


# -- grades and registrations ----------------------------------------------------------------------


def grades(tokens: Sequence[Token]) -> Iterable[Mention]:
    """Grades of adverse events in the record's form: `3`, `≥3`; a list yields one each."""
    norms = [t.norm.lower() for t in tokens]
    for i, word in enumerate(norms):
        if word != "grade":
            continue
        k = i + 1
        while k < len(norms) and norms[k] in ("≥", ">", "≤", "(", "-"):
            k += 1
        digits: list[tuple[int, int]] = []
        ranged = False
        while k < len(norms):
            if tokens[k].kind == "number" and norms[k] in "12345" and len(norms[k]) == 1:
                digits.append((int(norms[k]), k))
            elif norms[k] in ("-", "to", "–"):
                ranged = True
            elif norms[k] not in (",", "and", "or", "/", "grade"):
                break
            k += 1
        if not digits:
            continue
        last = digits[-1][1]
        open_end = {"higher", "above", "greater", "worse", "more"} & set(norms[last + 1 : last + 4])
        sign = next((n for n in norms[i + 1 : i + 3] if n in ("≥", "≤")), "")
        low, high = digits[0][0], digits[-1][0]
        text = " ".join(t.text for t in tokens[i : last + 1])
        if len(digits) == 1:
            name = f"{sign}{low}"
            if open_end and not sign:
                name = f"≥{low}"
                last += 2
            yield Mention("grade", name, i, last, "grade", text)
        elif ranged and high == 5:
            yield Mention("grade", f"≥{low}", i, last, "grade", text)
        elif ranged or norms[digits[0][1] + 1] in ("/", "or"):
            yield Mention("grades", f"{low}-{high}", i, last, "grade", text)
        else:
            for digit, place in digits:
                yield Mention("grade", str(digit), place, place, "grade", text)


_REGISTRY = re.compile(
    r"NCT\d{8}|IS(?:RC|CR)TN\d{8}|ACTRN\d{14}|ChiCTR[\w-]{6,20}|UMIN\d{9}|IRCT\w{8,20}"
    r"|CTRI\w{4,20}|DRKS\d{8}"
)


def registered(studies: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The studies by those of their names that are registry numbers."""
    return {
        name.replace(" ", ""): slug
        for slug, names in studies.items()
        for name in names
        if _REGISTRY.fullmatch(name.replace(" ", ""))
    }


def registrations(tokens: Sequence[Token]) -> Iterable[Mention]:
    """Registry numbers; a misspelt ISRCTN is corrected, with a doubt."""
    for i, token in enumerate(tokens):
        text = token.text
        last = i
        if text in ("ISRCTN", "ISCRTN", "NCT") and i + 1 < len(tokens):
            if tokens[i + 1].kind == "number":
                text, last = text + tokens[i + 1].text, i + 1
        if _REGISTRY.fullmatch(text):
            wrong = text.startswith("ISCRTN")
            doubt = f"{text} is read as ISRCTN{text[6:]}" if wrong else None
            name = f"ISRCTN{text[6:]}" if wrong else text
            yield Mention("registration", name, i, last, "registry-number", text, doubt)


_CODE = re.compile(r"(?=[A-Za-z0-9]{0,5}[A-Z]{2})[A-Z][A-Za-z]{1,9}[0-9]{2,5}[A-Z]?[0-9]{0,3}")
_NO_TRIAL = re.compile(
    r"(CD|IL|HLA|COVID|SARS|BCL|TP|GRCH|ICD|SF|EQ|PHQ|GHQ|BDI|FEV|VO|IFN)[0-9]+.*", re.I
)
_TRIAL_WORDS = frozenset(["trial", "study", "protocol"])


def _proposed_studies(tokens: Sequence[Token], known: list[Mention]) -> list[Mention]:
    """Trial names that no record has, by their form: a code, or capitals before `trial`."""
    taken = {
        k
        for m in known
        if m.scheme in ("study", "registration")
        for k in range(m.first, m.last + 1)
    }
    proposed = []
    for i, token in enumerate(tokens):
        if token.kind != "word" or i in taken:
            continue
        last = i + 2 if _hyphenated(tokens, i) else i
        text = "".join(t.text for t in tokens[i : last + 1])
        following = tokens[last + 1].norm.lower() if last + 1 < len(tokens) else ""
        code = _CODE.fullmatch(text) and not _NO_TRIAL.fullmatch(text)
        long_code = code and len(text) >= 6
        named = following in _TRIAL_WORDS and (
            code or (text.isupper() and len(text) >= 4 and text.replace("-", "").isalnum())
        )
        if long_code or named:
            proposed.append(Mention("study", slug(text), i, last, "proposed-study", text,
                                    "no record has a study of this name"))  # fmt: skip
    return proposed


def _hyphenated(tokens: Sequence[Token], i: int) -> bool:
    """Whether a hyphen and a number directly follow a word, as in `ROWAN-1`."""
    return (
        i + 2 < len(tokens)
        and tokens[i + 1].norm == "-"
        and tokens[i + 2].kind == "number"
        and tokens[i].end == tokens[i + 1].start
        and tokens[i + 1].end == tokens[i + 2].start
    )


# -- arms ------------------------------------------------------------------------------------------

_ARM_NOUNS = frozenset(["arm", "group", "recipient", "treated", "assigned"])
_ARM_WORDS = frozenset(["placebo", "control", "intervention", "comparator", "sham", "tau"])
_BREAKS = wordset(
    "in for with the of and a an to among from between by on versus vs than were was is are "
    "had both each all two three this that these those or who which as at patient child "
    "participant receiving received compared per study treatment same other no"
)
_STEMS = re.compile(
    r".{3,}(mab|nib|cillin|statin|pril|sartan|oxetine|faxine|platin|rubicin|taxel|azole|vir|ciclib|"
    r"lisib|parib|zomib|lukast|gliptin|gliflozin|glutide|profen|caine|dipine|olol|triptan|setron|"
    r"tidine|prazole|mycin|floxacin|cycline|barbital|azepam|azolam|peridol|apine|idone|parin|xaban|"
    r"gatran|grel|cept|kinra|limus|tinib|asone|olone|sone|trexate|bine|abine|feron)"
)
"""Stems of international non-proprietary names of drugs."""


def arms(tokens: Sequence[Token], known: list[Mention]) -> list[Mention]:
    """Arms and groups: `the X arm`, `placebo`, a drug, a name with the stem of a drug."""
    mentions: list[Mention] = []
    taken: set[int] = set()
    for i, token in enumerate(tokens):
        word = token.norm.lower()
        if token.kind == "word" and word in ("arm", "group") and i:
            k = i - 1
            while k >= 0 and i - k <= 5:
                part = tokens[k]
                if part.norm != "-" and (part.kind != "word" or part.norm.lower() in _BREAKS):
                    break
                k -= 1
            first, last = k + 1, i
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            if following is not None and re.fullmatch(r"[A-H]|[IV]{1,3}|[1-6]", following.text):
                last = i + 1
            if last - first >= 1 and not taken & set(range(first, last + 1)):
                mentions.append(_arm(tokens, first, last, "arm-noun"))
                taken |= set(range(first, last + 1))
    for mention in known:
        if mention.scheme in ("drug", "regimen") and mention.first not in taken:
            mentions.append(replace(mention, scheme="arm", rule="arm-by-treatment",
                                name=mention.text, text=mention.text))  # fmt: skip
            taken |= set(range(mention.first, mention.last + 1))
    for i, token in enumerate(tokens):
        word = token.norm.lower()
        if token.kind != "word" or i in taken:
            continue
        if word in _ARM_WORDS:
            mentions.append(_arm(tokens, i, i, "arm-word"))
        elif len(word) > 6 and _STEMS.fullmatch(word):
            mentions.append(replace(_arm(tokens, i, i, "proposed-drug"),
                                doubt="the vocabulary has no drug of this name"))  # fmt: skip
    return mentions


def _arm(tokens: Sequence[Token], first: int, last: int, rule: str) -> Mention:
    text = " ".join(t.text for t in tokens[first : last + 1])
    return Mention("arm", text, first, last, rule, text)


def slug(text: str) -> str:
    """An id for a record: lower-case ASCII words and hyphens; `unnamed` if none is left.

    >>> slug("MRD-negative (day 29)"), slug("…")
    ('mrd-negative-day-29', 'unnamed')
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].strip("-")
    return plain or "unnamed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name that no vocabulary or record has, its place, and why it is proposed.

    Paragraph 0 is the title.
    """

    scheme: str
    name: str
    text: str
    paragraph: int
    sentence: int
    why: str


def family_of(endpoint: str) -> str | None:
    """The family of an endpoint of the vocabulary."""
    concept = vocabulary.concepts()["endpoint"].get(endpoint)
    return concept.family if concept else None
