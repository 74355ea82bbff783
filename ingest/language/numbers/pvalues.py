"""`p = 0.03`, `P < .001`, `p = NS`; the p of a trend or an interaction is of no value."""

from decimal import Decimal

from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.scanner import BEFORE, FILLERS, SIGN_OPERATORS, Scanner

_KIND = frozenset(("trend", "interaction", "log", "rank", ":", ",", "-"))


def p_value(scan: Scanner, i: int) -> int:
    """Attach the p-value that starts at `i` to the quantity before it."""
    if scan.tokens[i].text not in ("p", "P"):
        return i
    k = i + 1 + (scan.norm(i + 1) == "-")
    k += scan.lower(k) in ("value", "val")
    start = k
    while k < start + 4 and scan.lower(k) in FILLERS | _KIND:
        k += 1
    of_other = {"trend", "interaction"} & set(scan.lowers[start:k])
    operator = SIGN_OPERATORS.get(scan.norm(k))
    k += operator is not None
    if operator is not None and scan.norm(k) in ("NS", "ns"):
        return k + 1 if of_other else _settle(scan, i, k, None, None)
    if operator is None and k == i + 1:
        return i
    for words, sign in BEFORE:
        if scan.words(k, words):
            operator, k = sign, k + len(words)
            break
    if not scan.is_number(k) or Decimal(scan.norm(k)) > 1:
        return i
    if of_other or {"trend", "interaction"} & set(scan.lowers[max(0, i - 3) : i]):
        return k + 1
    return _settle(scan, i, k, scan.norm(k), operator or "=")


def _settle(scan: Scanner, i: int, last: int, p: str | None, operator: str | None) -> int:
    """Attach the p-value to the quantity before it, or add it as a quantity of its own."""
    previous = scan.previous()
    if previous is None or previous.p is not None or i - previous.last > 30:
        previous = Quantity(i, last, last)
        scan.quantities.append(previous)
    previous.p, previous.p_operator = p, operator
    previous.significant = False if p is None else previous.significant
    return last + 1
