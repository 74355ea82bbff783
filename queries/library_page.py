"""The page of all questions, made from their files: `make docs` writes it to docs/questions.md."""

import sys
from itertools import groupby

from queries.library import Question, by_topic

_HEAD = """# Questions

Made by `make docs` from the files in `queries/questions/`; do not edit. Ask one with
`alltrace query NAME -p PARAMETER=VALUE`, in Python with `graph.rows("NAME", PARAMETER=VALUE)`. A
parameter that is left out stays free. Where a parameter is a thing, give its id, label or IRI.
Every question runs unchanged on any SPARQL 1.1 engine ([engines](engines.md)).
"""


def page() -> str:
    """The page as Markdown, by topic and name."""
    parts = [_HEAD]
    for topic, some in groupby(by_topic(), key=lambda q: q.topic):
        parts.append(f"\n## {topic.capitalize()}\n")
        parts += [_entry(question) for question in some]
    return "".join(parts)


def _entry(question: Question) -> str:
    lines = [f"\n### {question.name}\n\n{question.description.strip()}\n"]
    if question.parameters:
        lines.append("\n| parameter | takes | |\n|---|---|---|\n")
    for name, parameter in question.parameters.items():
        needed = "**required**; " if parameter.required else ""
        lines.append(f"| `{name}` | {parameter.type} | {needed}{parameter.about} |\n")
    given = "".join(f" -p {name}={value}" for name, value in question.example.items())
    lines.append(
        f"\n`alltrace query {question.name}{given}` gives {', '.join(question.columns)}.\n"
    )
    return "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(page())
