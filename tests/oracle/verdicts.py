"""Truths and verdicts as sets of what is possible (LANGUAGE.md, "Missing facts" and "Criteria").

A truth is 1 (yes), 2 (no) or 3 (unknown); a verdict adds 4 (not applicable).
"""

YES, NO, UNKNOWN, NA = 1, 2, 3, 4
MET, NOT_MET = 1, 2
NAMES = {1: "met", 2: "not met", 4: "not applicable"}


def name(verdict):
    return NAMES.get(verdict, "unknown")


def truth(possible_yes, possible_no):
    return (1 if possible_yes else 0) | (2 if possible_no else 0)


def negated(value):
    return ((value & 1) << 1) | ((value & 2) >> 1)


def conjunction(values):
    result = YES
    for value in values:
        result = (result & value & 1) | ((result | value) & 2)
    return result


def disjunction(values):
    result = NO
    for value in values:
        result = ((result | value) & 1) | (result & value & 2)
    return result


def block(kind, count, verdicts):
    """All outcomes of a block, its entries taken as if they had nothing to do with each other."""
    # Each state is (entries met, entries not met), as far as the block looks at them.
    states = {(0, 0)}
    for verdict in verdicts:
        following = set()
        for met, failed in states:
            if verdict & 1:
                following.add((met + 1, failed))
            if verdict & 2:
                following.add((met, failed + 1))
            if verdict & 4:
                following.add((met, failed))
        states = following
    result = 0
    for met, failed in states:
        result |= _outcome(kind, count, met, failed)
    return result


def _outcome(kind, count, met, failed):
    if met + failed == 0:
        return NA
    if kind == "all_of":
        fits = failed == 0
    elif kind == "any_of":
        fits = met > 0
    elif kind == "none_of":
        fits = met == 0
    elif kind == "at_least":
        fits = met >= count
    elif kind == "at_most":
        fits = met <= count
    else:
        fits = met == count
    return MET if fits else NOT_MET


def conditional(condition, verdict):
    """`if C then E`."""
    return (verdict if condition & 1 else 0) | (NA if condition & 2 else 0)


def choice(condition, taken, other):
    return (taken if condition & 1 else 0) | (other if condition & 2 else 0)


def asks_met(verdict):
    """`meets X`."""
    return truth(verdict & 1, verdict & 6)


def also(own, common):
    """An indication's own verdict and that of its common criteria."""
    result = own & NA
    if own & MET:
        result |= (MET if common & (MET | NA) else 0) | (NOT_MET if common & NOT_MET else 0)
    if own & NOT_MET:
        result |= NOT_MET
    return result
