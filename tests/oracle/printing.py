"""Writes a policy as crit text."""

import days
from days import duration_text
from model import Query, Window

LOOSE = ("and", "or", "cmp", "in", "not", "documented_by", "datewin", "in_code", "includes", "contains", "documented", "stated", "query",
         "select", "match", "+", "-", "*", "/", "negate", "forward", "span", "plain_block", "known")


def tight(e):
    """In parentheses unless it is one word or a call."""
    text = expression(e)
    return f"({text})" if e[0] in LOOSE else text


def expression(e):
    return PRINTERS[e[0]](e)


def query_text(query):
    words = [{"at_least": f"at_least {query.count}", "at_most": f"at_most {query.count}", "exactly": f"exactly {query.count}",
              "count_distinct": "count distinct", "change": "change in", "rate": "rate of", "gap": "largest gap in",
              "covered": "days covered by"}.get(query.selector, query.selector)]
    if query.joined:
        words.append("joined")
    if query.pair:
        words.append(f"pair ({query.pair[0]}, {query.pair[1]}) of")
    elif query.alias:
        words.append(f"{query.alias} of")
    words.append(query.of + (f".{query.field}" if query.field else ""))
    # `within 90 days` before `after d1` would read as one window.
    windows = [window_text(window) for window in sorted(query.windows, key=lambda one: one.kind not in ("before", "after"))]
    where = [f"where ({expression(query.where)})"] if query.where is not None else []
    if query.joined:
        if query.gap is not None:
            words.append(f"gap at_most {tight(query.gap)}")
        words += where + windows
    else:
        words += windows + where
    if query.has is not None:
        words.append(f"has ({expression(query.has)})")
    if query.run is not None:
        words.append(f"for_at_least {tight(query.run)}")
    return " ".join(words)


def window_text(window):
    small = tight(window.small) if window.small is not None else ""
    if isinstance(window.anchor, list):
        anchor = f"{tight(window.anchor[0])} to {tight(window.anchor[1])}"
    else:
        anchor = tight(window.anchor) if window.anchor is not None else ""
    kind = window.kind
    if kind == "within":
        if window.op == "days":
            return f"within_days {window.small[1][1]}"
        return f"within {small}" + (f" {window.op} {anchor}" if anchor else "")
    if kind in ("within_after", "within_around"):
        return f"within {small} {kind[7:]} {anchor}"
    if kind in ("in_month", "in_year"):
        return f"in {kind[3:]} of {anchor}"
    if kind == "covering_last":
        return f"covering last {small}"
    if kind in ("active", "started", "ended"):
        return f"{kind} within {small}" + (f" of {anchor}" if anchor else "")
    if kind == "lasting":
        return f"lasting {window.op} {small}"
    if kind.startswith("apart"):
        return f"apart at_{kind[6:]} {small}"
    return f"{kind} {anchor}"


def field_text(e):
    _, _, alias, name, _, _ = e
    if name == "value" and alias:
        return alias
    return f"{alias}.{name}" if alias else name


def codes_text(reference):
    return reference if isinstance(reference, str) else "{ " + ", ".join(reference[3]) + " }"


def binary(e):
    return f"{tight(e[1])} {e[0]} {tight(e[2])}"


def choose_text(rows, otherwise, print_row):
    lines = [f"when {expression(condition)} : {print_row(value)}" for condition, value in rows]
    if otherwise is not None:
        lines.append(f"otherwise : {print_row(otherwise)}")
    return "choose { " + "; ".join(lines) + " }"


def match_text(key, rows, otherwise, print_row):
    lines = [f"{', '.join(expression(k) for k in keys)} : {print_row(value)}" for keys, value in rows]
    if otherwise is not None:
        lines.append(f"otherwise : {print_row(otherwise)}")
    return f"match {tight(key)} {{ " + "; ".join(lines) + " }"


def block_head(kind, count):
    return f"{kind} {count} of" if kind in ("at_least", "at_most", "exactly") else kind


def stepped_text(e):
    places = f", {e[2]}" if e[2] else ""
    return f"{e[1]}({expression(e[4])}{places})"


PRINTERS = {
    "cmp": lambda e: f"{tight(e[3])} {e[2]} {tight(e[4])}",
    "fact": lambda e: e[1],
    "parameter": lambda e: e[1],
    "field": field_text,
    "not": lambda e: f"not {tight(e[1])}",
    "and": lambda e: " and ".join(tight(part) for part in e[1]),
    "or": lambda e: " or ".join(tight(part) for part in e[1]),
    "plain_block": lambda e: f"{block_head(e[1], e[2])} {{ {'; '.join(expression(part) for part in e[3])} }}",
    "in": lambda e: f"{tight(e[2])} {'not ' if e[4] else ''}in {{ {', '.join(expression(v) for v in e[3])} }}",
    "contains": lambda e: f"{tight(e[1])} contains \"{e[3]}\"",
    "in_code": lambda e: f"{tight(e[1])} {'not ' if e[3] else ''}in {codes_text(e[2])}",
    "includes": lambda e: f"{e[1]} includes {codes_text(e[2])}",
    "datewin": lambda e: f"{tight(e[1])} {window_text(e[2])}",
    "known": lambda e: f"{'missing' if e[2] else 'known'}({e[1]})",
    "documented": lambda e: f"{e[1]} is {'not ' if e[2] else ''}documented",
    "stated": lambda e: f"{expression(e[1])} is {'not ' if e[2] else ''}documented",
    "documented_by": lambda e: f"{tight(e[1])} documented_by {', '.join(e[2])}",
    "meets": lambda e: f"meets {e[1]}",
    "define": lambda e: e[1],
    "with_items": lambda e: expression(e[2]),
    "select": lambda e: choose_text(e[1], e[2], expression),
    "match": lambda e: match_text(e[2], e[3], e[4], expression),
    "const": lambda e: e[2],
    "as_of": lambda e: "as_of",
    "+": binary, "-": binary, "*": binary, "/": binary,
    "negate": lambda e: f"-{tight(e[1])}",
    "stepped": stepped_text,
    "of_all": lambda e: f"{e[1]}({', '.join(expression(part) for part in e[2])})",
    "first_known": lambda e: f"first_known({', '.join(expression(part) for part in e[1])})",
    "forward": lambda e: f"{tight(e[1])} {'+' if e[3] > 0 else '-'} {tight(e[2])}",
    "span": lambda e: f"{tight(e[1])} to {tight(e[2])}",
    "days": lambda e: f"days({expression(e[1])})",
    "completed_years": lambda e: f"completed_years({expression(e[1])})",
    "of_month": lambda e: f"{e[1]}({expression(e[2])})",
    "calendar": lambda e: f"{e[1]}({expression(e[2])})",
    "function": lambda e: f"{e[1]}({expression(e[2])})",
    "power": lambda e: f"power({expression(e[1])}, {expression(e[2])})",
    "lms_z": lambda e: f"lms_z({', '.join(expression(part) for part in e[1])})",
    "query": lambda e: query_text(e[1]),
    "lookup": lambda e: f"{e[1]}({', '.join(expression(key) for key in e[2])})" + (f".{e[4]}" if e[4] else ""),
    # Criteria
    "block": lambda e: f"{block_head(e[1], e[2])} {{\n" + "\n".join(entry_text(entry) for entry in e[3]) + "\n}",
    "if": lambda e: f"if {expression(e[1])} then {expression(e[2])}",
    "unless": lambda e: f"{tight(e[2])} unless {tight(e[1])}",
    "choose": lambda e: choose_text(e[1], e[2], expression),
    "choose_match": lambda e: match_text(e[2], e[3], e[4], expression),
    "asked": lambda e: f'asked "{e[1]}"',
    "word": lambda e: e[1],
    "covered": lambda e: f"{criterion_in_parentheses(e[1])} documented_by {', '.join(e[2])}",
    "written_out": lambda e: e[1],
}


def criterion_in_parentheses(e):
    return expression(e) if e[0] in ("block", "asked", "written_out") else tight(e)


def entry_text(entry):
    head = entry.label + (f' "{entry.text}"' if entry.text else "") if entry.label else (f'"{entry.text}"' if entry.text else "")
    return (head + ": " if head else "") + expression(entry.body)


def type_text(declared):
    if declared.kind == "unit":
        return declared.unit
    if declared.kind == "enum":
        return (" < " if declared.ordered else " | ").join(declared.words)
    if declared.kind == "code":
        return f"code {declared.system}"
    return declared.kind


def fact_text(fact, name):
    return (f"{name} : {type_text(fact.type)}" + (" absent_means_no" if fact.absent_no else "")
            + (f' "{fact.text}"' if fact.text else ""))


def list_text(one):
    if one.kind == "codes":
        text = f"codes {one.system}"
    elif one.kind == "values":
        text = f"list of {type_text(one.value)}"
    else:
        fields = "; ".join(f"{name} : {type_text(declared)}" for name, declared in one.fields.items())
        text = f"{'list' if one.kind == 'items' else one.kind} {{ {fields} }}"
    if one.complete is True:
        text += " complete"
    elif one.complete:
        text += f" complete within {duration_text(one.complete)}"
    return f"{one.name} : {text}" + (" absent_means_no" if one.absent_no else "")


def set_text(one):
    head = f"codes {one.name} : {one.system}" + (" such_as" if one.such_as else "")
    if one.csv:
        return f'{head} from "{one.name}.csv"'
    shown = []
    for text, first, last in one.written:
        shown.append(text + (f" from {days.text_of(first)}" if first else "") + (f" to {days.text_of(last)}" if last else ""))
    return f"{head} {{ {', '.join(shown)} }}"


def set_file(one):
    lines = ["code,remark,from,to"]
    for text, first, last in one.written:
        lines.append(f"{text.replace(chr(34), '')},x,{days.text_of(first) if first else ''},{days.text_of(last) if last else ''}")
    return "\n".join(lines) + "\n"


def header(policy):
    lines = [f'policy "{policy.name}" {{']
    first, last = policy.effective
    if first or last:
        lines.append("effective" + (f" from {days.text_of(first)}" if first else "") + (f" to {days.text_of(last)}" if last else ""))
    if policy.version:
        lines.append(f'version "{policy.version}"')
    if policy.unconfirmed:
        lines.append(f'status unconfirmed "{policy.unconfirmed}"')
    if policy.march_1:
        lines.append("leap_birthday march_1")
    for kinds, names in policy.evidence:
        lines.append(f"evidence {', '.join(kinds)} for {', '.join(names)}")
    return "\n".join(lines) + "\n}"


def section_text(section):
    if section.kind == "common":
        head = f"common {section.path}" + (f" for {', '.join(section.covers)}" if section.covers else "")
    else:
        head = f"{section.kind} {section.path}" + (f' "{section.text}"' if section.text else "")
        head += f" as {section.category}" if section.category else ""
    lines = [head + " {"]
    if section.when is not None:
        lines.append(f"when {expression(section.when)}")
    if section.body is not None:
        lines.append(expression(section.body))
    if section.kind == "indication":
        lines.append("approve" + (f" until {expression(section.until)}" if section.until is not None else ""))
    if section.kind == "referral":
        lines.append(f'refer to review "{section.review}"' if section.review else f"refer to {expression(section.refer)}")
    for name, _, _, value in section.gives:
        lines.append(f"give {name} = {expression(value)}")
    return "\n".join(lines) + "\n}"


def amendment_text(policy, amendment):
    head = f'amend "{policy.name}" "{amendment.text}"'
    if amendment.over:
        head += " over " + ", ".join(f'"{name}"' for name in amendment.over)
    if amendment.when is not None:
        head += f" when {expression(amendment.when)}"
    lines = [head + " {"]
    for change in amendment.changes:
        lines.append(f"{change.kind} {change.path}" + (f": {expression(change.body)}" if change.body is not None else ""))
    return "\n".join(lines) + "\n}"


def facts_text(policy):
    lines = []
    for name, fact in policy.facts.items():
        group, _, last = name.rpartition(".")
        lines.append(f"{group} {{ {fact_text(fact, last)} }}" if group else fact_text(fact, name))
    lines += [list_text(one) for one in policy.lists.values()]
    return "facts {\n" + "\n".join(lines) + "\n}"


def define_text(one):
    parameters = f"({', '.join(one.parameters)})" if one.parameters else ""
    return f"define {one.name}{parameters}" + (f' "{one.text}"' if one.text else "") + f" = {expression(one.body)}"


def policy_text(policy):
    parts = ["units { tablet }", header(policy), facts_text(policy)]
    parts += [f"sources {name} {{ {', '.join(kinds)} }}" for name, kinds in policy.groups.items()]
    parts += [set_text(one) for one in policy.sets.values()]
    parts += [one.text() for one in policy.tables.values()]
    parts += [define_text(one) for one in policy.defines.values()]
    parts += [section_text(section) for section in policy.sections]
    if policy.otherwise:
        parts.append(f"otherwise deny as {policy.otherwise}")
    parts += [amendment_text(policy, one) for one in policy.amendments]
    return "\n".join(parts) + "\n"


__all__ = ["policy_text", "set_file", "expression", "Query", "Window"]
