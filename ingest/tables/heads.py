"""What the heads and labels of a cell name: an arm with its size, a study, a point in time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.language.mention import Mention
from ingest.language.mentions import MentionFinder
from ingest.language.timepoints import timeless
from ingest.language.tokens import fold, tokenise
from ingest.tables.grid import Cell, bare_size, compares, size_in, unsized

BASELINE = re.compile(
    r"\b(?:at )?baseline\b|demographic|inclusion|exclusion|eligib|^\W*characteristics?\W*$|"
    r"^(?:table \w+\W*)?(?:clinical |patients?['’]?s?['’]? )*characteristics\b(?!.*\boutcomes?)|"
    r"characteristics of (?:the )?(?:\w+ )?(?:patient|participant|subject|child|men|sample|popul)|"
    r"\bpre-?(?:treatment|operative|intervention|test)\b|"
    r"\bbefore (?:the )?(?:treatment|intervention|surgery|operation|therapy)\b|^\W*before\W*$",
    re.I,
)
"""Words for what was so before any treatment, which is no result."""
_LATER = re.compile(r"\b(?:after|post|follow|end of|change|outcome)", re.I)
_TIME = re.compile(
    r"(?:\W|\d|\b(?:at|after|from|to|of|the|and|end|day|week|month|year|hour|min|minute|visit|follow|up|"
    r"total|overall|whole|first|second|third|fourth|fifth|sixth|seventh|eighth?|ninth|tenth|treatment|post|during|final)s?\b)+",
    re.I,
)
_WHOLE = re.compile(r"\b(?:overall|total|all|both)\b", re.I)
_ALL = re.compile(r"\b(\d{1,6})\s?\(\s?100(?:\.0+)?\s?%?\s?\)")
_CITATION = re.compile(r"\[[\d,–\s-]{1,12}\]")
_MARK = re.compile(r"\^\{[^{}]{0,12}\}")
"""A raised footnote mark."""
_NUMBERS_OF = re.compile(
    r"[\[(]?\s*\b(?:number|no\.(?= of|\s*\(|\s*$)|(?<!\bgroup )(?<!\barm )n)(?!\w)"
    r"\s*[\])]?(?:\s*\(\s*%\s*\))?",
    re.I,
)
STATISTIC = re.compile(
    r"[(\[,;]?\s*\b(?:n\s?/\s?N|no\.(?!\w)|(?<!\bgroup )(?<!\barm )n|means?|SD|SEM?|median|IQR"
    r"|range|95\s?% ?CI)\b"
    r"\s*[)\],]?"
    r"|[(\[]\s*%\s*[)\]]|±|[†‡§*¶]",
    re.I,
)
"""Names of statistics and footnote marks, which belong to no name of an arm or endpoint."""
_ARM = ("arm", "drug", "regimen")
_ROLE = re.compile(
    r"\b(?:controls?|placebo|sham|vehicle|usual care|standard (?:care|treatment)|intervention|"
    r"experimental|(?:treatment|study|case) group|no treatment|untreated)\b"
    r"|^\W*(?:treatment|treated|active(?: treatment)?)\W*$",
    re.I,
)
"""Words for the role of an arm in heads and labels."""
WHEN = re.compile(
    r"\b(?:pre|post|before|after|following|during)[- ]*(?:the )?(?:intervention|treatment)\b"
    r"(?! (?:group|arm))", re.I,
)  # fmt: skip
"""The intervention as a point in time, not as an arm."""
_VERSUS = re.compile(r"\s(?:vs?\.?|versus)\s", re.I)


_BRACKETED = re.compile(r"(?P<one>[^\W\d_][^;:,()]*)\((?P<two>[^()]+)\)\s*$")


@dataclass(frozen=True, slots=True)
class ArmHead:
    """An arm as a head or label prints it, with the terms in its name and its size."""

    label: str
    terms: tuple[tuple[str, str], ...] = ()
    size: int | None = None


class HeadReader:
    """Reads the heads and labels of one document's tables.

    `known` tells of a label whether it names an arm that is known beforehand.
    """

    def __init__(
        self, finder: MentionFinder, known: Callable[[str], bool] = lambda label: False
    ) -> None:
        self.finder, self.known = finder, known
        self._arms: dict[str, ArmHead | None] = {}
        self._mentions: dict[str, list[Mention]] = {}

    def mentions(self, text: str) -> list[Mention]:
        if text not in self._mentions:
            self._mentions[text] = self.finder.find(tokenise(text))
        return self._mentions[text]

    def arm(self, text: str) -> ArmHead | None:
        """The arm that a head or label names, by the vocabulary, by the document or by its size."""
        if text not in self._arms:
            self._arms[text] = self._arm(text)
        return self._arms[text]

    def _arm(self, text: str) -> ArmHead | None:
        size = size_in(text) or (int(m[1]) if (m := _ALL.search(text)) else None)
        whole = self.label(WHEN.sub(" ", text))
        label, known = timeless(whole) or whole, self.known(whole)
        if not re.search(r"[^\W\d_]", label) or _WHOLE.search(label) or compares([label]):
            return None
        terms = tuple((m.scheme, m.name) for m in self.mentions(label) if m.scheme in _ARM)
        meaning = self.finder.acronyms.get(fold(label), ())
        role = _ROLE.search(label) or _ROLE.search(" ".join(meaning))
        if not terms and size is None and not role and not known:
            return None
        return ArmHead(label, terms, size or (bare_size(text) if terms or role or known else None))

    def label(self, text: str) -> str:
        """A head or label without size, statistics, citations and the name of a study."""
        bare = _CITATION.sub(" ", _ALL.sub(" ", unsized(_MARK.sub(" ", text))))
        bare = STATISTIC.sub(" ", _NUMBERS_OF.sub(" ", bare))
        for m in self.mentions(bare):
            if m.scheme == "study":
                rest = bare.replace(m.text, " ", 1)
                bare = rest if re.search(r"[^\W\d_]{2}", rest) else bare
        return " ".join(re.sub(r"[(\[]\s*[)\]]", " ", bare).split()).strip(" :,;=")

    def both(self, heads: Sequence[str]) -> tuple[ArmHead, ArmHead] | None:
        """The two arms of a head such as `drug A vs placebo`."""
        for head in reversed(heads):
            sides = _VERSUS.split(self.label(head))
            arms = [self.arm(side) or ArmHead(side.strip()) for side in sides]
            if len(sides) == 2 and any(arm.terms for arm in arms):
                return arms[0], arms[1]
        return None

    def bracketed(self, heads: Sequence[str]) -> tuple[ArmHead, ArmHead] | None:
        """The two arms of a head such as `after 8 weeks; drug A (placebo)`."""
        for head in reversed(heads):
            match = _BRACKETED.search(head)
            if match is not None:
                one, two = self.arm(match["one"]), self.arm(match["two"])
                if one is not None and two is not None and one.label != two.label:
                    return one, two
        return None

    def named(self, texts: Sequence[str], scheme: str) -> str | None:
        """The first name of a scheme in the first text that has any."""
        for text in texts:
            names = [m.name for m in self.mentions(text) if m.scheme == scheme]
            if names:
                return names[0]
        return None

    def endpoint(self, label: str) -> str | None:
        names = [m.name for m in self.mentions(label) if m.scheme == "endpoint"]
        return next((n for n in names if n not in self.finder.lexicon.families), None)

    def by_heads(self, cells: Sequence[Cell]) -> dict[int, ArmHead]:
        """The arm of each column; where one is named, the other columns of results are arms too."""
        columns = {c.column: c.heads for c in cells if not compares(c.heads)}
        named = {k: found for k, heads in columns.items() if (found := self._innermost(heads))}
        _fill_blocks(columns, named)
        depths = {depth for depth, _ in named.values()}
        arms = {k: arm for k, (_, arm) in named.items()}
        if len(depths) != 1:
            return arms
        (depth,) = depths
        for k, heads in columns.items():
            if k in arms or depth >= len(heads):
                continue
            label = self.label(heads[depth])
            words = re.search(r"[^\W\d_]{2}", timeless(label))
            if words and not _WHOLE.search(label) and not self.named([label], "time"):
                arms[k] = ArmHead(label, size=size_in(heads[depth]) or bare_size(heads[depth]))
        return arms

    def _innermost(self, heads: Sequence[str]) -> tuple[int, ArmHead] | None:
        """The last head that names an arm, with its depth."""
        found = ((n, self.arm(heads[n])) for n in reversed(range(len(heads))))
        return next(((n, arm) for n, arm in found if arm is not None), None)

    def by_labels(self, cells: Sequence[Cell]) -> dict[int, ArmHead]:
        """The arm of each row, where at least two rows name different arms."""
        arms = {
            c.row: arm for c in cells
            if c.labels and (arm := next(filter(None, map(self.arm, reversed(c.labels))), None))
        }  # fmt: skip
        rests: dict[str, set[str]] = {}
        for arm in arms.values():
            name, rest = self._apart(arm.label)
            rests.setdefault(rest, set()).add(name)
        for row, arm in arms.items():
            name, rest = self._apart(arm.label)
            if rest and len(rests[rest]) > 1:
                arms[row] = replace(arm, label=name)
        return arms if len({arm.label for arm in arms.values()}) > 1 else {}

    def _apart(self, label: str) -> tuple[str, str]:
        """A label's name of an arm, and its other words: `Pain, intervention group`."""
        named = [m.text for m in self.mentions(label) if m.scheme in (*_ARM, "arm")]
        role = _ROLE.search(label)
        name = max(named, key=len, default=role[0] if role else label)
        return name, " ".join(label.replace(name, " ", 1).split())


def _fill_blocks(
    columns: dict[int, tuple[str, ...]], named: dict[int, tuple[int, ArmHead]]
) -> None:
    """Name all columns of repeated blocks, `n, mean, SD, n, mean, SD`, some without their head."""
    labels = list(dict.fromkeys(arm.label for _, arm in named.values()))
    places = sorted(columns)
    width = len(places) // len(labels) if labels else 0
    lasts = [columns[k][-1:] for k in places]
    if width < 2 or len(labels) < 2 or lasts != lasts[:width] * len(labels):
        return
    for n, label in enumerate(labels):
        block = places[n * width : (n + 1) * width]
        inside = [named[k] for k in block if k in named]
        if 2 * sum(arm.label == label for _, arm in inside) > width:
            first = next(one for one in inside if one[1].label == label)
            named |= dict.fromkeys(block, first)


def is_baseline_only(caption: str) -> bool:
    """Whether a table is about what was so before any treatment, and nothing later."""
    return is_baseline(caption) and not _LATER.search(caption)


def is_baseline(*texts: str) -> bool:
    """Whether a caption, head or label is about what was so before any treatment."""
    return any(BASELINE.search(text) for text in texts)


def is_time(label: str) -> bool:
    """Whether a label is a point in time only, as in `Week 4` or `Second month`."""
    return bool(_TIME.fullmatch(label))
