"""The case: a paper with its sources, drafted, joined, audited, and kept in a folder."""

from alltrace.case.checking import Case, check

__all__ = ["Case", "check"]
