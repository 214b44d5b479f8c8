"""Items of a list as a query sees them: their days, their fields, and whether they are in (LANGUAGE.md, "Asking a list")."""

from days import FOREVER, NEVER
from model import ABSENT, ONGOING
from verdicts import NO, UNKNOWN, YES, conjunction
from windows import ANY_DAY, LONG_AGO


class Period:
    """The days of a period: bounds is (start, start, end, end), each pair where that day may lie."""

    __slots__ = ("bounds", "ongoing", "empty")

    def __init__(self, start, end, as_of):
        """start, end: a day, a pair, None for a day that is not on file; end may be ONGOING."""
        self.ongoing = end == ONGOING
        self.empty = False
        if self.ongoing:
            sl, sh = (LONG_AGO, as_of) if start is None else start if type(start) is tuple else (start, start)
            self.bounds = (sl, sh, FOREVER, FOREVER)
            return
        sl, sh = ANY_DAY if start is None else start if type(start) is tuple else (start, start)
        el, eh = (LONG_AGO, FOREVER) if end is None else end if type(end) is tuple else (end, end)
        if eh < sl:
            if sl == sh and el == eh and eh == sl - 1:
                self.empty = True
                self.bounds = (sl, sh, el, eh)
                return
            sl, sh = ANY_DAY
            el, eh = ANY_DAY
        self.bounds = (sl, min(sh, eh), max(el, sl), eh)


class View:
    """An item, or a joined period, as `has` and `where` read it."""

    __slots__ = ("item", "wanted", "stands", "period", "day")

    def __init__(self, ev, item, wanted, kind):
        self.item = item
        self.wanted = wanted
        self.stands = YES
        self.period = None
        self.day = None
        if kind == "series":
            value = item.cells["date"].value
            self.day = ANY_DAY if value is None else value if type(value) is tuple else (value, value)
        elif kind == "periods":
            self.period = Period(item.cells["start"].value, item.cells["end"].value, ev.as_of)
            self.day = self.period.bounds[:2]

    def read(self, ev, name, which):
        cell = self.item.cells.get(name, ABSENT)
        if self.period is not None and name in ("start", "end"):
            if self.wanted and not ev.will_do(cell.source, self.wanted):
                return None
            return self.end(ev) if name == "end" else pair_or_day(self.period.bounds[0], self.period.bounds[1])
        if name == "date":
            if self.wanted and not ev.will_do(cell.source, self.wanted):
                return None
            return pair_or_day(*self.day)
        return ev.value_of(cell, self.wanted)

    def stated(self, ev, name, which):
        cell = self.item.cells.get(name, ABSENT)
        if cell.state == 2:
            return YES if not self.wanted or ev.will_do(cell.source, self.wanted) else UNKNOWN
        return NO if cell.state == 1 else UNKNOWN

    def end(self, ev):
        sl, _, el, eh = self.period.bounds
        if self.period.ongoing:
            return NEVER if ev.in_until else (max(sl, ev.as_of), FOREVER)
        return pair_or_day(el, eh)


class PairView:
    __slots__ = ("views",)

    def __init__(self, first, second):
        self.views = (first, second)

    def read(self, ev, name, which):
        return self.views[which].read(ev, name, 0)

    def stated(self, ev, name, which):
        return self.views[which].stated(ev, name, 0)


def pair_or_day(low, high):
    return low if low == high else (low, high)


def item_documented(ev, item, wanted):
    return any(cell.state == 2 and ev.will_do(cell.source, wanted) for cell in item.cells.values())


def views_of(ev, query, found, kind, wanted):
    """Every item with how it stands: `stands` says whether it counts at all, by its sources."""
    views = []
    for item in found.items:
        view = View(ev, item, wanted, kind)
        if wanted and not item_documented(ev, item, wanted):
            view.stands = UNKNOWN
        views.append(view)
    return views


def in_windows(ev, view, prepared, kind, wanted):
    """By its stated days an item may be out; a day that no source of the right kind states puts none in."""
    if not prepared:
        return YES
    if kind == "periods":
        result = conjunction([window.period(view.period) for window in prepared])
        cells = (view.item.cells["start"], view.item.cells["end"])
    else:
        result = conjunction([window.day(*view.day) for window in prepared])
        cells = (view.item.cells["date"],)
    if wanted and result == YES and not all(cell.state != 2 or ev.will_do(cell.source, wanted) for cell in cells):
        return UNKNOWN
    return result


def condition_for(ev, view, condition):
    ev.items.append(view)
    result = ev(condition)
    ev.items.pop()
    return result


def value_for(ev, view, name):
    return view.read(ev, name, 0)


def is_out(membership):
    return membership == NO
