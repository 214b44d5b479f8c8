"""Selectors that go by the order of items: latest and its like, changes, gaps, runs, pairs.

Partial days, items that may be in, and conditions that are not known are settled in every way that matters; what all ways agree
on is known. Where there are more than MOST_WAYS of them the answer is unknown here, and may be known to crit.
"""

import days
import intervals
from days import FOREVER
from evaluate import compare_span
from items import PairView, condition_for, value_for
from model import several
from verdicts import NO, UNKNOWN, YES, conjunction, disjunction
from ways import TooMany, every_way


def ways(asked, all_days=False, past_only=True):
    """Each way the items may stand: a list of (day, index) of those that are in, in file order."""
    ev = asked.ev
    ahead = NO
    for window in asked.prepared:
        ahead = disjunction((ahead, window.looks_ahead()))
    standing = []
    for index, view in enumerate(asked.views):
        membership = asked.counted(view)
        if membership == NO:
            continue
        low, high = view.day
        if past_only and high > ev.as_of and ahead != YES:
            if ahead == NO and low > ev.as_of:
                continue
            membership = UNKNOWN
            high = ev.as_of if ahead == NO else high
        standing.append((index, low, high, membership))
    cuts = sorted({cut for _, low, high, _ in standing for cut in (low, high)})
    yield from every_way(([(day, index) for day in _days(low, high, cuts, all_days)], membership == YES)
                         for index, low, high, membership in standing)


def _days(low, high, cuts, all_days):
    if low == high:
        return (low,)
    if all_days:
        if high - low > 400:
            raise TooMany
        return range(low, high + 1)
    near = {low, high}
    for cut in cuts:
        near.update(day for day in (cut - 1, cut, cut + 1) if low <= day <= high)
    return sorted(near)


def pick(selector, way, views):
    """The indexes of which each may be the one; none where there is no such item."""
    if not way:
        return ()
    if selector == "earliest":
        first = min(way)[0]
        same = [index for day, index in way if day == first]
        return [one for one in same if not any(is_later(views[one], views[other]) for other in same)]
    last = max(way)[0]
    same = [index for day, index in way if day == last]
    newest = [one for one in same if not any(is_later(views[other], views[one]) for other in same)]
    if selector == "latest":
        return newest
    found = set()
    for newer in newest:
        found.update(pick("latest", [one for one in way if one[1] != newer], views))
    return found


def is_later(a, b):
    """Of two items of one day: by the instant where both have an offset, by the clock where neither has."""
    first, second = a.item.time, b.item.time
    if first is None or second is None or (first[1] is None) != (second[1] is None):
        return False
    return first[0] - (first[1] or 0) > second[0] - (second[1] or 0)


def picked(asked):
    """`latest L has C`, `latest L.field`."""
    candidates, none = set(), False
    gives_value = bool(asked.query.field)
    try:
        for way in ways(asked):
            found = pick(asked.query.selector, way, asked.views)
            none = none or not found
            candidates.update(found)
    except TooMany:
        return None if gives_value else UNKNOWN
    views = [asked.views[index] for index in sorted(candidates)]
    if gives_value:
        values = [value_for(asked.ev, view, asked.query.field) for view in views]
        return several(values + [None] if none else values) if values or none else None
    result = UNKNOWN if none else 0
    for view in views:
        result |= asked.answer(view)
    return result


def run(asked):
    """`latest L has C for_at_least D`."""
    ev = asked.ev
    length = ev(asked.query.run)
    answers = {}
    result = 0
    try:
        for way in ways(asked):
            for _, index in way:
                if index not in answers:
                    answers[index] = asked.answer(asked.views[index])
            result |= _runs(ev, way, answers, length, asked.complete)
            if result == UNKNOWN:
                break
    except TooMany:
        return UNKNOWN
    return result or UNKNOWN


def _runs(ev, way, answers, length, complete):
    if not way or length is None:
        return UNKNOWN
    by_day = {}
    for day, index in way:
        by_day[day] = by_day.get(day, 0) | (answers[index] if answers[index] != UNKNOWN else UNKNOWN)
    order = sorted(by_day, reverse=True)
    newest = order[0]
    # Where a run may begin: after the last day that may hold it, at each day whose items may stand either way.
    result = 0
    first = None
    for day in order:
        verdict = by_day[day]
        if verdict & NO:
            result |= _long_enough(ev, first, newest, length)
            if verdict == UNKNOWN:
                # Of a mixed day the items that have it may be the newer ones.
                result |= _long_enough(ev, day, newest, length)
                alone = [answers[index] for found, index in way if found == day]
                if NO in alone:
                    return result
                first = day
                continue
            return result
        first = day
    long = _long_enough(ev, first, newest, length)
    return result | (long if long == YES or complete else UNKNOWN)


def _long_enough(ev, first, newest, length):
    if first is None or first == newest:
        return NO
    return YES if ev.forward(first, length) <= newest else NO


def _ends(asked, all_days):
    """For each way the newest and the oldest items, on two days; None where there are none."""
    for way in ways(asked, all_days):
        last = max(way)[0] if way else None
        first = min(way)[0] if way else None
        if first == last:
            yield None
            continue
        newest = [index for day, index in way if day == last]
        oldest = [index for day, index in way if day == first]
        yield first, last, newest, oldest


def change(asked):
    return _by_ends(asked, False, lambda difference, first, last: difference)


def rate(asked):
    """By the year: completed years from the earlier day, and the days behind the last anniversary over those to the next."""
    def by_year(difference, first, last):
        march_1 = asked.ev.march_1
        whole = days.completed_years(first, last, march_1)
        behind = days.forward(first, (12 * whole, 0), march_1)
        ahead = days.forward(first, (12 * whole + 12, 0), march_1)
        return intervals.divide(difference, whole + intervals.Fraction(last - behind, ahead - behind))
    return _by_ends(asked, True, by_year)


def _by_ends(asked, all_days, result_of):
    results, values = set(), {}
    try:
        for found in _ends(asked, all_days):
            if found is None:
                return None
            first, last, newest, oldest = found
            for index in (*newest, *oldest):
                if index not in values:
                    values[index] = value_for(asked.ev, asked.views[index], asked.query.field)
            for new in newest:
                for old in oldest:
                    if values[new] is None or values[old] is None:
                        return None
                    difference = intervals.add(values[new], intervals.negate(values[old]))
                    results.add(None if difference is None else result_of(difference, first, last))
    except TooMany:
        return None
    if None in results or not results:
        return None
    return several(results) if len(results) < 20 else intervals.hull(list(results))


def largest_gap(asked):
    """A span: the longest by days between neighbouring dates. Two of one length that differ are each tried."""
    if not asked.complete:
        return None
    spans = set()
    try:
        for way in _counted_ways(asked):
            order = sorted(day for day, _ in way)
            if not order:
                return None
            if len(order) == 1:
                spans.add(("span", order[0], order[0]))
                continue
            most = max(b - a for a, b in zip(order, order[1:]))
            spans.update(("span", a, b) for a, b in zip(order, order[1:]) if b - a == most)
    except TooMany:
        return None
    return several(sorted(spans))


def _counted_ways(asked):
    for view in asked.views:
        if view.stands != YES:
            raise TooMany
    return ways(asked, all_days=True, past_only=False)


# Pairs


def pairs(asked):
    from lists import every_of, of_counts
    ev, query = asked.ev, asked.query
    apart = [window for window in query.windows if window.kind.startswith("apart")]
    limits = [(window.kind, ev(window.small)) for window in apart]
    memberships = [asked.counted(view) for view in asked.views]
    found = []
    for first in range(len(asked.views)):
        for second in range(first + 1, len(asked.views)):
            both = conjunction((memberships[first], memberships[second]))
            if both != NO:
                found.append(_pair(asked, limits, first, second, both))
    if query.selector == "every":
        return every_of(asked.complete, found)
    truths = [answer for _, answer in found]
    if query.selector in ("some", "at_least") and not asked.complete:
        # What is on file; where it is open whether there is a pair at all, so is the answer.
        result = of_counts(query.selector, query.count, truths, True)
        return result if result == YES or any(member == YES for member, _ in found) else result | UNKNOWN
    return of_counts(query.selector, query.count, truths, asked.complete)


def _pair(asked, limits, first, second, both):
    """Whether it is a pair that counts, and whether it is one and has what is asked."""
    a, b = asked.views[first], asked.views[second]
    (al, ah), (bl, bh) = a.day, b.day
    if al == ah == bl == bh:
        return NO, NO
    member, answer = 0, 0
    if al < bh:
        one, has = _ordered_pair(asked, limits, a, b)
        member, answer = member | one, answer | has
    if bl < ah:
        one, has = _ordered_pair(asked, limits, b, a)
        member, answer = member | one, answer | has
    if ah >= bl and bh >= al:
        member, answer = member | NO, answer | NO
    return conjunction((both, member)), conjunction((both, answer))


def _ordered_pair(asked, limits, earlier, later):
    ev, query = asked.ev, asked.query
    start, end = earlier.day, later.day
    member = YES
    for kind, length in limits:
        one = UNKNOWN
        if length is not None and start[1] <= end[0]:
            one = compare_span(ev, ">=" if kind == "apart_least" else "<=", ("span", start, end), length)
        member = conjunction((member, one))
    if member == NO or query.has is None:
        return member, member
    return member, conjunction((member, condition_for(ev, PairView(earlier, later), query.has)))
