"""Ways of settling what is not known, and how many of them are looked at."""

from itertools import product

MOST_WAYS = 3000


class TooMany(Exception):
    """There are more: the answer is unknown here, and may be known to crit."""


def every_way(items):
    """Each way that items may be: of each (options, whether it is surely in) one option, or none where it may not be in."""
    choices, total = [], 1
    for options, sure in items:
        choices.append([*options] if sure else [*options, None])
        total *= len(choices[-1])
        if total > MOST_WAYS:
            raise TooMany
    for way in product(*choices):
        yield [one for one in way if one is not None]
