"""Selectors that ask all items at once (LANGUAGE.md, "Asking a list", "What an open list can say")."""

from fractions import Fraction

import days
import intervals
import ordered
import periods
import roots  # its functions
from evaluate import Evaluator, op
from items import condition_for, in_windows, item_documented, value_for, views_of
from model import ABSENT, Several, each, several
from verdicts import NO, UNKNOWN, YES, conjunction, truth
from windows import Prepared

TRUTHS = ("some", "no", "every", "at_least", "at_most", "exactly")
PICKED = ("latest", "earliest", "previous")


def list_is_complete(ev, name, found, prepared, wanted):
    """Whether the list is the whole list, for what these windows ask."""
    declared = ev.policy.lists[name].complete
    complete = declared if found.complete is None else found.complete
    if not complete or not completeness_is_stated(ev, found, wanted):
        return False
    if complete is True:
        return True
    first = days.first_within(ev.as_of, complete, ev.march_1)
    return inside(prepared or (), ev.policy.lists[name].kind, first, ev.as_of)


def completeness_is_stated(ev, found, wanted):
    """That a list is complete is a statement, too: by the list's own source or, where it states none, by an item's."""
    if not wanted:
        return True
    if found.source is not None:
        return ev.will_do(found.source, wanted)
    return any(item_documented(ev, item, wanted) for item in found.items)


def inside(prepared, kind, first, last):
    """Whether the windows ask only for items of these days; of several on days, what is in all of them."""
    if kind == "periods":
        return any(window.inside(first, last) for window in prepared)
    ends = [window.hull() for window in prepared]
    ends = [one for one in ends if one is not None]
    if not ends:
        return False
    low, high = max(one[0] for one in ends), min(one[1] for one in ends)
    return first <= low <= high <= last


Evaluator.list_is_complete = list_is_complete
Evaluator.item_documented = item_documented


class Asked:
    """A query with its list, windows and items worked out."""

    def __init__(self, ev, query):
        self.ev = ev
        self.query = query
        self.declared = ev.policy.lists[query.of]
        self.kind = self.declared.kind
        self.found = ev.member.lists.get(query.of)
        self.supplied = self.found is not None and self.found.state == 2
        if not self.supplied:
            return
        self.wanted = ev.wanted(query.of)
        self.prepared = [Prepared(ev, window) for window in query.windows if not window.kind.startswith("apart")]
        self.stated_complete = completeness_is_stated(ev, self.found, self.wanted)
        self.complete = list_is_complete(ev, query.of, self.found, self.prepared, self.wanted)
        self.views = views_of(ev, query, self.found, self.kind, self.wanted)

    def membership(self, view):
        windows = () if self.query.joined else self.prepared
        result = in_windows(self.ev, view, windows, self.kind, self.wanted)
        if result != NO and self.query.where is not None:
            result = conjunction((result, condition_for(self.ev, view, self.query.where)))
        return result

    def counted(self, view):
        """Whether it is in, where the order of items does not matter: an item of a poor source may not count."""
        return conjunction((self.membership(view), view.stands))

    def answer(self, view):
        return YES if self.query.has is None else condition_for(self.ev, view, self.query.has)


@op("query")
def query(ev, e):
    asked = Asked(ev, e[1])
    selector = e[1].selector
    gives_truth = selector in TRUTHS or (selector in PICKED and not e[1].field)
    if not asked.supplied:
        return UNKNOWN if gives_truth else None
    if e[1].joined:
        return periods.joined(asked)
    if e[1].pair:
        return ordered.pairs(asked)
    if selector in TRUTHS:
        return quantified(asked)
    if selector in PICKED:
        return ordered.run(asked) if e[1].run is not None else ordered.picked(asked)
    return VALUES[selector](asked)


def quantified(asked):
    memberships = [asked.counted(view) for view in asked.views]
    if asked.query.selector == "every":
        return every(asked, memberships)
    counts = [conjunction((membership, asked.answer(view))) if membership != NO else NO
              for membership, view in zip(memberships, asked.views)]
    return of_counts(asked.query.selector, asked.query.count, counts, asked.complete)


def of_counts(selector, count, truths, complete):
    """some, no, at_least, at_most, exactly: of so many that surely do, and so many that may."""
    low = sum(1 for one in truths if one == YES)
    high = sum(1 for one in truths if one & YES)
    top = high if complete else float("inf")
    if selector == "some":
        return truth(top >= 1, low < 1)
    if selector == "no":
        return truth(low < 1, top >= 1)
    if selector == "at_least":
        return truth(top >= count, low < count)
    if selector == "at_most":
        return truth(low <= count, top > count)
    return truth(low <= count <= top, low != count or top != count)


def every(asked, memberships):
    answers = [asked.answer(view) if membership != NO else YES for membership, view in zip(memberships, asked.views)]
    return every_of(asked.complete, list(zip(memberships, answers)))


def every_of(complete, found):
    """Of (is it in, does it have it): all, and at least one."""
    pairs = [(m, a) for m, a in found if m != NO]
    if any(m == YES and a == NO for m, a in pairs):
        return NO
    if complete and all(a == YES for _, a in pairs) and any(m == YES for m, _ in pairs):
        return YES
    return UNKNOWN


# Values


def count(asked):
    truths = [asked.counted(view) for view in asked.views]
    low = sum(1 for one in truths if one == YES)
    high = sum(1 for one in truths if one & YES) if asked.complete else intervals.INF
    return intervals.made(low, high) if high != intervals.INF or low else (0, intervals.INF, True, False)


def count_distinct(asked):
    sure, may, unknown = set(), set(), 0
    any_sure = False
    for view in asked.views:
        membership = asked.counted(view)
        if membership == NO:
            continue
        value = value_for(asked.ev, view, asked.query.field)
        if value is None or type(value) is Several:
            unknown += 1
            any_sure = any_sure or membership == YES
            continue
        may.add(value)
        if membership == YES:
            sure.add(value)
            any_sure = True
    low = max(len(sure), 1 if any_sure else 0)
    high = len(may) + unknown if asked.complete else intervals.INF
    return intervals.made(low, high) if high != intervals.INF or low else (0, intervals.INF, True, False)


def measured(asked):
    """(membership, value) of the items that may be in."""
    found = []
    for view in asked.views:
        membership = asked.counted(view)
        if membership != NO:
            found.append((membership, value_for(asked.ev, view, asked.query.field)))
    return found


def extreme(asked):
    highest = asked.query.selector == "highest"
    sign = (lambda n: n) if highest else intervals.negate
    found = [(membership, None if value is None else intervals.ends(sign(value))) for membership, value in measured(asked)]
    sure = [value for membership, value in found if membership == YES]
    if not sure:
        return None
    floor = max(((value[0], value[2]) for value in sure if value is not None), default=(-intervals.INF, False))
    if not asked.complete or any(value is None for _, value in found):
        top = (intervals.INF, False)
    else:
        top = max((value[1], value[3]) for _, value in found)
    result = intervals.made(floor[0], top[0], floor[1], top[1])
    return None if result is None else sign(result)


def total(asked):
    if not asked.complete:
        return None
    result = 0
    for membership, value in measured(asked):
        if value is None:
            return None
        if membership != YES:
            value = intervals.hull([0, value])
        result = intervals.add(result, value)
        if result is None:
            return None
    return result


def average(asked):
    if not asked.complete:
        return None
    found = measured(asked)
    sure = [value for membership, value in found if membership == YES]
    may = [value for membership, value in found if membership != YES]
    if len(may) > 8 or any(value is None for _, value in found):
        return None
    means = []
    for chosen in range(1 << len(may)):
        taken = sure + [value for index, value in enumerate(may) if chosen >> index & 1]
        if not taken:
            return None
        result = 0
        for value in taken:
            result = None if result is None else intervals.add(result, value)
        means.append(None if result is None else intervals.multiply(result, Fraction(1, len(taken))))
    return several(means)


VALUES = {
    "count": count, "count_distinct": count_distinct, "highest": extreme, "lowest": extreme, "sum": total, "average": average,
    "change": ordered.change, "rate": ordered.rate, "gap": ordered.largest_gap, "covered": periods.covered,
}
