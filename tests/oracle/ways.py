"""How many ways of settling what is not known are looked at."""

MOST_WAYS = 3000


class TooMany(Exception):
    """There are more: the answer is unknown here, and may be known to crit."""
