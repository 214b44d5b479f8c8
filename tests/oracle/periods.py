"""Days covered and joined periods (LANGUAGE.md, "Joined periods" and "Days covered")."""

import intervals
from days import FOREVER, NEVER, first_within
from items import Period, condition_for, pair_or_day
from model import several
from verdicts import NO, UNKNOWN, YES, conjunction, disjunction
from ways import TooMany, every_way
from windows import LONG_AGO

BY_DAYS = ("active", "overlapping")


def covered(asked):
    """How many days at least one period was running: those that are surely covered, and those that may be."""
    ev = asked.ev
    region = _region(asked)
    if region is None:
        return None
    low, high, whole = region
    which = [window for window in asked.prepared if not _says_days(window)]
    sure, may = [], []
    for view in asked.views:
        view_membership = _membership(asked, view, which)
        if view_membership == NO or view.period.empty:
            continue
        sl, sh, el, eh = view.period.bounds
        first, last = max(sl, low), min(eh, high)
        if first <= last:
            may.append((first, last))
        first, last = max(sh, low), min(el, high)
        if view_membership == YES and first <= last:
            sure.append((first, last))
    least = measure(sure)
    if not asked.complete:
        if not whole:
            return intervals.made(least, intervals.INF, True, False)
        may += _not_listed(asked, low, high)
    if any(first <= LONG_AGO for first, _ in may):
        return intervals.made(least, intervals.INF, True, False)
    return intervals.made(least, measure(may))


def _not_listed(asked, low, high):
    """The days of the window of which an open list, or one that is complete within a time, does not speak."""
    declared = asked.declared.complete if asked.found.complete is None else asked.found.complete
    if not declared or not asked.stated_complete:
        return [(low, high)]
    first = first_within(asked.ev.as_of, declared, asked.ev.march_1)
    parts = [(low, min(high, first - 1)), (max(low, asked.ev.as_of + 1), high)]
    return [(a, b) for a, b in parts if a <= b]


def _says_days(window):
    return window.kind == "active" or (window.kind == "overlapping" and window.spans)


def _membership(asked, view, which):
    ev = asked.ev
    parts = [view.stands]
    parts += [window.period(view.period) for window in which]
    if asked.wanted and not all(cell.state != 2 or ev.will_do(cell.source, asked.wanted)
                                for cell in (view.item.cells["start"], view.item.cells["end"])):
        parts.append(UNKNOWN)
    if asked.query.where is not None:
        parts.append(condition_for(ev, view, asked.query.where))
    return conjunction(parts)


def _region(asked):
    """(first, last, is it a window): the days that are counted; None where they are not known."""
    now = asked.ev.as_of
    low, high, whole = LONG_AGO, now, False
    bounded = [window for window in asked.prepared if _says_days(window)]
    if not bounded:
        return low, high, False
    lows, highs = [], []
    for window in bounded:
        if not window.known or len(window.ways) != 1:
            return None
        length, anchor = window.ways[0]
        if window.spans:
            (first, other), (last, final) = anchor
        else:
            last, final = anchor
            first = other = first_within(last, length, asked.ev.march_1)
        if first != other or last != final or first > last:
            return None
        lows.append(first)
        highs.append(last)
    if max(lows) > min(highs):
        return None
    return max(lows), min(highs), True


def measure(ranges):
    """How many days lie in at least one of them."""
    total, reached = 0, None
    for first, last in sorted(ranges):
        if reached is not None and first <= reached:
            first = reached + 1
        if first <= last:
            total += last - first + 1
            reached = last
        elif reached is None:
            reached = last
    return total


# Joined periods


class Joined:
    """A joined period: its days, and nothing else."""

    __slots__ = ("period", "start")

    def __init__(self, period):
        self.period = period

    def read(self, ev, name, which):
        sl, sh, el, eh = self.period.bounds
        if name == "start":
            return pair_or_day(sl, sh)
        if self.period.ongoing:
            return NEVER if ev.in_until else (max(sl, ev.as_of), FOREVER)
        return pair_or_day(el, eh)


def joined(asked):
    """Each way the periods may join: partial days, and periods that may be in, are settled one by one."""
    query = asked.query
    gives_value = query.selector == "count" or query.field
    results = set()
    try:
        for way in _ways(asked):
            results.add(_of_way(asked, join(asked.ev, way, _gap(asked))))
    except TooMany:
        results = {None} if gives_value else {UNKNOWN}
    if gives_value:
        return several(sorted(results, key=repr))
    union = 0
    for result in results:
        union |= result
    return union


def _gap(asked):
    gap = (0, 0) if asked.query.gap is None else asked.ev(asked.query.gap)
    if gap is None:
        raise TooMany
    return gap


def _ways(asked):
    items = []
    for view in asked.views:
        membership = asked.counted(view)
        if membership == NO or view.period.empty:
            continue
        sl, sh, el, eh = view.period.bounds
        ongoing = view.period.ongoing
        if sh - sl > 400 or (eh - el > 400 and not ongoing):
            raise TooMany
        ends = (FOREVER,) if ongoing else range(el, eh + 1)
        items.append(([(start, end, ongoing) for start in range(sl, sh + 1) for end in ends if end >= start], membership == YES))
    yield from every_way(items)


def _of_way(asked, spans):
    from lists import of_counts
    ev, query = asked.ev, asked.query
    truths = [conjunction([window.period(one.period) for window in asked.prepared]) for one in spans]
    if query.selector in ("latest", "earliest"):
        return _picked(asked, spans, truths)
    complete = asked.complete and _whole(asked)
    if query.selector == "count":
        low = sum(1 for one in truths if one == YES)
        return None if not complete else intervals.made(low, sum(1 for one in truths if one & YES))
    if query.selector == "every":
        return UNKNOWN if not complete else _every(asked, spans, truths)
    answers = [conjunction((one, condition_for(ev, span, query.has))) if query.has is not None and one != NO else one
               for one, span in zip(truths, spans)]
    if complete:
        return of_counts(query.selector, query.count, answers, True)
    return _open(asked, answers)


def _whole(asked):
    declared = asked.declared.complete if asked.found.complete is None else asked.found.complete
    return declared is True


def _open(asked, answers):
    """Over an open list a longer period must do, too: `lasting >=`, `overlapping`, `covering`, `active within`."""
    grows = asked.query.has is None and all(
        window.kind in ("overlapping", "covering", "covering_last", "active")
        or (window.kind == "lasting" and window.window.op in (">=", ">")) for window in asked.prepared)
    if grows and asked.query.selector in ("some", "no") and YES in answers:
        return YES if asked.query.selector == "some" else NO
    return UNKNOWN


def _every(asked, spans, truths):
    pairs = [(one, condition_for(asked.ev, span, asked.query.has)) for one, span in zip(truths, spans) if one != NO]
    if any(one == YES and answer == NO for one, answer in pairs):
        return NO
    if pairs and all(answer == YES for _, answer in pairs) and any(one == YES for one, _ in pairs):
        return YES
    return UNKNOWN


def _picked(asked, spans, truths):
    """The joined period that began last (or first), of those that began by the date of service."""
    query, ev = asked.query, asked.ev
    nothing = None if query.field else UNKNOWN
    ahead = disjunction([window.looks_ahead() for window in asked.prepared])
    if ahead == UNKNOWN and any(one.period.bounds[0] > ev.as_of for one in spans):
        raise TooMany
    standing = [(span, one) for span, one in zip(spans, truths) if one != NO and (span.period.bounds[0] <= ev.as_of or ahead == YES)]
    if not standing:
        return nothing
    if any(one == UNKNOWN for _, one in standing):
        raise TooMany
    choose = max if query.selector == "latest" else min
    found = choose((span for span, _ in standing), key=lambda span: span.period.bounds[0])
    if query.field:
        return found.read(ev, query.field, 0)
    return condition_for(ev, found, query.has)


def join(ev, found, gap):
    """The next period starts, at the latest, so long after the day that follows the end."""
    spans = []
    for start, end, ongoing in sorted(found):
        if spans and (spans[-1][2] or start <= ev.forward(spans[-1][1] + 1, gap)):
            spans[-1][1] = max(spans[-1][1], end)
            spans[-1][2] = spans[-1][2] or ongoing
            continue
        spans.append([start, end, ongoing])
    return [Joined(Period(start, "ongoing" if ongoing else end, ev.as_of)) for start, end, ongoing in spans]

