"""What a policy and a member are to the oracle. Expressions are tuples whose first part names them; evaluate.py lists those names."""

from dataclasses import dataclass, field
from typing import Any, Optional


@dataclass
class Type:
    """kind: yes_no, number, unit, text, date, duration, enum, code."""
    kind: str
    unit: str = ""
    words: tuple = ()
    ordered: bool = False
    system: str = ""


@dataclass
class Fact:
    name: str
    type: Type
    absent_no: bool = False
    text: str = ""


@dataclass
class ListDecl:
    """kind: codes, values, items, series, periods. complete: False, True, or a duration."""
    name: str
    kind: str
    fields: dict
    complete: Any = False
    absent_no: bool = False
    system: str = ""
    value: Optional[Type] = None


@dataclass
class CodeSet:
    name: str
    system: str
    entries: list
    written: list
    such_as: bool = False
    csv: bool = False


@dataclass
class Window:
    """anchor: an expression, a pair of them for a span, or None for the date of service. small: an expression of a duration."""
    kind: str
    small: Any = None
    anchor: Any = None
    op: str = ""


@dataclass
class Query:
    selector: str
    of: str
    count: int = 0
    alias: str = ""
    pair: tuple = ()
    windows: list = field(default_factory=list)
    where: Any = None
    has: Any = None
    field: str = ""
    run: Any = None
    joined: bool = False
    gap: Any = None


@dataclass
class Table:
    """rows: (cells, values). A cell is ("any",) or a list of tests (low, low_in, high, high_in) | ("is", value) | ("set", name)."""
    name: str
    keys: list
    outputs: list
    rows: list
    otherwise: Optional[list] = None
    csv: bool = False
    points: Any = None


@dataclass
class Define:
    name: str
    parameters: tuple
    text: str
    body: Any


@dataclass
class Entry:
    label: str
    text: str
    body: Any
    path: str = ""


@dataclass
class Section:
    """kind: indication, exclusion, referral, common."""
    kind: str
    path: str
    text: str = ""
    category: str = ""
    when: Any = None
    body: Any = None
    until: Any = None
    refer: Any = None
    review: str = ""
    gives: list = field(default_factory=list)
    covers: tuple = ()


@dataclass
class Change:
    """kind: replace, remove, add (to the block `path` is in, last)."""
    kind: str
    path: str
    body: Any = None


@dataclass
class Amendment:
    text: str
    when: Any
    changes: list
    over: tuple = ()


@dataclass
class Policy:
    name: str
    version: str = ""
    effective: tuple = (None, None)
    march_1: bool = False
    unconfirmed: str = ""
    evidence: list = field(default_factory=list)
    facts: dict = field(default_factory=dict)
    lists: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    sets: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)
    defines: dict = field(default_factory=dict)
    sections: list = field(default_factory=list)
    amendments: list = field(default_factory=list)
    otherwise: str = ""
    bodies: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    read: frozenset = frozenset()
    others: list = field(default_factory=list)

    def in_force(self, day):
        """The version of that day, or None."""
        for one in (self, *self.others):
            first, last = one.effective
            if (first is None or first <= day) and (last is None or day <= last):
                return one
        return None

    def evidence_of(self, name):
        return [self.kinds_of(kinds) for kinds, names in self.evidence if name in names]

    def kinds_of(self, words):
        kinds = set()
        for word in words:
            kinds.update(self.groups.get(word, (word,)))
        return frozenset(kinds)


class Cell:
    """A value on file: state 0 not supplied, 1 null, 2 a value, 3 a word for no value. shown is how the file writes it."""

    __slots__ = ("state", "value", "shown", "source")

    def __init__(self, state, value=None, shown=None, source=None):
        self.state = state
        self.value = value
        self.shown = shown
        self.source = source


ABSENT = Cell(0)
NULL = Cell(1)


class Item:
    """An item of a list: cells by field; `date`, `start` and `end` among them. An end may be ONGOING."""

    __slots__ = ("cells", "source", "time")

    def __init__(self, cells, source=None, time=None):
        """time: (minute of its day, offset in minutes or None), or None."""
        self.cells = cells
        self.source = source
        self.time = time


class ListFact:
    """A list on file: state as a cell's; complete: None (as declared), False, True or a duration."""

    __slots__ = ("state", "items", "complete", "source")

    def __init__(self, state, items=(), complete=None, source=None):
        self.state = state
        self.items = items
        self.complete = complete
        self.source = source


ONGOING = "ongoing"


class Member:
    __slots__ = ("name", "as_of", "facts", "lists", "answers")

    def __init__(self, name, as_of, facts, lists, answers):
        self.name = name
        self.as_of = as_of
        self.facts = facts
        self.lists = lists
        self.answers = answers


class Several(tuple):
    """Values of which one is right and it is not known which: each is tried."""


def each(value):
    return value if type(value) is Several else (value,)


def several(values):
    found = []
    for value in values:
        for one in each(value):
            if one not in found:
                found.append(one)
    return found[0] if len(found) == 1 else Several(found)
