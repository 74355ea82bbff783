"""Make the pictures of docs/explorer.md from the bundled records: `make screenshots`."""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from alltrace import EvidenceGraph

FOLDER = Path(__file__).parent / "images"
COLOURS = 256
"""Few colours make small files, and the page has few."""
WIDE, HIGH = 1440, 900
PICTURES = {
    "conclusions": ("", "light"),
    "trace": ("#view=trace&conclusion=too-little-efficacy", "light"),
    "matrix": ("#view=matrix", "light"),
    "text": ("#view=text&select=mohetaer-2026/too-toxic", "light"),
    "map": ("#view=map&select=study/all-r3&near=1", "dark"),
}


def main() -> None:
    """Take each picture anew."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("screenshots: there is no Chromium on this machine")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "alltrace.html"
        path.write_text(EvidenceGraph().explorer(), encoding="utf-8")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (state, scheme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": WIDE, "height": HIGH},
                color_scheme=scheme,  # type: ignore[arg-type]
            )
            page.goto(path.as_uri() + state)
            page.wait_for_function("document.documentElement.dataset.ready !== undefined")
            page.wait_for_timeout(500)
            shown = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            few = shown.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(FOLDER / f"explorer-{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
