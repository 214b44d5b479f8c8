"""Windows, on days and on periods (LANGUAGE.md, "Asking a list"), each as yes, no or unknown.

A day is (first, last), a period (start, start, end, end) of which each pair says where that day may lie; the two days of a
period never stand the wrong way round.
"""

import days
from days import FOREVER
from evaluate import LONG_AGO, date_ends, op
from model import each
from verdicts import NO, UNKNOWN, YES, truth

ANY_DAY = (LONG_AGO, FOREVER)


class Prepared:
    """A window with its anchor and duration worked out: as alternatives, of which any may be right."""

    def __init__(self, ev, window):
        self.ev = ev
        self.window = window
        self.kind = window.kind
        self.spans = window.anchor is not None and isinstance(window.anchor, list)
        lengths = each(ev(window.small)) if window.small is not None else (None,)
        anchors = self._anchors(window)
        self.known = None not in anchors and (window.small is None or None not in lengths)
        self.ways = [(length, anchor) for length in lengths for anchor in anchors] if self.known else []

    def _anchors(self, window):
        if window.anchor is None:
            return [((self.ev.as_of, self.ev.as_of))]
        if self.spans:
            starts, stops = each(self.ev(window.anchor[0])), each(self.ev(window.anchor[1]))
            if None in starts or None in stops:
                return [None]
            return [(date_ends(a), date_ends(b)) for a in starts for b in stops]
        return [None if x is None else date_ends(x) for x in each(self.ev(window.anchor))]

    # Days

    def day(self, first, last):
        if not self.known:
            return UNKNOWN
        result = 0
        for length, (low, high) in self.ways:
            result |= self._day(length, low, high, first, last)
        return result

    def _day(self, length, low, high, first, last):
        ev, kind = self.ev, self.kind
        if kind == "before":
            return truth(first < high, last >= low)
        if kind == "after":
            return truth(last > low, first <= high)
        if kind == "since":
            return truth(last >= low, first < high)
        ranges = self.ranges(length, low, high)
        if not ranges:
            return UNKNOWN
        possible = any(start <= last and stop >= first for start, stop in ranges)
        sure = all(start <= first and stop >= last for start, stop in ranges)
        return truth(possible, not sure)

    def ranges(self, length, low, high):
        """The window's first and last day for each day that its anchor may be; None where these are too many."""
        if high - low > 400:
            return None
        return [self.range(length, day) for day in range(low, high + 1)]

    def range(self, length, anchor):
        ev, kind = self.ev, self.kind
        if kind == "in_month":
            return days.month_of(anchor)
        if kind == "in_year":
            return days.year_of(anchor)
        if kind == "within_after":
            return anchor, ev.forward(anchor, length)
        first = days.first_within(anchor, length, ev.march_1)
        return first, ev.forward(anchor, length) if kind == "within_around" else anchor

    # Periods

    def period(self, period):
        if not self.known:
            return UNKNOWN
        result = 0
        for length, anchor in self.ways:
            result |= self._period(length, anchor, period)
        return result

    def _period(self, length, anchor, period):
        ev, kind = self.ev, self.kind
        if period.empty:
            return self._empty()
        sl, sh, el, eh = period.bounds
        if kind == "overlapping" and self.spans:
            (al, ah), (bl, bh) = anchor
            if ah > bl:
                return UNKNOWN
            return truth(sl <= bh and eh >= al, not (sh <= bl and el >= ah))
        low, high = anchor
        if kind in ("overlapping", "covering"):
            return truth(max(sl, low) <= min(eh, high), not (sh <= low and el >= high))
        if kind == "covering_last":
            now = ev.as_of
            return truth(ev.forward(sl, length) <= now <= eh, not (ev.forward(sh, length) <= now <= el))
        if kind == "active":
            begin = max(sl, low)
            possible = begin <= high and self.first(begin, length) <= eh
            return truth(possible, not (sh <= low and self.first(high, length) <= el))
        if kind == "started":
            return truth(sl <= high and ev.forward(sh, length) >= low, not (sh <= low and ev.forward(sl, length) >= high))
        if kind == "ended":
            if period.ongoing:
                return NO
            return truth(el <= high and (eh >= FOREVER or ev.forward(eh, length) >= low),
                         not (eh <= low and ev.forward(el, length) >= high))
        return self._lasting(length, sl, sh, el, eh)

    def _empty(self):
        """A period that ends the day before it starts has no day, and lasts 0 days."""
        return YES if self.kind == "lasting" and self.window.op in ("<", "<=") else NO

    def first(self, end, length):
        return days.first_within(end, length, self.ev.march_1)

    def _lasting(self, length, sl, sh, el, eh):
        ev, operator = self.ev, self.window.op
        longest = ev.forward(sl, length), min(eh, ev.as_of) + 1
        shortest = ev.forward(sh, length), min(el, ev.as_of) + 1
        if operator in ("<", "<="):
            if sh > ev.as_of:
                return UNKNOWN
            result = self._lasts(">=" if operator == "<" else ">", longest, shortest)
            return ((result & 1) << 1) | ((result & 2) >> 1)
        return self._lasts(operator, longest, shortest)

    def _lasts(self, operator, longest, shortest):
        if operator == ">=":
            return truth(longest[0] <= longest[1], shortest[0] > shortest[1])
        return truth(longest[0] < longest[1], shortest[0] >= shortest[1])

    # What a window asks for

    def inside(self, first, last):
        """Whether it asks only for items with a day from first to last."""
        if not self.known or self.kind in ("lasting", "before", "after", "since"):
            return False
        for length, anchor in self.ways:
            if self.spans:
                low, high = anchor[0][0], anchor[1][1]
            elif self.kind in ("overlapping", "covering"):
                low, high = anchor
            elif self.kind == "covering_last":
                low = high = self.ev.as_of
            elif self.kind in ("active", "started", "ended"):
                low, high = self.first(anchor[0], length), anchor[1]
            else:
                ranges = self.ranges(length, *anchor)
                if ranges is None:
                    return False
                low, high = min(r[0] for r in ranges), max(r[1] for r in ranges)
            if low < first or high > last:
                return False
        return True

    def hull(self):
        """The first and the last day that may be in a window on days; None where nothing is known of them."""
        if not self.known:
            return None
        lows, highs = [], []
        for length, (low, high) in self.ways:
            if self.kind in ("before", "after", "since"):
                lows.append(LONG_AGO if self.kind == "before" else low + (1 if self.kind == "after" else 0))
                highs.append(high - 1 if self.kind == "before" else FOREVER)
                continue
            ranges = self.ranges(length, low, high)
            if ranges is None:
                return None
            lows += [one[0] for one in ranges]
            highs += [one[1] for one in ranges]
        return min(lows), max(highs)

    def looks_ahead(self):
        """Whether it asks for days after the date of service."""
        if self.kind in ("lasting", "covering_last", "within", "before"):
            return NO
        if not self.known:
            return UNKNOWN
        now, result = self.ev.as_of, 0
        for _, anchor in self.ways:
            low, high = anchor[1] if self.spans else anchor
            if self.kind in ("after", "since", "within_after", "within_around"):
                result |= truth(high >= now, low < now)
            else:
                result |= truth(high > now, low <= now)
        return result


@op("datewin")
def date_window(ev, e):
    """A window on a date fact, as a condition."""
    window = Prepared(ev, e[2])
    result = 0
    for value in each(ev(e[1])):
        result |= UNKNOWN if value is None else window.day(*date_ends(value))
    return result
