"""Plain numbers: percentages, measures and counts, with what is printed around them, and lists."""

from decimal import Decimal

from ingest.language.numbers.counts import count_in_words, take_percentage
from ingest.language.numbers.quantity import Quantity
from ingest.language.numbers.scanner import BACK, BEFORE, FILLERS, SIGN_OPERATORS, Number, Scanner
from ingest.language.numbers.spreads import take_brackets, take_listed_spread, take_spread
from ingest.language.numbers.units import NO_UNIT, rate_unit, shared_unit_of, take_unit
from ingest.language.tokens import acronym

_SCORES = frozenset(("score", "scale", "index", "rating"))
_LONGEST_LIST = 12


def plain(scan: Scanner, i: int) -> int:
    """The number at `i`, in digits or words, where no other form applies."""
    number = scan.signed(i)
    if number is None:
        return count_in_words(scan, i)
    if scan.lower(i - 1) == "per":
        return number.last + 1  # per 100 patient-years
    if scan.is_label(number.first):
        return _past_labels(scan, number.last)
    ends = scan.range(i)
    hyphen = number.last + 1 + scan.percent(number.last + 1)
    if ends is not None and scan.norm(hyphen) == "-" and scan.percent(ends[2]):
        return _range_of_shares(scan, number, ends)
    matched = scan.norm(number.last + 1) == "/" and scan.is_number(number.last + 2)
    if matched and scan.is_whole(number.first):
        return number.last + 3  # 10/10: no count, see `fraction`
    if (ends is not None and scan.norm(number.last + 1) == "-") or scan.norm(i - 1) == "/":
        if not _joined_to_word(scan, number):
            return (ends[2] if ends else number.last) + 1
    quantity = _value(scan, number)
    listed = _shared_unit(scan, number) if quantity.unit is None else []
    if listed:
        scan.quantities += listed
        return listed[-1].last + 1
    if quantity.unit is not None or _may_be_value(scan, quantity):
        scan.quantities.append(quantity)
    return quantity.last + 1


def _range_of_shares(scan: Scanner, number: Number, ends: tuple[str, str, int]) -> int:
    """`20–30%`: a value given as a range, told by its lower end."""
    low, high, last = ends
    quantity = Quantity(number.first, last, number.first, low, "%", statistic="proportion")
    quantity.lower, quantity.upper = low, high
    quantity.rules += ["percentage", "range"]
    quantity.doubts.append(f"printed as the range {low} to {high}")
    scan.quantities.append(quantity)
    return last + 1


def _joined_to_word(scan: Scanner, number: Number) -> bool:
    """Whether a hyphen joins the number to a word, as in `4-year`; that is no range."""
    return scan.norm(number.last + 1) == "-" and not scan.is_number(number.last + 2)


def _past_labels(scan: Scanner, last: int) -> int:
    """Skip the rest of a list of labels: grades 3, 4 and 5; days 8-29."""
    k = last + 1
    while True:
        step = k
        while scan.norm(step) in (",", "-", "/", "+") or scan.lower(step) in ("and", "or", "to"):
            step += 1
        after = step + 1
        if step == k or not scan.is_number(step) or scan.percent(after):
            return k
        if scan.norm(after) in ("(", "/"):
            return k
        k = after


def _value(scan: Scanner, number: Number) -> Quantity:
    """The value at `number` with its operator, spread, unit and bracketed additions."""
    quantity = Quantity(number.first, number.last, number.first, number.value)
    _take_operator(scan, quantity)
    _take_percent(scan, quantity)
    take_spread(scan, quantity)
    _take_percent(scan, quantity)
    if quantity.unit == "%":
        quantity.rules.append("percentage")
        quantity.statistic = quantity.statistic or "proportion"
        _take_total(scan, quantity)
    take_brackets(scan, quantity)
    if quantity.unit is None and (rate := rate_unit(scan, quantity.last + 1)) is not None:
        quantity.unit, quantity.statistic = rate, "rate"
    if quantity.spread is None:
        take_listed_spread(scan, quantity)
    if quantity.unit in (None, "%"):
        take_unit(scan, quantity)
    named = scan.opens(quantity.last + 2) and acronym(scan.tokens[quantity.last + 1].text)
    if quantity.unit is None and named and (quantity.value or "").isdigit():
        last = take_percentage(scan, quantity)  # 361 LD (89.1%)
        quantity.last = quantity.last if last is None else last
    pronoun = scan.lower(quantity.last + 1) == "of" and scan.lower(quantity.last + 2) in BACK
    if quantity.unit is None and pronoun:
        last = take_percentage(scan, quantity)
        quantity.last = quantity.last if last is None else last
        if last is None and (quantity.value or "").isdigit():
            quantity.unit, quantity.statistic = "patients", "count"
    return quantity


def _take_percent(scan: Scanner, quantity: Quantity) -> None:
    width = scan.percent(quantity.last + 1)
    if width and quantity.unit is None:
        quantity.unit, quantity.last = "%", quantity.last + width


def _take_total(scan: Scanner, quantity: Quantity) -> None:
    """Parse the denominator in `30% of the 40 deaths`."""
    if scan.lower(quantity.last + 1) != "of":
        return
    k = quantity.last + 2
    while scan.lower(k) in ("the", "all", "these", "those"):
        k += 1
    if scan.is_whole(k) and not scan.percent(k + 1) and not scan.is_time_unit(k + 1):
        quantity.denominator, quantity.last = scan.norm(k), k


def _take_operator(scan: Scanner, quantity: Quantity) -> None:
    k = quantity.first - 1
    sign = SIGN_OPERATORS.get(scan.norm(k))
    if sign is not None:
        quantity.operator, quantity.first = sign, k
        return
    for words, operator in BEFORE:
        start = quantity.first - len(words)
        if start >= 0 and scan.words(start, words):
            if words == ("over",) and scan.lower(start - 1) in ("superior", "superiority"):
                return
            quantity.operator, quantity.first = operator, start
            quantity.wording = " ".join(words)
            return


def _may_be_value(scan: Scanner, quantity: Quantity) -> bool:
    """Whether a bare number may be a value; the attachment of endpoints decides later."""
    value = quantity.value or ""
    scored = _SCORES & set(scan.lowers[max(0, quantity.first - 10) : quantity.first])
    if "." in value and scored and scan.lower(quantity.first - 1) in FILLERS | {"and", "vs"}:
        quantity.unit = "points"
        quantity.doubts.append(NO_UNIT)
        return True
    if value.isdigit() and 1900 <= int(value) <= 2100:
        return False
    return value.isdigit() and len(value) < 7 and not scan.is_time_unit(quantity.last + 1)


def _shared_unit(scan: Scanner, number: Number) -> list[Quantity]:
    """The quantities of `44.9, 24.1, and 3.6 %` or `8, 12 and 11 patients`: one unit for all."""
    items, k = [number], number.last + 1
    unit, width = None, 0
    while unit is None:
        step = k
        while scan.lower(step) in (",", "and", "or", "vs", "versus", "v", "."):
            step += 1
        following = scan.signed(step) if k < step <= k + 3 else None
        if following is None or len(items) == _LONGEST_LIST:
            return []
        items.append(following)
        k = following.last + 1
        unit, width = shared_unit_of(scan, k)
    if not _fits(items, unit) or scan.lower(number.first - 1) in ("at", "after", "by", "within"):
        return []
    return [_listed(scan, item, unit, k, width * (item is items[-1])) for item in items]


def _fits(items: list[Number], unit: str) -> bool:
    """Whether every number of a list can have the unit."""
    if unit == "%":
        return all(abs(Decimal(item.value)) <= 100 for item in items)
    years = (item.value.isdigit() and 1900 <= int(item.value) <= 2100 for item in items)
    return unit != "patients" or (all(i.value.isdigit() for i in items) and not any(years))


def _listed(scan: Scanner, item: Number, unit: str, at: int, width: int) -> Quantity:
    """One quantity of a list, with the unit at token `at`."""
    quantity = Quantity(item.first, item.last + width, item.first, item.value, unit)
    quantity.rules.append("shared-unit")
    noun = scan.lower(at)
    if unit == "patients":
        quantity.statistic, quantity.noun = "count", noun
        quantity.rules.append("count-of-people")
    elif unit == "%":
        quantity.statistic = "proportion"
        quantity.rules.append("percentage")
    elif unit != "time":
        quantity.statistic = "rate"
    else:
        quantity.measure = f"{noun}s" if len(noun) > 3 or noun == "day" else noun
        if item.first - max(scan.mean, scan.median) < _LONGEST_LIST:
            quantity.statistic = "median" if scan.median > scan.mean else "mean"
            quantity.unit = quantity.measure
    return quantity
