"""Codes and code sets (LANGUAGE.md, "Codes" and "Code sets")."""

from verdicts import NO, UNKNOWN, YES

# ICD-10-CM's tabular order puts these categories behind the one whose first two characters they share, not among letters of
# digits: C4A stands behind C43, C7A and C7B behind C79, and so on.


def normalized(system, code):
    plain = code.upper().replace(".", "") if system == "icd10" else code
    if system == "ndc":
        groups = plain.split("-")
        if len(groups) == 3:
            return groups[0].zfill(5) + groups[1].zfill(4) + groups[2].zfill(2)
    return plain


class Entry:
    """One entry of a set: a code, all under it, or a range; with its days of validity."""

    __slots__ = ("system", "low", "high", "under", "first", "last")

    def __init__(self, system, low, high=None, under=False, first=None, last=None):
        self.system = system
        self.low = normalized(system, low)
        self.high = normalized(system, high) if high else None
        self.under = under
        self.first = first
        self.last = last

    def in_force(self, as_of):
        return (self.first is None or self.first <= as_of) and (self.last is None or as_of <= self.last)

    def holds(self, code):
        if self.high is None:
            return code.startswith(self.low) if self.under else code == self.low
        if self.system == "icd10":
            return self.low <= code[:len(self.low)] and code[:len(self.high)] <= self.high
        return len(code) == len(self.low) and self.low <= code <= self.high

    def may_be_under(self, code):
        """Whether code is a parent of a code of this entry."""
        if self.system != "icd10":
            return False
        if self.high is None:
            return self.low.startswith(code) and self.low != code
        return (self.low.startswith(code) and self.low != code) or (self.high.startswith(code) and self.high != code) or (
            self.low[:len(code)] < code < self.high[:len(code)])


def contains(entries, system, such_as, code, as_of):
    """Whether a set has a code (system, code): 1 yes, 2 no, 3 unknown."""
    code_system, raw = code
    if code_system != system:
        return UNKNOWN
    plain = normalized(system, raw)
    if any(entry.in_force(as_of) and entry.holds(plain) for entry in entries):
        return YES
    if such_as:
        return UNKNOWN
    if any(entry.may_be_under(plain) for entry in entries if entry.in_force(as_of)):
        return UNKNOWN
    return NO
