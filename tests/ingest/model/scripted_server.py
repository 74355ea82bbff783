"""A server with the interface of OpenAI that says what a test tells it to, and can misbehave."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ingest.drafting.known import KnownRecords, known
from ingest.drafting.record import DraftRecord, draft_record
from ingest.model.choice import ModelChoice
from ingest.model.limits import Limits
from ingest.model.reader import ModelReader
from ingest.readers import read_bytes

DAY = "2030-01-01"
QUICK = Limits(timeout=5, seconds=60, tokens=100_000, tries=2, first_wait=0.01)

LETTER = """\
# Comment on: Zelimab for lung cancer

To the Editor: We read with interest the report by Smith and colleagues on zelimab [1]. Of 40 people
given zelimab, 31 (77.5%) had a complete remission at 6 months, and grumbling was seen in 12.5% of them.
The dose was lower than usual.

In conclusion, zelimab may be better than usual care.

## References

1. Smith A, Jones B. Zelimab for lung cancer: a randomised trial. J Example. 2030;1:1-9.
"""
REMISSION = "31 (77.5%) had a complete remission"
OPENING, RESULT, CONCLUSION = "s1.1", "s1.2", "s2.1"

Answer = str | bytes | int | Callable[["Asked"], Any]


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def task(self) -> str:
        system = self.body["messages"][0]["content"]
        tasks = {'{"values"': "values", '{"lines"': "lines", '{"text"': "wording"}
        return next(task for sign, task in tasks.items() if sign in system)

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return data

    @property
    def form(self) -> str:
        return str(self.body.get("response_format", {}).get("type", "none"))


@dataclass
class Script:
    """What is answered to each task: a text, a status, bytes as they are, or what a function says."""

    values: Answer = '{"values": []}'
    lines: Answer = '{"lines": []}'
    wording: Answer = '{"text": "-"}'
    model: str = "scripted-1"
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: Asked) -> Any:
        self.asked.append(asked)
        answer = getattr(self, asked.task)
        return answer(asked) if callable(answer) else answer


def values(*items: Mapping[str, Any]) -> str:
    return json.dumps({"values": list(items)})


def lines(*items: Mapping[str, Any]) -> str:
    return json.dumps({"lines": list(items)})


def value(number: str = "77.5", quote: str = REMISSION, **parts: Any) -> dict[str, Any]:
    whole = {"endpoint": "complete remission", "arm": None, "time": None, "whose": "unclear"}
    return {"number": number, "quote": quote, **whole, **parts}


def line(evidence: str = RESULT, bears_on: str = CONCLUSION, **parts: Any) -> dict[str, Any]:
    whole = {"direction": "supports", "linking": "In conclusion"}
    return {"evidence": evidence, "bears_on": bears_on, **whole, **parts}


@contextmanager
def serving(script: Script) -> Iterator[Script]:
    """The script on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = script.answer(Asked(body, dict(self.headers)))
            if answer is None:  # the server dies
                self.connection.close()
                return
            status, content = (answer, b"{}") if isinstance(answer, int) else (200, answer)
            if isinstance(content, str):
                content = completion(content, script.model)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://models.example.org/v1/chat/completions")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()


def completion(content: str, model: str) -> bytes:
    answer = {
        "model": model,
        "choices": [{"message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20},
    }
    return json.dumps(answer).encode()


def slowly(seconds: float, content: str = "{}") -> Callable[[Asked], str]:
    def answer(_: Asked) -> str:
        time.sleep(seconds)
        return content

    return answer


def reader(script: Script, kept: Path | None = None, limits: Limits = QUICK) -> ModelReader:
    return ModelReader(ModelChoice.of(f"{script.url}#tester"), kept, limits)


def drafted(second: ModelReader | None, text: str = LETTER) -> DraftRecord:
    paper = read_bytes(text.encode(), "letter.md")
    return draft_record(paper, _known(), DAY, "letter", second)


def _known() -> KnownRecords:
    return known([])


def read(script: Script, text: str = LETTER, kept: Path | None = None) -> DraftRecord:
    """The draft of a text with a scripted model beside the rules."""
    with serving(script):
        return drafted(reader(script, kept), text)


def dropped(draft: DraftRecord) -> list[str]:
    """Why proposals of the model were dropped, without those of a script that words nothing."""
    told = [line.partition("dropped: ")[2] for line in draft.left_out if "dropped: " in line]
    return [why for why in told if why != "a wording that is no plain sentence"]


def of_number(draft: DraftRecord, number: str) -> Any:
    """The value of a draft with a printed number."""
    several: Sequence[Any] = (*draft.record.stated, *draft.record.reported)
    return next(v for v in several if v.value == number)
