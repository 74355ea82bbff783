"""What the commands that write one file give as JSON."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a command wrote."""

    file: str
    format: str
    bytes: int
