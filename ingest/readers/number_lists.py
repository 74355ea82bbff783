"""Lists of reference numbers as they are printed: `1,4–6`."""

import re

DASH = r"(?:--?|[‐‑‒–—−⁻~]|\\text\{[-–]+\}|\bto\b)"
TO_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
MAX_DIGITS = 4
MAX_RANGE = 200
"""Maximum number of references in a range; a longer one is taken as two numbers."""


def expanded(printed: str) -> tuple[int, ...]:
    """The numbers of a printed list with ranges, without duplicates.

    >>> expanded("1,4–6"), expanded("101–4")
    ((1, 4, 5, 6), (101, 102, 103, 104))
    """
    plain = re.sub(r"\\text\{([-–]+)\}|\bto\b", "-", printed.translate(TO_DIGITS))
    numbers: dict[int, None] = {}
    for part in re.split(r"[,;·˒&]|\band\b", plain):
        digit_strings = re.findall(r"[0-9]+", part)
        if any(len(digit_string) > MAX_DIGITS for digit_string in digit_strings):
            return ()
        endpoints = [int(digit_string) for digit_string in digit_strings]
        if len(endpoints) == 2:
            low, high = endpoints
            if high < low:
                shared_digits = len(str(low)) - len(str(high))
                high = int(str(low)[:shared_digits] + str(high)) if shared_digits > 0 else high
            if 0 < low <= high <= low + MAX_RANGE:
                endpoints = list(range(low, high + 1))
        numbers.update(dict.fromkeys(number for number in endpoints if number > 0))
    return tuple(numbers)
