"""The facts, lists, code sets and tables that a generated policy declares."""

import days
from codes import Entry
from model import CodeSet, Fact, ListDecl, Policy, Type
from units import DIMENSIONS

# Parts of the language that an older crit lacks are left out here.
FEATURES = {"months", "rows", "times", "tabular"}
LENGTHS = [(0, 14), (0, 30), (0, 90), (1, 0), (2, 0), (3, 0), (6, 0), (12, 0), (0, 42), (24, 0), (18, 0)]
SERVICE_DAYS = [days.day(text) for text in ("2022-10-01", "2024-02-29", "2023-03-31", "2024-12-31", "2023-02-28", "2022-07-20")]
COLOURS = ("red", "green", "blue")
LEVELS = ("low", "mid", "high")
DRUGS = ("alfa", "beta", "gamma")
KINDS = ("chart_note", "lab_report", "claims")
TEXTS = ("growth hormone", "Growth  Hormone", "hormone growth", "none found", "somatropin", "Somatropin", "growth")
ICD = ("E10.9", "E11.9", "E34.3", "E34.321", "E34.322", "C34", "C34.1", "D05.1", "D09.9", "I10", "M06.9", "e34321", "E11", "Z00.00",
       "C4A.9", "C50.9")
if "tabular" in FEATURES:
    ICD += ("C7A.1", "C7B.0", "D3A.0", "D36.1", "C80.1", "C44.0")
CPT = ("70450", "70460", "70465", "70470", "99213")
NDC = ("15054-1040-05", *(("15054-1040", "0054-0012") if "tabular" in FEATURES else ()), "00054-0012-25", "0054-0012-25", "12345-678-90")

ENUM = Type("enum", words=COLOURS)
ORDERED = Type("enum", words=LEVELS, ordered=True)
DRUG = Type("enum", words=DRUGS)


class Units:
    """A policy declares all amounts of a dimension in one unit, so that their quotients are plain numbers."""

    def __init__(self, rng):
        self.rng = rng
        self.chosen = {}

    def __call__(self, dimension):
        if dimension not in self.chosen:
            self.chosen[dimension] = self.rng.choice(DIMENSIONS[dimension].declared)
        return Type("unit" if dimension != "number" else "number", unit=self.chosen[dimension], words=(dimension,))


def dimension_of(declared):
    return declared.words[0]


def new_policy(rng, seed):
    policy = Policy(f"O.{seed}")
    policy.march_1 = rng.random() < 0.3
    unit = Units(rng)
    facts = {
        "b1": Type("yes_no"), "b2": Type("yes_no"), "b3": Type("yes_no"), "b4": Type("yes_no"), "who.b5": Type("yes_no"),
        "n1": unit("number"), "n2": unit("number"), "dose": unit("mass"), "dose2": unit("mass"),
        "kilos": unit("body"), "tall": unit("length"), "share": unit("percent"), "fever": unit("warmth"),
        "blood": unit("cells"), "cost": unit("money"), "pills": unit("count"), "supply": unit("time"),
        "t1": Type("text"), "d1": Type("date"), "d2": Type("date"), "who.born": Type("date"), "u1": Type("duration"),
        "e1": ENUM, "e2": ENUM, "o1": ORDERED, "o2": ORDERED, "c1": Type("code", system="icd10"), "c2": Type("code", system="cpt"),
        "c3": Type("code", system="ndc"),
    }
    for name, declared in facts.items():
        policy.facts[name] = Fact(name, declared, rng.random() < 0.1, f"The {name}" if rng.random() < 0.2 else "")
    series = {"v": unit("number"), "q": unit("length"), "flag": Type("yes_no"), "hue": ENUM, "note": Type("text"),
              "on": Type("date"), "pick": Type("code", system="icd10")}
    periods = {"drug": DRUG, "strength": unit("mass"), "ok": Type("yes_no"), "grade": ORDERED}
    lists = [ListDecl("dx", "codes", {}, system="icd10"), ListDecl("hx", "codes", {}, system="icd10"),
             ListDecl("s1", "series", series), ListDecl("s2", "series", series), ListDecl("p1", "periods", periods),
             ListDecl("p2", "periods", periods),
             ListDecl("l1", "items", {"cash": unit("money"), "tint": ENUM, "paid": Type("yes_no"), "since_day": Type("date"),
                                      "spell": Type("duration")}),
             ListDecl("v1", "values", {}, value=DRUG), ListDecl("v2", "values", {}, value=Type("text"))]
    for one in lists:
        one.absent_no = rng.random() < 0.1
        one.complete = rng.choice([True, True, False, rng.choice(LENGTHS) if one.kind in ("series", "periods") else True])
        policy.lists[one.name] = one
    policy.groups["records"] = ("chart_note", "lab_report")
    add_sets(rng, policy)
    if rng.random() < 0.15:
        names = rng.sample(["b1", "dose", "dx", "s1", "p1", "e1", "d1"], 2)
        policy.evidence.append((rng.choice([("chart_note",), ("records",), ("chart_note", "claims")]), tuple(names)))
    low, high = rng.choice([None, days.day("2022-01-01")]), rng.choice([None, None, days.day("2024-12-30")])
    policy.effective = (low, high)
    return policy


def dated(rng):
    first = last = None
    if rng.random() < 0.2:
        first = rng.choice([days.day("2022-10-01"), days.day("2023-01-01")])
    if rng.random() < 0.2:
        last = rng.choice([days.day("2024-02-29"), days.day("2024-12-31")])
    return first, last


def code_item(rng, system):
    """(entry's arguments, how it is written)."""
    if system == "icd10":
        kind = rng.choice(["one", "under", "range"])
        if kind == "one":
            code = rng.choice(["E34.321", "E10.9", "E34.3", "I10", "C34", "M06.9", "C4A.9"])
            return (code,), code
        if kind == "under":
            code = rng.choice(["E34.3", "E11", "C", "M06", "E1", "D0"])
            return (code, None, True), code + "*"
        ranges = [("D00", "D09"), ("E10", "E11"), ("C00", "C34"), ("E34.321", "E34.322"), ("C43", "C50")]
        if "tabular" in FEATURES:
            ranges += [("C43", "C44"), ("C73", "C7B"), ("C76", "C80"), ("D37", "D48"), ("D10", "D3A")]
        low, high = rng.choice(ranges)
        return (low, high), f"{low}..{high}"
    if system == "cpt":
        kind = rng.choice(["one", "under", "range"])
        if kind == "one":
            code = rng.choice(CPT)
            return (code,), f'"{code}"'
        if kind == "under":
            return ("704", None, True), '"704"*'
        return ("70460", "70470"), '"70460".."70470"'
    code = rng.choice(NDC)
    return (code,), f'"{code}"'


def add_sets(rng, policy):
    for name, system in (("set_a", "icd10"), ("set_b", "icd10"), ("set_c", "cpt"), ("set_d", "ndc")):
        entries, written = [], []
        for _ in range(rng.randint(1, 3)):
            arguments, shown = code_item(rng, system)
            if shown in [one[0] for one in written]:
                continue
            first, last = dated(rng) if system == "icd10" else (None, None)
            if first and last and last < first:
                last = None
            arguments = (*arguments, *[None, False][len(arguments) - 1:]) if len(arguments) < 3 else arguments
            entries.append(Entry(system, *arguments, first, last))
            written.append((shown, first, last))
        policy.sets[name] = CodeSet(name, system, entries, written, system == "icd10" and rng.random() < 0.2, rng.random() < 0.15)
