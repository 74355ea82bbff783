"""What the heads and labels of a cell name: an arm with its size, a study, a point in time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.mention import Mention
from ingest.language.mentions import MentionFinder
from ingest.language.tokens import tokenise
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
_TIME = re.compile(
    r"(?:\W|\d|\b(?:at|after|from|to|of|the|and|end|day|week|month|year|hour|min|minute|visit|follow|up|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth?|ninth|tenth|treatment|post|during|final)s?\b)+",
    re.I,
)
_WHOLE = re.compile(r"\b(?:overall|total|all|both)\b", re.I)
_ALL = re.compile(r"\b(\d{1,6})\s?\(\s?100(?:\.0+)?\s?%?\s?\)")
_CITATION = re.compile(r"\[[\d,–\s-]{1,12}\]")
_NUMBERS_OF = re.compile(
    r"[\[(]?\s*\b(?:number|no\.(?= of|\s*\(|\s*$)|n)(?!\w)\s*[\])]?(?:\s*\(\s*%\s*\))?", re.I
)
STATISTIC = re.compile(
    r"[(\[,;]?\s*\b(?:n\s?/\s?N|no\.(?!\w)|n|means?|SD|SEM?|median|IQR|range|95\s?% ?CI)\b"
    r"\s*[)\],]?"
    r"|[(\[]\s*%\s*[)\]]|±|[†‡§*¶]",
    re.I,
)
"""Names of statistics and footnote marks, which belong to no name of an arm or endpoint."""
_ARM = ("arm", "drug", "regimen")
_ROLE = re.compile(
    r"\b(?:controls?|placebo|sham|vehicle|usual care|standard (?:care|treatment)|intervention|"
    r"experimental|(?:treatment|study|case) group|no treatment|untreated)\b",
    re.I,
)
"""Words for the role of an arm in heads and labels."""
_VERSUS = re.compile(r"\s(?:vs?\.?|versus)\s", re.I)


@dataclass(frozen=True, slots=True)
class ArmHead:
    """An arm as a head or label prints it, with the terms in its name and its size."""

    label: str
    terms: tuple[tuple[str, str], ...] = ()
    size: int | None = None


class HeadReader:
    """Reads the heads and labels of one document's tables."""

    def __init__(self, finder: MentionFinder) -> None:
        self.finder = finder

    def mentions(self, text: str) -> list[Mention]:
        return self.finder.find(tokenise(text))

    def arm(self, text: str) -> ArmHead | None:
        """The arm that a head or label names, by the vocabulary, by the document or by its size."""
        size = size_in(text) or (int(m[1]) if (m := _ALL.search(text)) else None)
        label = self.label(text)
        if not re.search(r"[^\W\d_]", label) or _WHOLE.search(label) or compares([label]):
            return None
        terms = tuple((m.scheme, m.name) for m in self.mentions(label) if m.scheme in _ARM)
        if not terms and size is None and not _ROLE.search(label):
            return None
        return ArmHead(label, terms, size or (bare_size(text) if terms else None))

    def label(self, text: str) -> str:
        """A head or label without size, statistics, citations and the name of a study."""
        bare = _CITATION.sub(" ", _ALL.sub(" ", unsized(text)))
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
        arms = {
            k: arm for k, heads in columns.items()
            if (arm := next(filter(None, map(self.arm, reversed(heads))), None))
        }  # fmt: skip
        if not arms:
            return {}
        depth = {self._depth(columns[k], arm) for k, arm in arms.items()}
        for k, heads in columns.items():
            if k not in arms and len(depth) == 1 and max(depth) < len(heads):
                label = self.label(heads[max(depth)])
                named = re.search(r"[^\W\d_]{2}", label) and not _WHOLE.search(label)
                if named and not self.named([label], "time"):
                    arms[k] = ArmHead(label)
        return arms

    def _depth(self, heads: Sequence[str], arm: ArmHead) -> int:
        return next(n for n, head in enumerate(heads) if self.label(head) == arm.label)

    def by_labels(self, cells: Sequence[Cell]) -> dict[int, ArmHead]:
        """The arm of each row, where at least two rows name different arms."""
        arms = {
            c.row: arm for c in cells
            if c.labels and (arm := next(filter(None, map(self.arm, reversed(c.labels))), None))
        }  # fmt: skip
        return arms if len({arm.label for arm in arms.values()}) > 1 else {}


def is_baseline(*texts: str) -> bool:
    """Whether a caption, head or label is about what was so before any treatment."""
    return any(BASELINE.search(text) for text in texts)


def is_time(label: str) -> bool:
    """Whether a label is a point in time only, as in `Week 4` or `Second month`."""
    return bool(_TIME.fullmatch(label))
