"""What `query --list` gives as JSON."""

from dataclasses import dataclass

from queries.library import Parameter


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question of the library, as `alltrace query --list` gives it."""

    name: str
    topic: str
    description: str
    parameters: dict[str, Parameter]
    example: dict[str, str]
    columns: list[str]
