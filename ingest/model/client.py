"""Asking an OpenAI-compatible server, within limits; a server that dies is not asked again."""

import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, Field, ValidationError

from ingest.http import TryAgainError, retry_after, retrying
from ingest.model.cache import Reply, ReplyCache
from ingest.model.choice import ModelChoice
from ingest.model.limits import Limits, Spending
from ingest.model.proposals import without_lengths
from ingest.model.question import Question
from ontology.errors import ModelError, shown
from ontology.settings import MODEL_KEY

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)
_LARGEST = 1_000_000
"""The most bytes of an answer that are read."""
_LONGEST_WAIT = 30.0
_UNCONSTRAINED = frozenset((400, 413, 415, 422, 501))
"""What servers answer that do not have a form of answer, or to a question that is too long."""
_LETTERS_A_TOKEN = 4
Form: TypeAlias = Literal["bounded", "json_schema", "json_object", "text"]
_FORMS: tuple[Form, ...] = ("bounded", "json_schema", "json_object", "text")
"""The forms of an answer that are asked for, the strictest first: held to the schema with the
lengths of its texts, held to the schema, held to JSON, not held to anything."""


class _RefusedError(ModelError):
    """A question that the server does not take, which says nothing of the next."""


class _Message(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Message = _Message()


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Answer(BaseModel):
    """The part of a chat completion that is read."""

    choices: list[_Choice] = Field(min_length=1)
    model: str = ""
    usage: _Usage | None = None


class ModelClient:
    """Questions to one model about one document, answered from the cache where that has them."""

    def __init__(
        self,
        choice: ModelChoice,
        cache: ReplyCache,
        limits: Limits | None = None,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self.choice, self._cache, self._today = choice, cache, today
        self.spending = Spending(limits or Limits())
        self.silent: str | None = None
        """Why the server is not asked any more."""
        self.form: Form = _FORMS[0]
        self.asked = self.kept = self.failed = 0
        self._failed_before = False
        self._opened: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()

    def ask(self, question: Question) -> Reply:
        """The answer. Raises ModelError if there is none, or none is asked for any more."""
        key = question.key(self.choice.name)
        if (kept := self._cache.get(key)) is not None:
            self.kept += 1
            return kept
        try:
            if self.silent is not None:
                raise ModelError(self.silent)
            reply = self._answer(question)
        except ModelError:
            self.failed += 1
            raise
        try:
            self._cache.put(key, reply)
        except OSError as error:
            _log.warning("the answer of the model is not kept: %s", error)
        return reply

    def _answer(self, question: Question) -> Reply:
        try:
            self.spending.check()
            reply = self._in_a_form(question)
        except _RefusedError:
            raise
        except ModelError as error:
            if self._failed_before or error.__cause__ is not None:
                self.silent = str(error)
            self._failed_before = True
            raise
        self._failed_before = False
        self.asked += 1
        return reply

    def _in_a_form(self, question: Question) -> Reply:
        """The answer in the strictest form that the server has; tried once for all questions."""
        for form in _FORMS[_FORMS.index(self.form) :]:
            reply = self._posted(question, form)
            if reply is not None:
                self.form = form
                return reply
        raise _RefusedError(f"{self.choice.host} does not take the question")

    def _posted(self, question: Question, form: Form) -> Reply | None:
        """The answer; None if the server does not have this form of answer."""
        limits = self.spending.limits
        started = time.monotonic()
        try:
            attempts = retrying(limits.tries, limits.first_wait, _LONGEST_WAIT, log=_log)
            content: bytes | None = attempts(self._post, _body(question, self.choice.name, form))
        except TryAgainError as error:
            raise ModelError(f"{self.choice.host}: {error}") from error
        if content is None:
            return None
        reply = self._reply(content, form)
        self.spending.add(reply.tokens, reply.written, time.monotonic() - started)
        return reply

    def _post(self, body: dict[str, object]) -> bytes | None:
        import httpx

        deadline = time.monotonic() + self.spending.limits.timeout
        try:
            with self._client().stream("POST", self.choice.url + _PATH, json=body) as response:
                if response.status_code in _UNCONSTRAINED:
                    return None
                self._refuse(response)
                return _content(response, deadline)
        except httpx.TimeoutException:
            raise ModelError(f"{self.choice.host}: no answer in time") from None
        except httpx.HTTPError as error:
            raise TryAgainError(f"no answer: {type(error).__name__}") from None

    def _refuse(self, response: "httpx.Response") -> None:
        """Raises for an answer that is none; no redirection is followed to another host."""
        status = response.status_code
        if status == 429 or status >= 500:
            raise TryAgainError(
                f"status {status}", retry_after(response.headers.get("Retry-After", ""))
            )
        if status != 200:
            told = ModelError(f"{self.choice.host}: status {status}")
            raise told from TryAgainError("no other question will be answered either")

    def _reply(self, content: bytes, form: Form) -> Reply:
        try:
            answer = _Answer.model_validate_json(content)
        except ValidationError:
            message = f"{self.choice.host}: the answer is no chat completion"
            raise ModelError(message, value=content[:200]) from None
        text = answer.choices[0].message.content or ""
        usage = answer.usage or _Usage(completion_tokens=len(text) // _LETTERS_A_TOKEN)
        return Reply(
            content=text,
            model=_called(answer.model or self.choice.name),
            day=self._today().isoformat(),
            tokens=usage.prompt_tokens + usage.completion_tokens,
            written=usage.completion_tokens,
            constrained=form in ("bounded", "json_schema"),
        )

    def _client(self) -> "httpx.Client":
        if self._opened is None:
            import httpx

            key = MODEL_KEY.text()
            self._opened = httpx.Client(
                timeout=self.spending.limits.timeout,
                headers={"Authorization": f"Bearer {key}"} if key else {},
                follow_redirects=False,
                # A proxy of the environment may be another machine.
                trust_env=not self.choice.local,
            )
        return self._opened


_PATH = "/chat/completions"


def _content(response: "httpx.Response", deadline: float) -> bytes:
    """The body of an answer, if it comes in time and is of a bounded size."""
    body = bytearray()
    for piece in response.iter_bytes():
        body += piece
        if len(body) > _LARGEST:
            raise ModelError(f"{response.url.host}: an answer of more than {_LARGEST} bytes")
        if time.monotonic() > deadline:
            raise ModelError(f"{response.url.host}: no answer in time")
    return bytes(body)


def _body(question: Question, model: str, form: Form) -> dict[str, object]:
    """What is sent; where the server cannot be held to the schema, the prompt tells it."""
    body = question.body(model)
    if form == "bounded":
        return body
    if form == "json_schema":
        return replace(question, schema=without_lengths(question.schema)).body(model)
    told = f"{question.prompt.text}\nJSON schema: {json.dumps(question.schema)}"
    messages: list[Any] = [
        {"role": "system", "content": told},
        {"role": "user", "content": question.data},
    ]
    rest = {k: v for k, v in body.items() if k != "response_format"}
    form_of_answer = {"response_format": {"type": form}} if form == "json_object" else {}
    return {**rest, "messages": messages, **form_of_answer}


def _called(model: str) -> str:
    """A server's own id of its model, without the folder of a file, fit for one line.

    >>> _called("/home/me/models/small.gguf"), _called("maker/large-7b")
    ('small.gguf', 'maker/large-7b')
    """
    if re.match(r"/|[A-Za-z]:\\|~", model):
        model = re.split(r"[\\/]", model)[-1]
    return shown(re.sub(r"[^\w.:/@+ -]", "", model), 80).strip("'\"") or "unnamed"
