"""The command line. Exit codes: 0 good, 1 findings or invalid input, 2 wrong usage."""

import ast
import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from alltrace.commands.output import complain
from graph_viz.text.reports import FORMER_NAMES
from ontology.errors import AlltraceError

COMMANDS = {
    "build": "building:build",
    "remove": "removing:remove",
    "conclusions": "tracing:conclusions",
    "trace": "tracing:trace",
    "robustness": "tracing:robustness",
    "whatif": "tracing:whatif",
    "weigh": "tracing:weigh",
    "compare": "comparing:compare",
    "plot": "comparing:plot",
    "query": "asking:query",
    "validate": "building:validate",
    "check": "checking:check",
    "calibrate": "calibrating:calibrate",
    "audit": "auditing:audit",
    "numbers": "auditing:numbers",
    "read": "reading:read",
    "references": "reading:references",
    "pico": "reading:pico",
    "draft": "drafting:draft",
    "review": "reviewing:review",
    "diff": "reviewing:diff",
    "ingest": "drafting:ingest",
    "resolve": "resolving:resolve",
    "export": "exporting:export",
    "explore": "exploring:explore",
    "schema": "exporting:schema",
    "import": "importing:import_files",
    "migrate": "migrating:migrate",
}
"""Every command: the module in `alltrace.commands`, loaded when it is called, and the function."""

# Typer brings a copy of click along and exports only the leaves of its errors.
UsageError: type[Any] = typer.BadParameter.__mro__[1]


class LazyGroup(TyperGroup):
    """The commands by name; the module of one is loaded when it is called or described."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands; their modules are read for it and not loaded."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        rows = [
            (name, TyperCommand(name, help=_help(name)).get_short_help_str(limit))
            for name in COMMANDS
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        cmd_name = FORMER_NAMES.get(cmd_name, cmd_name)
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name].split(":")
        one = _typer()
        one.command(cmd_name)(getattr(import_module(f"alltrace.commands.{module}"), function))
        command: Any = typer.main.get_command(one)
        command.params += [p for p in self.params if p.name in ("verbose", "log_file")]
        command.callback = _logged(command.callback)
        return command


def _help(name: str) -> str:
    """The docstring of a command, from the source of its module."""
    module, function = COMMANDS[name].split(":")
    source = files("alltrace.commands").joinpath(f"{module}.py").read_text(encoding="utf-8")
    found = (n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef))
    return next(ast.get_docstring(n) or "" for n in found if n.name == function)


def _logged(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with `-v` and `--log-file` behind its name as well as before it."""

    def run(verbose: int, log_file: Path | None, **given: Any) -> Any:
        _log(verbose, log_file)
        return command(**given)

    return run


def _typer(**options: Any) -> typer.Typer:
    return typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **options
    )


app = _typer(
    name="alltrace",
    help="Which evidence holds up a medical conclusion, and where the chain breaks.",
    no_args_is_help=True,
    cls=LazyGroup,
)


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    verbose: Annotated[
        int,
        typer.Option(
            "-v",
            "--verbose",
            count=True,
            show_default=False,
            help="Tell what is done on standard error; -vv: more.",
        ),
    ] = 0,
    log_file: Annotated[
        Path | None,
        typer.Option("--log-file", metavar="FILE", help="Append what is done, in full, to a file."),
    ] = None,
) -> None:
    """What holds for the program as a whole."""
    if version:
        from alltrace import __version__

        print(f"alltrace {__version__}")
        raise typer.Exit
    _log(verbose, log_file)


def _log(verbose: int, file: Path | None) -> None:
    if verbose or file is not None:
        from alltrace import logs

        logs.start(verbose, file)


def main() -> None:
    """Run the command line; every error on purpose becomes lines on standard error."""
    gc.set_threshold(50_000, 20, 20)  # a short run makes few cycles, and the search for them costs
    try:
        code = app(standalone_mode=False)
    except UsageError as error:
        complain(f"{error.format_message()} (see alltrace --help)")
        code = 2
    except typer.Exit as error:
        code = error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except AlltraceError as error:
        for line in str(error).splitlines():
            complain(line)
        code = 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:  # a disk or a store that fails while its answer is being read
        complain(str(error).splitlines()[0])
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
