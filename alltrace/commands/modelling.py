"""The model that the user brings, on the command line: options, progress, and what it is told."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alltrace.commands.output import complain
from ontology.errors import AlltraceError
from ontology.settings import MODEL

if TYPE_CHECKING:
    from ingest.model.reader import ModelReader, Progress

ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="URL#NAME",
        envvar=MODEL.name,
        help="A language model that reads beside the rules: an OpenAI-compatible server, a name.",
    ),
]
AllowRemoteOption = Annotated[
    bool,
    typer.Option("--allow-remote", help="Send text of documents to a model on another machine."),
]


def second_reader(model: str | None, allow_remote: bool, kept: Path | None) -> "ModelReader | None":
    """The model that the options name, which keeps its replies in a folder; None for none.

    Says once if text is sent to another machine. Raises typer.BadParameter for a model that may
    not be asked.
    """
    if not model:
        return None
    from alltrace.documents import model_reader

    watcher = _watched if sys.stderr.isatty() else None
    try:
        reader = model_reader(model, allow_remote=allow_remote, kept=kept, watcher=watcher)
    except AlltraceError as error:
        raise typer.BadParameter(str(error), param_hint="--model") from None
    if reader is not None and not reader.choice.local:
        complain(f"the text of the documents is sent to {reader.choice.host}")
    return reader


def replies_beside(out: Path | None, folder: bool) -> Path | None:
    """Where replies are kept: within the folder of the drafts, else beside the one draft.

    >>> replies_beside(Path("drafts"), True).as_posix()
    'drafts/model-replies'
    >>> replies_beside(Path("letter.yaml"), False).as_posix()
    'letter.model-replies'
    """
    if out is None:
        return None
    return out / "model-replies" if folder else out.with_suffix(".model-replies")


def _watched(progress: "Progress") -> None:
    """One line of the terminal, written over until all is answered."""
    line = f"model: {progress.done} of {progress.total}, {progress.tokens_a_second:.0f} tokens/s"
    sys.stderr.write("\r\033[K" + (line if progress.done < progress.total else ""))
    sys.stderr.flush()
