"""A question to a model: a prompt of the package, data, and the schema of its answer."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

Task: TypeAlias = Literal["values", "lines", "wording"]
TASKS: tuple[Task, ...] = ("values", "lines", "wording")
_VERSION = re.compile(r"version: (\d+)\n+")


@dataclass(frozen=True, slots=True)
class Prompt:
    """The instruction of one task, and its version, which grows when it is changed."""

    task: Task
    version: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.task}-{self.version}"


@cache
def prompt(task: Task) -> Prompt:
    """The prompt of a task.

    >>> prompt("wording").text.splitlines()[0][:30]
    'You read one sentence of a med'
    """
    text = (files("ingest") / "model" / "prompts" / f"{task}.md").read_text("utf-8")
    head = _VERSION.match(text)
    assert head is not None, task
    return Prompt(task, head[1], text[head.end() :].strip())


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `data` is JSON, so that no text in it can pass for a part of the prompt."""

    prompt: Prompt
    data: str
    schema: Mapping[str, object]
    most_tokens: int

    @classmethod
    def of(
        cls, task: Task, data: Mapping[str, object], schema: Mapping[str, object], most_tokens: int
    ) -> "Question":
        return cls(prompt(task), json.dumps(data, ensure_ascii=False), schema, most_tokens)

    def body(self, model: str) -> dict[str, object]:
        """What is sent to the server; the same question is answered in the same way."""
        return {
            "model": model,
            "messages": [
                {"role": "system", "content": self.prompt.text},
                {"role": "user", "content": self.data},
            ],
            "temperature": 0,
            "seed": 1,
            "max_tokens": self.most_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {
                    "name": self.prompt.task, "strict": True, "schema": self.schema,
                },
            },
        }  # fmt: skip

    def key(self, model: str) -> str:
        """The SHA-256 of what is sent, by which the answer is kept."""
        sent = json.dumps(self.body(model), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(sent.encode()).hexdigest()
