"""Numbers without an exact fraction (LANGUAGE.md, "Functions"): sqrt, power, exp, ln, lms_z, percentile_z, z_percentile.

Such a number is a Fraction next to it, with DIGITS digits: far more than the 60 by which two numbers are told apart. An exact
fraction where there is one. None where the function is not defined.
"""

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import isqrt

import intervals
from evaluate import each, one, op, several
from intervals import INF

DIGITS = 120
LARGEST = 2 ** 512
LARGEST_SCORE = 20


def decimal(number):
    number = Fraction(number)
    return Decimal(number.numerator) / Decimal(number.denominator)


def worked_out(function, *numbers):
    """The function of Decimals; None where the result is larger or finer than crit keeps."""
    with localcontext() as context:
        context.prec = DIGITS
        result = Fraction(function(*[decimal(number) for number in numbers]))
    return None if abs(result) > LARGEST or 0 < abs(result) * LARGEST < 1 else result


def whole_root(number, degree):
    """The whole number whose power of that degree it is, or None."""
    if degree == 2:
        root = isqrt(number)
        return root if root * root == number else None
    low, high = 0, number + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle ** degree <= number else (low, middle)
    return low if low ** degree == number else None


def square_root(x):
    return None if x < 0 else power(x, Fraction(1, 2))


def power(x, p):
    x, p = Fraction(x), Fraction(p)
    if p == 0:
        return 1
    if x == 0:
        return 0 if p > 0 else None
    if x < 0:
        if p.denominator != 1:
            return None
        raised = power(-x, p)
        return raised if raised is None or p.numerator % 2 == 0 else -raised
    above, below = whole_root(x.numerator, p.denominator), whole_root(x.denominator, p.denominator)
    if above is not None and below is not None:
        return Fraction(above, below) ** p.numerator
    return worked_out(lambda a, b: (a.ln() * b).exp(), x, p)


def exponential(x):
    return 1 if x == 0 else None if abs(x) > 360 else worked_out(lambda a: a.exp(), x)


def logarithm(x):
    return None if x <= 0 else 0 if x == 1 else worked_out(lambda a: a.ln(), x)


@lru_cache(None)
def pi():
    """By Machin: 16 atan(1/5) - 4 atan(1/239)."""
    def atan_of_inverse(n):
        total, term, odd = Decimal(0), Decimal(1) / n, 1
        while term and abs(term) > Decimal(10) ** -(DIGITS + 5):
            total += term / odd
            term, odd = -term / (n * n), odd + 2
        return total
    return 16 * atan_of_inverse(Decimal(5)) - 4 * atan_of_inverse(Decimal(239))


def share_below(z):
    """Of the normal distribution below z: 1/2 + density * (z + z^3/3 + z^5/(3*5) + ...)."""
    total, term, odd = Decimal(0), z, 1
    while abs(term) > Decimal(10) ** -(DIGITS + 5):
        total += term
        odd += 2
        term = term * z * z / odd
    return Decimal("0.5") + (-z * z / 2).exp() / (2 * pi()).sqrt() * total


def percentile(z):
    return None if abs(z) > LARGEST_SCORE else 50 if z == 0 else worked_out(lambda a: 100 * share_below(a), z)


def score_at(p):
    """By halving: the share rises with the score."""
    if not 0 < p < 100:
        return None
    if p == 50:
        return 0

    def halved(share):
        low, high = Decimal(-LARGEST_SCORE), Decimal(LARGEST_SCORE)
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if share_below(middle) < share else (low, middle)
        score = (low + high) / 2
        for _ in range(5):  # Newton: each doubles the digits
            score -= (share_below(score) - share) * (2 * pi()).sqrt() * (score * score / 2).exp()
        return score
    return worked_out(halved, Fraction(p) / 100)


def score(x, power_of, middle, spread):
    if x <= 0 or middle <= 0 or spread <= 0:
        return None
    x, power_of, middle, spread = (Fraction(one) for one in (x, power_of, middle, spread))
    if power_of == 0:
        logged = logarithm(x / middle)
        return None if logged is None else logged / spread
    raised = power(x / middle, power_of)
    return None if raised is None else (raised - 1) / (power_of * spread)


def of_range(number, function, falls=False, beyond=(-INF, INF)):
    """Of a number between bounds, of a function that rises (or falls) over all of it; `beyond`: what it comes near to."""
    low, high, low_in, high_in = number
    def end(at, is_in, otherwise):
        if at in (-INF, INF):
            return otherwise, False
        value = function(at)
        return (otherwise, False) if value is None else (value, is_in)
    if falls:
        low, high, low_in, high_in = high, low, high_in, low_in
    (low, low_in), (high, high_in) = end(low, low_in, beyond[0]), end(high, high_in, beyond[1])
    return intervals.made(low, high, low_in, high_in)


def above_zero(number):
    low, _, low_in, _ = number
    return low > 0 or (low == 0 and not low_in)


def function_of(word, x):
    exact = {"sqrt": square_root, "exp": exponential, "ln": logarithm, "z_percentile": percentile, "percentile_z": score_at}[word]
    if type(x) is not tuple:
        return exact(x)
    low, high, low_in, high_in = x
    if word == "sqrt":
        return None if low < 0 else of_range(x, exact)
    if word == "exp":
        return of_range(x, exact, beyond=(0, INF))
    if word == "ln":
        return of_range(x, exact) if above_zero(x) else None
    if word == "z_percentile":
        return of_range(x, exact, beyond=(0, 100))
    inside = above_zero(x) and (high < 100 or (high == 100 and not high_in))
    return of_range(x, exact) if inside else None


def power_of(x, p):
    if type(p) is tuple:
        if type(x) is tuple or x <= 0:
            return (0, INF, False, False) if type(x) is tuple and above_zero(x) else None
        return 1 if x == 1 else of_range(p, lambda one: power(x, one), x < 1, (0, INF))
    if type(x) is not tuple:
        return power(x, p)
    if p == 0:
        return 1
    if x[0] < 0 or (p < 0 and not above_zero(x)):
        return None
    return of_range(x, lambda one: power(one, p), p < 0, (0 if p < 0 else -INF, INF))


@op("function")
def function(ev, e):
    """("function", name, argument): sqrt, exp, ln, z_percentile, percentile_z."""
    return one(ev, ev(e[2]), lambda x: function_of(e[1], x))


@op("power")
def power_op(ev, e):
    """("power", base, exponent)."""
    return several([None if x is None or p is None else power_of(x, p) for x in each(ev(e[1])) for p in each(ev(e[2]))])


@op("lms_z")
def lms_z(ev, e):
    x, power, middle, spread = [ev(part) for part in e[1]]
    if any(value is None or type(value) in (tuple, type(several([1, 2]))) for value in (power, middle, spread)):
        return None
    if any(value <= 0 for value in (middle, spread)):
        return None

    def of(one):
        if one is None:
            return None
        if type(one) is not tuple:
            return score(one, power, middle, spread)
        return None if one[0] <= 0 else of_range(one, lambda at: score(at, power, middle, spread))
    return several([of(each_one) for each_one in each(x)])
