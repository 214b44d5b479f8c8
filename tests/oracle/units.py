"""Units that generated policies use, and the exact factors between them (LANGUAGE.md, "Numbers and units").

Every amount is kept in the base of its dimension. A grid holds the amounts that policies and members share, so that limits are
often met exactly.
"""

from fractions import Fraction


class Dimension:
    """declared: units a fact may have; units: name -> (factor, offset), where base = amount * factor + offset."""

    def __init__(self, declared, units, grid, in_facts=None):
        self.declared = declared
        self.units = {name: (Fraction(factor), Fraction(offset)) for name, (factor, offset) in units.items()}
        self.grid = [Fraction(x) for x in grid]
        self.in_facts = in_facts or {}


def plain(*pairs):
    return {name: (factor, 0) for name, factor in pairs}


HALVES = [Fraction(k, 2) for k in range(0, 13)]

DIMENSIONS = {
    "number": Dimension([""], plain(("", 1)), HALVES + [-1, -2]),
    "mass": Dimension(["mg", "g", "mcg"], plain(("mg", 1), ("g", 1000), ("mcg", Fraction(1, 1000))), [2.5 * k for k in range(9)]),
    "body": Dimension(["kg"], plain(("kg", 1), ("g", Fraction(1, 1000)), ("lb", Fraction("0.45359237"))), ["4.5359237", 5, 10, 12.5, 20, 40, "45.359237", 50]),
    "length": Dimension(["cm", "m"], plain(("cm", 1), ("mm", Fraction(1, 10)), ("m", 100), ("inch", Fraction("2.54"))),
                        [50, "76.2", 80, 90, "91.44", 100, 120], {"inch": "in"}),
    "percent": Dimension(["%"], plain(("%", Fraction(1, 100))), [Fraction(k, 20) for k in range(0, 21, 2)]),
    "warmth": Dimension(["Cel"], {"Cel": (1, 0), "degF": (Fraction(5, 9), Fraction(-160, 9))}, [36, 37, "37.5", 38, 39, 40]),
    "cells": Dimension(["cells/uL", "'10*3/uL'"], plain(("cells/uL", 1), ("'10*3/uL'", 1000)), [100, 150, 300, 500, 1500],
                       {"'10*3/uL'": "10*3/uL"}),
    "money": Dimension(["USD"], plain(("USD", 1)), [0, 100, 250, 500, 1000]),
    "count": Dimension(["tablet"], plain(("tablet", 1)), [0, 1, 2, 4, 9, 30]),
    "time": Dimension(["d"], plain(("d", 1), ("wk", 7), ("days", 1)), [0, 14, 28, 30, 90, 180, 365], {"days": "d"}),
    "dose": Dimension(["mg/kg"], plain(("mg/kg", 1), ("mcg/kg", Fraction(1, 1000))), ["0.05", "0.1", "0.25", "0.5", 1, 2]),
    "velocity": Dimension(["cm/year"], plain(("cm/year", 1)), [0, 1, 2, 4, 5, 10]),
}


def decimal_text(number):
    """As digits, or None where it has no end."""
    number = Fraction(number)
    bottom, places = number.denominator, 0
    while bottom % 10 == 0:
        bottom //= 10
    twos = fives = 0
    bottom = number.denominator
    while bottom % 2 == 0:
        bottom, twos = bottom // 2, twos + 1
    while bottom % 5 == 0:
        bottom, fives = bottom // 5, fives + 1
    if bottom != 1:
        return None
    places = max(twos, fives)
    scaled = abs(number.numerator) * 10 ** places // number.denominator
    digits = str(scaled).rjust(places + 1, "0")
    text = digits if not places else f"{digits[:-places]}.{digits[-places:]}"
    return ("-" if number < 0 else "") + text


def amount_text(dimension, value, unit, in_facts=False):
    """`12.5 mg`, or None where the amount has no end in that unit."""
    factor, offset = DIMENSIONS[dimension].units[unit]
    digits = decimal_text((value - offset) / factor)
    if digits is None or len(digits) > 12:
        return None
    word = DIMENSIONS[dimension].in_facts.get(unit, unit) if in_facts else unit
    return f"{digits} {word}" if word else digits
