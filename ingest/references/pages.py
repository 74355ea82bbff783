"""Pages as they are printed."""

import re


def in_full(first: str, last: str) -> str:
    """The last page in full: 8 after 1727 is 1728, 6 after S61 is S66.

    A page that has no digit fewer, or that would come before the first, stays as printed.
    """
    lead = re.fullmatch(r"([A-Za-z]*)(\d+)([A-Za-z]*)", first)
    tail = re.fullmatch(r"([A-Za-z]*)(\d+)([A-Za-z]*)", last)
    if not lead or not tail or lead[3] or tail[3] or tail[1] not in ("", lead[1]):
        return last
    digits = tail[2]
    if len(digits) > len(lead[2]):
        return last
    if len(digits) < len(lead[2]):
        digits = lead[2][: len(lead[2]) - len(digits)] + digits
    return lead[1] + digits if int(digits) >= int(lead[2]) else last
