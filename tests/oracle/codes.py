"""Codes and code sets (LANGUAGE.md, "Codes" and "Code sets")."""

from verdicts import NO, UNKNOWN, YES

# Where ICD-10-CM's tabular list has the categories that the order of characters would put elsewhere: behind which other.
BEHIND = {"C4A": "C43A", "C7A": "C75A", "C7B": "C75B", "D3A": "D36A", "J4A": "J44A", "M1A": "M09A", "Z3A": "Z36A"}


def place(code):
    """What ICD-10 codes are ordered by."""
    category = code[:3]
    if category.startswith("U"):
        return "[" + code
    return BEHIND.get(category, category) + code[3:]


def normalized(system, code):
    plain = code.upper().replace(".", "") if system == "icd10" else code
    if system == "ndc":
        groups = plain.split("-")
        return "".join(group.zfill(width) for group, width in zip(groups, (5, 4, 2)))
    return plain


class Entry:
    """One entry of a set: a code, all under it, or a range; with its days of validity."""

    __slots__ = ("system", "low", "high", "under", "first", "last")

    def __init__(self, system, low, high=None, under=False, first=None, last=None):
        self.system = system
        self.low = normalized(system, low)
        self.high = normalized(system, high) if high else None
        self.under = under or (system == "ndc" and len(self.low) == 9)
        self.first = first
        self.last = last

    def in_force(self, as_of):
        return (self.first is None or self.first <= as_of) and (self.last is None or as_of <= self.last)

    def holds(self, code):
        if self.high is None:
            return code.startswith(self.low) if self.under else code == self.low
        if self.system == "icd10":
            # A parent of the last code is only in part what the range holds.
            part = self.high.startswith(code) and code != self.high
            return place(self.low) <= place(code) and not part and (code.startswith(self.high) or place(code) <= place(self.high))
        return len(code) == len(self.low) and self.low <= code <= self.high

    def may_be_under(self, code):
        """Whether code is a parent of a code of this entry."""
        if self.system == "ndc":
            return len(code) == 9 and len(self.low) == 11 and self.low.startswith(code)
        if self.system != "icd10":
            return False
        return any(end is not None and end.startswith(code) and end != code for end in (self.low, self.high))


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
