"""The calendar of LANGUAGE.md, "Dates and spans". A day is an int (1 is 0001-01-01).

A date that is not known to the day is a pair (first, last): some day of these. FOREVER stands for a last day of which nothing
is known, NEVER for the end that an ongoing period has in an `until`: none.
"""

from datetime import date
from functools import lru_cache

FOREVER = 6_000_000
NEVER = 9_000_000
LAST_DAY = date(9999, 12, 31).toordinal()


def day(text):
    return date(int(text[:4]), int(text[5:7]), int(text[8:10])).toordinal()


def text_of(number):
    return date.fromordinal(number).isoformat()


def parts(number):
    civil = date.fromordinal(min(number, LAST_DAY))
    return civil.year, civil.month, civil.day


def days_in_month(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@lru_cache(maxsize=10_000)
def month_of(number):
    """The first and the last day of its month."""
    year, month, _ = parts(number)
    first = date(year, month, 1).toordinal()
    return first, first + days_in_month(year, month) - 1


def year_of(number):
    year = parts(number)[0]
    return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


@lru_cache(maxsize=200_000)
def forward(start, length, march_1=False):
    """Years and months together, then days; where the month is too short, its last day."""
    months, days = length
    if start > LAST_DAY:
        return start
    if months:
        year, month, day_of_month = parts(start)
        index = year * 12 + month - 1 + months
        to_year, to_month = divmod(index, 12)
        to_month += 1
        if to_year > 9999:
            return FOREVER
        last = days_in_month(to_year, to_month)
        if day_of_month > last:
            birthday = march_1 and months > 0 and months % 12 == 0 and month == 2
            start = date(to_year, to_month, last).toordinal() + (1 if birthday else 0)
        else:
            start = date(to_year, to_month, day_of_month).toordinal()
    return start + days


def back(start, length):
    return forward(start, (-length[0], -length[1]))


@lru_cache(maxsize=100_000)
def first_within(end, length, march_1=False):
    """The first day from which going forward by length reaches end."""
    guess = back(end, length)
    while forward(guess, length, march_1) >= end:
        guess -= 1
    while forward(guess, length, march_1) < end:
        guess += 1
    return guess


@lru_cache(maxsize=100_000)
def completed_years(start, end, march_1=False):
    years = parts(end)[0] - parts(start)[0]
    return years if forward(start, (12 * years, 0), march_1) <= end else years - 1


def bounds_of(length):
    """The least and the most days that a duration can have, wherever it begins."""
    months, days = length
    return _month_bounds(months)[0] + days, _month_bounds(months)[1] + days


_BOUNDS = {0: (0, 0)}


def _month_bounds(months):
    if months not in _BOUNDS:
        spans = []
        for year in (*range(1896, 1906), *range(1996, 2009)):
            for month in range(1, 13):
                for day_of_month in (1, 27, 28, 29, 30, 31):
                    if day_of_month <= days_in_month(year, month):
                        start = date(year, month, day_of_month).toordinal()
                        spans.append(forward(start, (months, 0)) - start)
        _BOUNDS[months] = min(spans), max(spans)
    return _BOUNDS[months]


def duration_text(length):
    months, days = length
    years, months = divmod(months, 12)
    weeks = 0
    if days and days % 7 == 0:
        weeks, days = days // 7, 0
    named = ((years, "year"), (months, "month"), (weeks, "week"), (days, "day"))
    words = [f"{count} {word}{'s' if count != 1 else ''}" for count, word in named if count]
    return " ".join(words) or "0 days"
