"""The audit rules, one module a family; importing them registers them."""

from queries.audit.rule import RULES
from queries.audit.rules import (
    arithmetic,
    certainty,
    citations,
    comparability,
    consistency,
    designs,
    document,
    identity,
    notices,
    references,
    support,
    wording,
)

__all__ = [
    "RULES",
    "arithmetic",
    "certainty",
    "citations",
    "comparability",
    "consistency",
    "designs",
    "document",
    "identity",
    "notices",
    "references",
    "support",
    "wording",
]
