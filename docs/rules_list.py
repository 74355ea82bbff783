"""The list of audit rules, from the rules; `make docs` writes it to docs/rules/README.md."""

from queries.audit.rule import ARITHMETIC, CITATIONS, COMPARABILITY, DOCUMENT, WORDING
from queries.audit.rules import RULES

HEAD = """\
# Audit rules

Each page says what a rule finds and does not find, with an example and its source. Severities: an
*error* follows from the numbers and records at hand, a *warning* is a likely fault that a person
should assess, a *note* is information. What was not seen of a source is unknown, not wrong.

Made by `make docs` from the rules; do not edit. [How to add a rule](../adding-a-rule.md)."""


def page() -> str:
    """The page: a list of rules for each family."""
    lines = [HEAD]
    for family in (ARITHMETIC, DOCUMENT, COMPARABILITY, CITATIONS, WORDING):
        lines += ["", f"## {family.capitalize()}", ""]
        for rule in RULES.values():
            if rule.family == family:
                names = ", ".join(f"`{name}`" for name in (rule.name, *rule.also))
                lines.append(f"- [{rule.title}]({rule.name}.md): {names}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(page())
