"""Where the tests find the checkout, and the outside data that lie beside it where they do."""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
"""The checkout; beside an installed wheel, the folder that `tests` was copied into."""

SHARED = HOUSE.parent / "shared"
LETTER = SHARED / "letter" / "000_5e1d230bd676d362.txt"
BENCH = SHARED / "bench"
