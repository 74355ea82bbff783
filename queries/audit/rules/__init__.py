"""The audit rules, by family."""

from queries.audit.found import Rule
from queries.audit.rules import arithmetic, citations, comparability, document, wording

RULES: dict[str, Rule] = {
    rule.name: rule
    for family in (arithmetic, document, comparability, citations, wording)
    for rule in family.RULES
}
"""Every rule, by name, in the order in which the docs show them."""
