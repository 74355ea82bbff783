"""What reviews teach: calibrate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alltrace.commands.options import FormatOption
from alltrace.commands.output import print_rich, show

if TYPE_CHECKING:
    from graph_viz.text.reports.checking import CalibrationReport


def calibrate(
    case: Annotated[list[Path], typer.Argument(metavar="CASE...", help="Cases that you reviewed.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE.toml", help="Default: in your data folder."),
    ] = None,
    form: FormatOption = "text",
) -> None:
    """Learn from reviewed cases how often each rule is right, by field, and show what it gains.

    Drafts use the table once ALLTRACE_CONFIDENCE names its file. Nothing is sent anywhere.
    """
    from platformdirs import user_data_path

    from alltrace.case.teaching import calibrate as learnt

    place = out or user_data_path("alltrace") / "confidence.toml"
    result = learnt(*case, out=place)
    show(form, "calibrate", result, lambda: _show(result))


def _show(result: "CalibrationReport") -> None:
    from graph_viz.text.console import table

    print(f"{result.labels} attachments of rules were reviewed in {len(result.cases)} cases.")
    header = ["field", "learnt from", "left out", "right", "said before", "after", "error before",
              "after"]  # fmt: skip
    rows = [
        [f.field, str(f.learnt_from), str(f.left_out), f"{f.right / f.left_out:.2f}",
         f"{f.said_before:.2f}", f"{f.said_after:.2f}", f"{f.error_before:.3f}",
         f"{f.error_after:.3f}"]
        for f in result.fields
    ]  # fmt: skip
    print_rich(table(header, rows))
    print(f"Written: {result.written}. To draft with it, set ALLTRACE_CONFIDENCE to this file.")
