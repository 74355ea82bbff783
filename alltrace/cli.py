"""The command line. Exit codes: 0 good, 1 findings or invalid input, 2 wrong usage."""

import os
import sys
from typing import Annotated, Any

import typer

from alltrace import __version__
from alltrace.commands import (
    asking,
    auditing,
    building,
    comparing,
    drafting,
    exploring,
    importing,
    reading,
    resolving,
    reviewing,
    tracing,
)
from alltrace.commands.output import complain
from ontology.errors import AlltraceError

app = typer.Typer(
    name="alltrace",
    help="Which evidence holds up a medical conclusion, and where the chain breaks.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# Typer brings a copy of click along and exports only the leaves of its errors.
UsageError: type[Any] = typer.BadParameter.__mro__[1]

for command in (
    building.build,
    tracing.conclusions,
    tracing.trace,
    tracing.robustness,
    tracing.whatif,
    tracing.weigh,
    comparing.compare,
    comparing.plot,
    asking.query,
    building.validate,
    auditing.audit,
    auditing.numbers,
    reading.read,
    reading.references,
    reading.pico,
    drafting.draft,
    reviewing.review,
    reviewing.diff,
    drafting.ingest,
    resolving.resolve,
    building.export,
    exploring.explore,
    building.schema,
):
    app.command()(command)
app.command("import")(importing.import_files)
app.command("standing", hidden=True)(tracing.robustness)  # its former name


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """What holds for the program as a whole."""
    if version:
        print(f"alltrace {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; every error on purpose becomes lines on standard error."""
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
