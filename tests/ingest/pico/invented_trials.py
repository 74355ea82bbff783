"""Invented trial reports in many layouts, each with questions whose answers are known.

A report is one way of naming the arms, of telling their sizes, and of printing one result. The
numbers are made up; the ways of writing are those that trial reports commonly use.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from invented_layouts import BINARY, BOTH, CONTINUOUS, EVENTS, LAST

from ingest.extract.source import ExtractionInput, Sentence, Table
from ingest.pico.ask import Kind, Question


@dataclass(frozen=True)
class Naming:
    """How a question and a report name two arms."""

    asked: tuple[str, str]
    told: tuple[str, ...]
    """Sentences that define the arms."""
    heads: tuple[str, str]
    """The arms as table heads."""
    text: tuple[str, str]
    """The arms within a sentence, behind `in` or `to`."""


NAMINGS = {
    "names": Naming(
        ("yoga", "usual care"), ("Adults with fatigue took part in yoga or had usual care.",),
        ("Yoga", "Usual care"), ("the yoga group", "the usual care group"),
    ),
    "roles": Naming(
        ("telephone coaching", "standard follow-up"),
        ("The intervention group received telephone coaching and the control group standard follow-up.",),
        ("Intervention", "Control"), ("the intervention group", "the control group"),
    ),
    "letters": Naming(
        ("ketamine", "fentanyl"), ("Group A received ketamine and group B received fentanyl.",),
        ("Group A", "Group B"), ("group A", "group B"),
    ),
    "numerals": Naming(
        ("mesh repair", "suture repair"),
        ("Patients in Group I underwent mesh repair and those in Group II underwent suture repair.",),
        ("Group I", "Group II"), ("group I", "group II"),
    ),
    "initials": Naming(
        ("ketamine", "nalbuphine"),
        ("Patients were given ketamine (Group K) or nalbuphine (Group N) at the end of surgery.",),
        ("Group K", "Group N"), ("group K", "group N"),
    ),
    "acronyms": Naming(
        ("cognitive behavioural therapy", "treatment as usual"),
        ("Participants had cognitive behavioural therapy (CBT) or treatment as usual (TAU).",),
        ("CBT", "TAU"), ("the CBT group", "the TAU group"),
    ),
    "grouped acronyms": Naming(
        ("resistance training", "no training"),
        ("Women entered a resistance training group (RG) or a control group (CG) without training.",),
        ("RG", "CG"), ("the RG", "the CG"),
    ),
    "placebo": Naming(
        ("zinc supplementation", "placebo"),
        ("Children received zinc or matching placebo for two weeks.",),
        ("Placebo", "Zinc"), ("the zinc group", "the placebo group"),
    ),
    "added": Naming(
        ("honey plus dextromethorphan", "dextromethorphan alone"),
        ("Children received dextromethorphan with or without honey.",),
        ("Dextromethorphan + honey", "Dextromethorphan"),
        ("the dextromethorphan plus honey group", "the dextromethorphan group"),
    ),
    "treated": Naming(
        ("oral vitamin D3", "placebo"), ("The treatment group took vitamin D3 by mouth.",),
        ("Treatment", "Control"), ("the treatment group", "the control group"),
    ),
    "experimental": Naming(
        ("virtual reality glasses", "routine dressing"),
        ("In the experimental group, children wore virtual reality glasses.",),
        ("Experimental group", "Control group"), ("the experimental group", "the control group"),
    ),
    "doses": Naming(
        ("high-dose atorvastatin 80 mg", "atorvastatin 10 mg"),
        ("Patients took atorvastatin 80 mg or 10 mg daily.",),
        ("Atorvastatin 80 mg", "Atorvastatin 10 mg"),
        ("the atorvastatin 80 mg group", "the atorvastatin 10 mg group"),
    ),
}  # fmt: skip
SIZED = (42, 39)
"""People in the two arms, in every report but those with equal arms."""


@dataclass(frozen=True)
class Told:
    """Where a report tells the sizes: in sentences, in table heads, in a row, or in a caption."""

    sentences: Callable[[Naming], tuple[str, ...]] = lambda naming: ()
    in_heads: str = ""
    row: str = ""
    sizes: tuple[int, int] = SIZED


def _in_words(text: str) -> Callable[[Naming], tuple[str, ...]]:
    return lambda n: tuple(
        text.format(x=n.text[0], y=n.text[1], X=n.asked[0], Y=n.asked[1]).split("|")
    )


SIZES = {
    "brackets": Told(_in_words("A total of 81 participants were randomised to {x} (n = 42) or {y} (n = 39).")),
    "of all": Told(_in_words("Of 81 patients, 42 were assigned to {x} and 39 to {y}.")),
    "in words": Told(_in_words("Forty-two patients were allocated to {x} and thirty-nine to {y}.")),
    "respectively": Told(_in_words("There were 42 and 39 patients in {x} and {y}, respectively.")),
    "heads": Told(in_heads=" (n = 42)| (n = 39)"),
    "bare heads": Told(in_heads=" (42)| (39)"),
    "heads, line": Told(in_heads=" N=42| N=39"),
    "row": Told(row="Number of patients"),
    "semicolon": Told(_in_words("We enrolled 81 patients ({x}, n = 42; {y}, n = 39).")),
    "nouns": Told(_in_words("Eligible patients were assigned to {x} (42 patients) or {y} (39 patients).")),
    "two groups of": Told(_in_words("Eighty patients were randomly divided into two groups of 40 patients each."), sizes=(40, 40)),
    "two equal groups": Told(_in_words("Eighty patients were randomly divided into two equal groups."), sizes=(40, 40)),
    "each group": Told(_in_words("Eighty patients took part, 40 in each group."), sizes=(40, 40)),
    "n each": Told(_in_words("Patients were randomly allocated into two groups (n = 40 each)."), sizes=(40, 40)),
    "n per group": Told(_in_words("Participants were randomized into two groups (n = 40 per group)."), sizes=(40, 40)),
    "final": Told(_in_words("The final analysis included 42 participants in {x} and 39 in {y}.")),
    "completed": Told(_in_words("Ninety patients were randomised, 45 to each group.|Three patients in {x} and six in {y} were lost to follow-up.|Finally, 42 patients in {x} and 39 patients in {y} were analysed."), "| "),
    "consisted": Told(_in_words("{x} consisted of 42 patients and {y} of 39.")),
    "received": Told(_in_words("Forty-two patients received {X} and 39 received {Y}.")),
    "colon": Told(_in_words("Patients were randomised into two groups ({x}: 42 patients; {y}: 39 patients).")),
}  # fmt: skip


SENTENCES: dict[str, tuple[str, str, Kind, tuple[Any, ...]]] = {
    "counts": ("Nausea was reported by 7 patients in {x} and 14 patients in {y}.", "nausea", "binary", EVENTS),
    "brackets after arms": ("Nausea was less common in {x} (7/{0}, {0.7}%) than in {y} (14/{1}, {1.14}%).", "nausea", "binary", EVENTS),
    "brackets, p": ("Nausea occurred in 7 ({0.7}%) patients in {x} and in 14 ({1.14}%) in {y} (p = 0.04).", "nausea", "binary", EVENTS),
    "percent first": ("{0.7}% (7/{0}) of {x} and {1.14}% (14/{1}) of {y} had nausea.", "nausea", "binary", EVENTS),
    "of people": ("Seven of the {0} patients in {x} had nausea, compared with 14 of {1} in {y}.", "nausea", "binary", EVENTS),
    "at the end": ("The incidence of nausea differed between {x} and {y} ({0.7}% vs. {1.14}%, respectively).", "nausea", "binary", EVENTS),
    "only percent": ("Nausea was seen in {0.7}% of {x} and {1.14}% of {y}.", "nausea", "binary", EVENTS),
    "respectively": ("The numbers of patients with nausea in {x} and {y} were 7 and 14, respectively.", "nausea", "binary", EVENTS),
    "arms first": ("In {x}, 7 patients ({0.7}%) had nausea, whereas 14 ({1.14}%) did in {y}.", "nausea", "binary", EVENTS),
    "colon": ("Nausea was rarer with treatment ({x}: 7/{0}; {y}: 14/{1}).", "nausea", "binary", EVENTS),
    "none": ("No patient in {x} and 3 in {y} had a rash.", "rash", "binary", (0, 3)),
    "mean ±": ("The mean pain score at 8 weeks was 3.0 ± 1.2 in {x} and 5.1 ± 1.4 in {y} (P < 0.001).", "pain score", "continuous", LAST),
    "mean (SD)": ("Mean (SD) pain scores were 3.0 (1.2) in {x} and 5.1 (1.4) in {y}.", "pain score", "continuous", LAST),
    "SD named": ("Pain scores were lower in {x} (mean 3.0, SD 1.2) than in {y} (mean 5.1, SD 1.4).", "pain score", "continuous", LAST),
    "M and SD": ("{x} reported less pain (M = 3.0, SD = 1.2) than {y} (M = 5.1, SD = 1.4).", "pain", "continuous", LAST),
    "versus": ("Pain scores were lower in {x} than in {y} (3.0 ± 1.2 vs 5.1 ± 1.4, p < 0.001).", "pain score", "continuous", LAST),
    "respectively ±": ("The mean pain scores in {x} and {y} were 3.0 ± 1.2 and 5.1 ± 1.4, respectively.", "pain score", "continuous", LAST),
    "before and after": ("Pain fell from 6.8 ± 1.0 to 3.0 ± 1.2 in {x} and from 6.7 ± 1.1 to 5.1 ± 1.4 in {y}.", "pain", "continuous", LAST),
    "SE": ("Pain scores were 3.0 ± 0.2 (SE) in {x} and 5.1 ± 0.2 (SE) in {y}.", "pain score", "continuous", (3.0, None, 5.1, None)),
    "median": ("Median pain scores were 3.0 (IQR 2.0–4.0) in {x} and 5.1 (IQR 4.2–6.6) in {y}.", "pain score", "continuous", (None, None, None, None)),
    "list of comparisons": ("There were no differences in dizziness ({x} 2/{0} ({0.2}%) v {y} 4/{1} ({1.4}%); P = 0.4), nausea (7/{0} ({0.7}%) v 14/{1} ({1.14}%); P = 0.04) or rash (1/{0} v 0/{1}).", "nausea", "binary", EVENTS),
    "versus twice": ("Pain ({x} 3.0 ± 1.2 vs. {y} 5.1 ± 1.4) and sleep (9.2 ± 2.8 vs. 10.6 ± 3.2) improved.", "sleep", "continuous", (9.2, 2.8, 10.6, 3.2)),
    "first of the subject": ("Compared with {y}, {x} had less nausea ({0.7}% vs {1.14}%; P = 0.04).", "nausea", "binary", EVENTS),
    "SD brackets": ("At 8 weeks, the pain score averaged 3.0 (SD 1.2) in {x} versus 5.1 (SD 1.4) in {y}.", "pain score", "continuous", LAST),
}  # fmt: skip
"""A sentence, what is asked, of which kind, and the answer of both arms."""


SIZED_SENTENCES = (
    "Participants were divided into {x} (42) and {y} (39).",
    "Patients were assigned to {x} (42 patients; mean age 45 years) or {y} (39 patients; mean age 46 years).",
    "Data were available for {x} (n = 42, 20 men) and {y} (n = 39, 18 men).",
    "Eighty-one patients completed the trial: 42 from {x} and 39 from {y}.",
    "n = 42 for {x} and n = 39 for {y}.",
    "{x} included 42 patients and {y} included 39 patients.",
    "There were 42 (20 men) in {x} and 39 (18 men) in {y}.",
    "We analysed data of 81 patients, 42 in {x} and 39 in {y}.",
    "81 subjects (42 in {x}, 39 in {y}) finished the trial.",
    "Of the 81 participants, 42 (52%) were allocated to {x} and 39 (48%) to {y}.",
    "Forty-two patients were treated with {X} and 39 patients with {Y}.",
    "42 patients underwent {X}, and 39 underwent {Y}.",
    "Eighty-one women were randomised, of whom 42 received {X} and 39 received {Y}.",
)
"""Ways of telling that the arms hold 42 and 39 people."""
EQUAL_SENTENCES = (
    "Eighty patients were randomly and equally divided into {x} and {y}.",
    "Eighty patients were randomly assigned to two groups (40 patients per group).",
    "Forty patients were enrolled in each group.",
    "Each group consisted of 40 patients.",
    "Both groups included 40 patients.",
    "Eighty participants were allocated to {x} or {y} (n = 40 in each).",
    "Participants (n = 80) were randomly allocated to two equal groups.",
    "The 80 patients were divided into 2 groups with 40 patients in each.",
    "We randomised 80 patients, 40 per arm.",
    "Eighty patients were divided equally into two groups.",
)
"""Ways of telling that each arm holds 40 people."""


@dataclass(frozen=True)
class Case:
    """One report with one question and its answer as `(sizes..., values...)`."""

    name: str
    layout: str
    source: ExtractionInput
    question: Question
    answer: tuple[Any, ...]


def filled(cell: str, sizes: tuple[int, int]) -> str:
    """A cell with `{0}` as a size and `{0.7}` as the percentage of 7 in arm 0."""
    for arm in BOTH:
        cell = cell.replace(f"{{{arm}}}", str(sizes[arm]))
        for count in (1, 2, 4, 7, 14, 25, 35):
            cell = cell.replace(f"{{{arm}.{count}}}", f"{100 * count / sizes[arm]:.1f}")
    return cell


def _source(sentences: Sequence[str], table: Table | None) -> ExtractionInput:
    made = [
        Sentence(text[:1].upper() + text[1:], n, 1, 1000 * n) for n, text in enumerate(sentences, 1)
    ]
    return ExtractionInput(tuple(made), tables=(table,) if table else ())


def sized(text: str, naming: Naming) -> ExtractionInput:
    """A report that tells the sizes of its arms in one sentence and nothing else."""
    told = text.format(x=naming.text[0], y=naming.text[1], X=naming.asked[0], Y=naming.asked[1])
    return _source((*naming.told, told), None)


def cases() -> Iterator[Case]:
    """Every naming with every layout and every sentence; the ways of telling sizes go round."""
    ways = list(SIZES.items())
    turn = 0
    for named, naming in NAMINGS.items():
        for shown, layout in (CONTINUOUS | BINARY).items():
            way, told = ways[turn % len(ways)]
            turn += 1
            swapped = named == "placebo"
            sizes = told.sizes
            sides = naming.heads[::-1] if swapped else naming.heads
            if told.in_heads:
                sides = tuple(
                    f"{h}{p.rstrip()}" for h, p in zip(sides, told.in_heads.split("|"), strict=True)
                )  # type: ignore[assignment]
            caption, rows, head = layout.make(sides)
            if "{}" in str(rows) and shown == "counted columns":
                row = rows[-1]
                rows[-1] = [row[0], str(sizes[0]), row[2], str(sizes[1]), *row[4:]]
            rows = [[filled(cell, sizes) for cell in row] for row in rows]
            if told.row:
                if shown not in ROWED:
                    continue
                rows.insert(
                    head, [told.row, str(sizes[0]), str(sizes[1]), *[""] * (len(rows[0]) - 3)]
                )
            table = Table(caption, tuple(map(tuple, rows)), head)
            source = _source((*naming.told, *told.sentences(naming)), table)
            yield _case(
                f"{named} | {way} | {shown}",
                source,
                naming,
                layout.asked,
                layout.kind,
                sizes,
                layout.answer,
            )
        for shown, (text, asked, kind, answer) in SENTENCES.items():
            way, told = ways[turn % len(ways)]
            turn += 1
            if told.in_heads or told.row:
                way, told = ways[turn % 4]
            sentence = filled(text, told.sizes).format(x=naming.text[0], y=naming.text[1])
            source = _source((*naming.told, *told.sentences(naming), sentence), None)
            yield _case(
                f"{named} | {way} | {shown}", source, naming, asked, kind, told.sizes, answer
            )


ROWED = {name for name in CONTINUOUS if name.startswith("outcome rows")} | set(BINARY) - {
    "split counts", "events as columns",
}  # fmt: skip
"""Layouts with one column for each arm, which a row of sizes can stand above."""


def _case(
    name: str, source: ExtractionInput, naming: Naming, outcome: str, kind: Kind, sizes: tuple[int, int],
    answer: tuple[Any, ...],
) -> Case:  # fmt: skip
    each = len(answer) // 2
    expected = (sizes[0], *answer[:each], sizes[1], *answer[each:])
    return Case(
        name, name.rpartition(" | ")[2], source, Question(*naming.asked, outcome, kind), expected
    )
