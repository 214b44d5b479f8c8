"""Numbers that are known only between two bounds (LANGUAGE.md, "Missing facts").

A number is a Fraction or an int where it is exact, else (low, high, low_in, high_in); an end that is not known is an infinity.
None is a number of which nothing is known.
"""

from fractions import Fraction

INF = float("inf")
DIGITS = 60  # numbers without an exact fraction that agree in so many are equal


def same(a, b):
    return a == b or (a not in (INF, -INF) and b not in (INF, -INF) and abs(a - b) * 10 ** DIGITS <= max(abs(a), abs(b)))


def plain(number, places):
    """A number that is the same as one with few decimals is that one: where a step is taken it is on the step."""
    if type(number) is tuple:
        return number
    near = Fraction(round(number * 10 ** (places + 2)), 10 ** (places + 2))
    return near if same(number, near) else number


def ends(number):
    return number if type(number) is tuple else (number, number, True, True)


def made(low, high, low_in=True, high_in=True):
    if low == -INF and high == INF:
        return None
    if low == high:
        return low
    return low, high, low_in, high_in


def add(a, b):
    if type(a) is not tuple and type(b) is not tuple:
        return a + b
    (al, ah, ali, ahi), (bl, bh, bli, bhi) = ends(a), ends(b)
    return made(al + bl, ah + bh, ali and bli, ahi and bhi)


def negate(a):
    if type(a) is not tuple:
        return -a
    low, high, low_in, high_in = a
    return -high, -low, high_in, low_in


def multiply(a, b):
    if type(a) is not tuple and type(b) is not tuple:
        return a * b
    (al, ah, ali, ahi), (bl, bh, bli, bhi) = ends(a), ends(b)
    corners = []
    for x, x_in in ((al, ali), (ah, ahi)):
        for y, y_in in ((bl, bli), (bh, bhi)):
            if (x == 0 and x_in) or (y == 0 and y_in):
                corners.append((0, True))
            elif x == 0 or y == 0:
                corners.append((0, False))
            else:
                corners.append((x * y, x_in and y_in))
    return _hull(corners)


def divide(a, b):
    """None where the divisor may be zero."""
    if type(b) is not tuple:
        return None if b == 0 else multiply(a, Fraction(1) / b)
    low, high, low_in, high_in = b
    if low < 0 < high or (low == 0 and low_in) or (high == 0 and high_in):
        return None
    if low == 0:
        inverse = (1 / Fraction(high) if high != INF else 0, INF, high_in, False)
    elif high == 0:
        inverse = (-INF, 1 / Fraction(low) if low != -INF else 0, False, low_in)
    else:
        inverse = (0 if high == INF else 1 / Fraction(high), 0 if low == -INF else 1 / Fraction(low), high_in, low_in)
    return multiply(a, inverse)


def _hull(corners):
    low = min(value for value, _ in corners)
    high = max(value for value, _ in corners)
    return made(low, high, any(is_in for value, is_in in corners if value == low),
                any(is_in for value, is_in in corners if value == high))


def least(numbers):
    """The least of them: it may be each end that no other lies below."""
    all_ends = [ends(number) for number in numbers]
    low, high = min(one[0] for one in all_ends), min(one[1] for one in all_ends)
    return made(low, high, any(one[2] for one in all_ends if one[0] == low), all(one[3] for one in all_ends if one[1] == high))


def greatest(numbers):
    found = least([negate(number) for number in numbers])
    return None if found is None else negate(found)


def stepped(number, step):
    """A step function (round, floor, ceiling) of a number: of both its ends, or of what is next to an end that is not in."""
    if type(number) is not tuple:
        return step(number)
    low, high, low_in, high_in = number
    near = Fraction(1, 10 ** 15)
    return made(low if low == -INF else step(low if low_in else low + near),
                high if high == INF else step(high if high_in else high - near))


def hull(numbers):
    """What lies between all of them, or None where nothing is known of one."""
    if any(n is None for n in numbers):
        return None
    all_ends = [ends(n) for n in numbers]
    low = min(e[0] for e in all_ends)
    high = max(e[1] for e in all_ends)
    return made(low, high, any(e[2] for e in all_ends if e[0] == low), any(e[3] for e in all_ends if e[1] == high))


def less(a, b):
    """Whether a < b: 1 yes, 2 no, 3 unknown."""
    if type(a) is not tuple and type(b) is not tuple:
        return 1 if a < b and not same(a, b) else 2
    (al, ah, ali, ahi), (bl, bh, bli, bhi) = ends(a), ends(b)
    if ah < bl or (ah == bl and ah != INF and not (ahi and bli)):
        return 1
    if al > bh or (al == bh and al not in (INF, -INF)):
        return 2
    return 3


def equal(a, b):
    if type(a) is not tuple and type(b) is not tuple:
        return 1 if same(a, b) else 2
    (al, ah, ali, ahi), (bl, bh, bli, bhi) = ends(a), ends(b)
    if ah < bl or bh < al or (ah == bl and not (ahi and bli)) or (bh == al and not (bhi and ali)):
        return 2
    return 3
