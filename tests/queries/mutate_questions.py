"""Every mutant of every question, put to the invented graph: those that no expected answer tells.

Run as a script (`make mutants`) it prints the share that survives and each survivor, as Markdown.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from expected_answers import Asked, asked, graph, written
from question_mutants import Mutant, mutants

from ontology.errors import AlltraceError
from queries.library import Question, ask, questions


@cache
def askings(name: str) -> list[Asked]:
    """How a question is put to the invented graph."""
    return [one for one in asked() if one.graph == "invented" and one.question == name]


def answers(question: Question) -> Iterator[str]:
    """The answer of a question, sound or faulty, to each of its askings; why, if it has none."""
    for one in askings(question.name):
        try:
            rows = ask(graph("invented").store, question, one.parameters)
            cells = ([row[name] for name in question.columns] for row in rows)
            yield written(question.columns, ([c and c.value for c in row] for row in cells))
        except (AlltraceError, KeyError) as error:
            yield f"fails: {type(error).__name__}"


def survivors(question: Question, faulty: Iterable[Mutant]) -> list[Mutant]:
    """Those mutants of a question that answer every asking as the question itself does."""
    right = list(answers(question))
    return [
        mutant
        for mutant in faulty
        if all(
            wrong == truth
            for wrong, truth in zip(
                answers(question.model_copy(update={"sparql": mutant.sparql})), right, strict=True
            )
        )
    ]


def report() -> str:
    """The share of survivors by kind of fault, and each survivor by question."""
    made: Counter[str] = Counter()
    left: list[tuple[str, Mutant]] = []
    for name, question in questions().items():
        faulty = mutants(question.sparql)
        made.update(mutant.kind for mutant in faulty)
        left += [(name, mutant) for mutant in survivors(question, faulty)]
    lived = Counter(mutant.kind for _, mutant in left)
    lines = [
        f"{len(left)} of {made.total()} mutants of the questions survive "
        f"({len(left) / made.total():.1%}).\n\n| fault | mutants | survive |\n|---|---|---|\n",
        *(f"| {kind} | {made[kind]} | {lived[kind]} |\n" for kind in sorted(made)),
        "\n| question | survivors |\n|---|---|\n",
    ]
    for name, some in groupby(left, key=lambda one: one[0]):
        told = "; ".join(f"{m.kind}, {m.edit}" for _, m in some)
        lines.append(f"| {name} | {told} |\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report())
