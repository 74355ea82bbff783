"""How columns are kept small: each text once, and numbers as steps."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Rows(Generic[T]):
    """Distinct entries of a table, each with the number of its row."""

    def __init__(self, *first: T) -> None:
        self._rows: dict[T, int] = {}
        for entry in first:
            self.row(entry)

    def row(self, entry: T) -> int:
        """The row of an entry, which is added if it is new.

        >>> rows = Rows("a")
        >>> rows.row("b"), rows.row("a"), list(rows)
        (1, 0, ['a', 'b'])
        """
        return self._rows.setdefault(entry, len(self._rows))

    def find(self, entry: T) -> int:
        """The row of an entry, or -1."""
        return self._rows.get(entry, -1)

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows)


def steps(column: Sequence[int]) -> list[int]:
    """How much each number is more than the one before it.

    >>> steps([3, 3, 7])
    [3, 0, 4]
    """
    return [here - before for before, here in pairwise((0, *column))]


def columns(rows: Iterable[Sequence[int]], width: int) -> list[list[int]]:
    """The columns of a table, which may have no row.

    >>> columns([(1, 2), (3, 4)], 2), columns([], 2)
    ([[1, 3], [2, 4]], [[], []])
    """
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def split(iris: Sequence[str]) -> tuple[list[str], list[int], list[str]]:
    """Each IRI as the row of a prefix, which ends with its last slash, and a tail."""
    prefixes: Rows[str] = Rows()
    rows, tails = [], []
    for iri in iris:
        head, slash, tail = iri.rpartition("/")
        rows.append(prefixes.row(head + slash))
        tails.append(tail)
    return list(prefixes), rows, tails
