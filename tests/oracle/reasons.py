"""The reasons of a denial that no exclusion makes (LANGUAGE.md, "Sections, and how a policy decides", 5).

They are what failed in the indication that came closest. None stands for what LANGUAGE.md leaves open here: amended criteria,
and rows of a choice.
"""

from criteria import covers
from verdicts import MET, NA, NOT_MET

NO_INDICATION = ["no indication applies"]


class LeftOpen(Exception):
    pass


def of_denial(outline, policy, approvals):
    try:
        return _of_denial(outline, policy, approvals)
    except LeftOpen:
        return None


def _of_denial(outline, policy, approvals):
    applying = [one for one in approvals if one.verdict != NA]
    if not applying:
        return NO_INDICATION
    could = [one for one in applying if not one.past]
    if not could:
        met = [one for one in applying if one.verdict & MET]
        if met:
            sure = [one for one in met if one.verdict == MET] or met
            return [sure[0].section.path] if len(sure) == 1 else None
        could = applying
    sure = [one for one in could if not one.verdict & NA]
    if not sure:
        # One whose own criteria fail or do not apply, and nobody knows which, is not the closest beside others.
        sure = [one for one in could if outline.own[one.section.path] != NOT_MET | NA] or could
    distances = [distance_of(outline, policy, one.section) for one in sure]
    closest = sure[distances.index(min(distances))].section
    names = failing(outline, closest.body, closest.path)
    if outline.own[closest.path] == NOT_MET | NA:
        # It would not be met, whatever becomes of the common criteria.
        names = [closest.path]
    for common in commons_of(policy, closest):
        names += failing(outline, common.body, common.path)
    return names or [closest.path]


def commons_of(policy, section):
    return [one for one in policy.sections if one.kind == "common" and one.body is not None and covers(one, section.path)]


def distance_of(outline, policy, section):
    return sum(distance(outline, one.body, one.path) for one in (section, *commons_of(policy, section)))


def verdict_of(outline, path):
    if path in outline.amended:
        raise LeftOpen
    return outline.shown[path]


def unwrapped(body):
    while body[0] in ("if", "unless", "written_out", "covered"):
        body = body[1] if body[0] == "covered" else body[2]
    return body


def distance(outline, body, path):
    """How many criteria would have to come out otherwise; unknown ones do not count."""
    if verdict_of(outline, path) != NOT_MET:
        return 0
    body = unwrapped(body)
    if body[0] in ("choose", "choose_match"):
        raise LeftOpen
    if body[0] != "block":
        return 1
    _, kind, count, entries = body
    if outline.has_additions(path):
        raise LeftOpen
    verdicts = [verdict_of(outline, entry.path) for entry in entries]
    ways = sorted(distance(outline, entry.body, entry.path) for entry, verdict in zip(entries, verdicts) if verdict == NOT_MET)
    surely = sum(1 for verdict in verdicts if verdict == MET)
    if kind == "all_of":
        return max(sum(ways), 1)
    if kind in ("none_of", "at_most") or (kind == "exactly" and surely > count):
        return 1
    wanted = 1 if kind == "any_of" else count - sum(1 for verdict in verdicts if verdict & MET)
    return max(sum(ways[:wanted]) + max(wanted - len(ways), 0), 1)


def failing(outline, body, path):
    if verdict_of(outline, path) != NOT_MET:
        return []
    body = unwrapped(body)
    if body[0] != "block" or body[1] != "all_of":
        return [path]
    if outline.has_additions(path):
        raise LeftOpen
    names = []
    for entry in body[3]:
        names += failing(outline, entry.body, entry.path)
    return names or [path]
