"""Counts, sizes and percentages: what follows from two of them to the printed digits."""

from decimal import ROUND_HALF_UP, Decimal


def _half(share: Decimal) -> Decimal:
    """Half of the last printed digit."""
    return Decimal(1).scaleb(int(share.as_tuple().exponent)) / 2


def makes(count: int, size: int, percent: str) -> bool:
    """Whether `count` of `size` is `percent`, to one last printed digit (rounded or cut off)."""
    share = Decimal(percent)
    return size > 0 and abs(Decimal(count * 100) / size - share) < 2 * _half(share)


def count_from(percent: str, size: int) -> int | None:
    """The one whole number of people that makes a percentage of a group, or None."""
    share = Decimal(percent)
    if not 0 <= share <= 100:
        return None
    count = (share * size / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return int(count) if abs(count * 100 / size - share) <= _half(share) else None


def sizes_from(count: int, percent: str) -> list[int]:
    """Every group size of which a count is a percentage, to the printed digits; at most 200."""
    share, half = Decimal(percent), _half(Decimal(percent))
    if count == 0 or not half < share <= 100:
        return []
    low = max(int(100 * count / (share + half)), count)
    high = int(100 * count / (share - half)) + 1
    return [
        n for n in range(low, min(high, low + 200) + 1)
        if n and abs(Decimal(100 * count) / n - share) <= half
    ]  # fmt: skip
