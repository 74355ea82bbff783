"""`make bench`: all benchmarks, or the named ones (`python -m benchmarks traces`).

Compare figures only within one run, as machines differ.
"""

import sys

from benchmarks import (
    drafting,
    existence,
    explorer,
    extraction,
    growth,
    joining,
    loading,
    matching,
    models,
    rct_numbers,
    reading,
    references,
    sources,
    traces,
    train_conclusions,
    train_confidence,
    train_lines,
)

SECTIONS = {
    "loading": loading.main,
    "traces": traces.main,
    "growth": growth.main,
    "explorer": explorer.main,
    "references": references.main,
    "matching": matching.main,
    "sources": sources.main,
    "existence": existence.main,
    "joining": joining.main,
    "reading": reading.main,
    "extraction": extraction.main,
    "trial-numbers": rct_numbers.main,
    "drafting": drafting.main,
}


COMMANDS = {
    "model": models.main,
    "train-conclusions": train_conclusions.main,
    "train-confidence": train_confidence.main,
    "train-lines": train_lines.main,
}
"""What is run only when it is named, with the arguments after it."""


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    if sys.argv[1:2] and (command := COMMANDS.get(sys.argv[1])):
        del sys.argv[1]
        command()
        return
    chosen = sys.argv[1:] or list(SECTIONS)
    for name in chosen:
        if name not in SECTIONS:
            sys.exit(f"benchmarks: no section is called {name!r}; there are: {', '.join(SECTIONS)}")
    del sys.argv[1:]
    for name in chosen:
        SECTIONS[name]()


if __name__ == "__main__":
    main()
