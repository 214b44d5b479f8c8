"""The syntax files in editors/: their lists of words are those of the language, and they show a policy as they should.

python3 editors.py
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
failures = []


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def check(name, found, expected):
    if found != expected:
        failures.append(f"{name}\n  expected {expected}\n  found    {found}")


# ---- the tables of the language


def tables():
    keywords = [
        (word, set(flags.split(" | ")))
        for word, flags in re.findall(r'^KEYWORD\(\w+, "(\w+)", ([^)]*)\)', read("grammar", "keywords.def"), re.M)
    ]
    functions = re.findall(r"^FUNCTION\((\w+),", read("interp", "model", "functions.def"), re.M)
    declared = re.search(r"type_words\(\) \{[^{]*\{([^}]*)\}", read("interp", "front", "check_declarations.cpp"))
    types = re.findall(r'"(\w+)"', declared.group(1)) if declared else []
    if len(keywords) < 50 or len(functions) < 10 or len(types) < 5:
        sys.exit("the tables of the language are not where they were: mend tables() in this file")
    words = [word for word, _ in keywords]
    return {
        "hard keywords": {word for word, flags in keywords if "hard" in flags},
        "soft keywords": {word for word, flags in keywords if "hard" not in flags},
        # `known` and `missing` ask about a fact, and are no rows of the table.
        "functions": {"known", "missing", *functions},
        # Those that are no keywords.
        "types": {word for word in types if word not in words},
        "not a unit": {word for word, flags in keywords if flags & {"hard", "infix", "soft_infix", "never_unit"}},
    }


def compare(where, found, expected):
    for name, words in expected.items():
        if name not in found:
            failures.append(f"{where}: there is no list of {name}")
            continue
        for word in sorted(words - found[name]):
            failures.append(f"{where}: add `{word}` to the list of {name}")
        for word in sorted(found[name] - words):
            failures.append(f"{where}: take `{word}` from the list of {name}")


# ---- TextMate


def textmate_words(grammar):
    found = {}
    for pattern in grammar["repository"].values():
        listed = re.search(r"\((?:\?:)?(\w+(?:\|\w+)+)\)", pattern.get("match", ""))
        if listed and pattern.get("comment") in tables():
            found[pattern["comment"]] = set(listed.group(1).split("|"))
    return found


def scopes(grammar, line):
    """The pieces of a line with their scopes, as an editor finds them. Knows as much of TextMate as the grammar uses."""
    patterns = [grammar["repository"][one["include"][1:]] for one in grammar["patterns"]]
    pieces = []
    at = 0
    while at < len(line):
        best = None
        for pattern in patterns:
            match = re.compile(pattern.get("match") or pattern["begin"]).search(line, at)
            if match and match.end() > match.start() and (best is None or match.start() < best[0].start()):
                best = (match, pattern)
        if best is None:
            break
        match, pattern = best
        at = match.end()
        if "begin" in pattern:
            while True:
                end = re.compile(pattern["end"]).search(line, at)
                inside = re.compile(pattern["patterns"][0]["match"]).search(line, at)
                if not inside or inside.start() >= end.start():
                    break
                at = inside.end()
            at = end.end()
            pieces.append((line[match.start() : at], pattern["name"]))
        elif "captures" in pattern:
            pieces += [
                (match.group(int(group)), what["name"])
                for group, what in pattern["captures"].items()
                if match.group(int(group))
            ]
        else:
            pieces.append((match.group(), pattern["name"]))
    return [(text, name[: -len(".crit")]) for text, name in pieces]


# What each kind of piece is called there, and in vim.
KINDS = {
    "hard": ("keyword.control", "critHard"),
    "soft": ("keyword.other", "critSoft"),
    "number": ("constant.numeric", "critNumber"),
    "unit": ("keyword.other.unit", "critUnit"),
    "date": ("constant.numeric.date", "critDate"),
    "text": ("string.quoted.double", "critText"),
    "comment": ("comment.line.number-sign", "critComment"),
    "name": ("variable.other", "critFact"),
    "type": ("storage.type", "critType"),
    "function": ("support.function", "critFunction"),
    "call": ("entity.name.function", "critCall"),
    "outline": ("entity.name.section", "critOutline"),
    "declared": ("entity.name.type", "critDeclared"),
    "constant": ("constant.language", "critConstant"),
    "operator": ("keyword.operator", "critOperator"),
}

# A line, and its pieces. What has no kind is not listed.
LINES = [
    ('policy "A \\" # 1" { # why', [("policy", "soft"), ('"A \\" # 1"', "text"), ("# why", "comment")]),
    (
        "effective from 2022-09-30 to 2023-01-01",
        [("effective", "soft"), ("from", "soft"), ("2022-09-30", "date"), ("to", "hard"), ("2023-01-01", "date")],
    ),
    ("use growth", [("use", "soft"), ("growth", "declared")]),
    ('use "../global/copay"', [("use", "soft"), ('"../global/copay"', "text")]),
    ("source : text", [("source", "name"), ("text", "type")]),
    ("count : number", [("count", "name"), ("number", "type")]),
    ("dose : mg/kg/dose", [("dose", "name"), ("/", "operator"), ("/", "operator")]),
    ("member.line is request.count", [("is", "hard")]),
    (
        "age >= 2 years and age < 18 years",
        [
            (">=", "operator"),
            ("2", "number"),
            ("years", "unit"),
            ("and", "hard"),
            ("<", "operator"),
            ("18", "number"),
            ("years", "unit"),
        ],
    ),
    ("dose <= 0.12 mg/kg/dose", [("<=", "operator"), ("0.12", "number"), ("mg/kg/dose", "unit")]),
    (
        "a1c > 6.5% or igf < 5 [iU]/L",
        [
            (">", "operator"),
            ("6.5", "number"),
            ("%", "unit"),
            ("or", "hard"),
            ("<", "operator"),
            ("5", "number"),
            ("[iU]/L", "unit"),
        ],
    ),
    (
        "latest h of height within_days 90 has h <= -3",
        [
            ("latest", "soft"),
            ("of", "soft"),
            ("within_days", "hard"),
            ("90", "number"),
            ("has", "hard"),
            ("<=", "operator"),
            ("-", "operator"),
            ("3", "number"),
        ],
    ),
    (
        "at_least 2 visit within 6 months",
        [("at_least", "hard"), ("2", "number"), ("within", "hard"), ("6", "number"), ("months", "unit")],
    ),
    ("at_least 2 of {", [("at_least", "hard"), ("2", "number"), ("of", "soft")]),
    ('indication I.A "Severe" {', [("indication", "soft"), ("I.A", "outline"), ('"Severe"', "text")]),
    ("not meets III.A", [("not", "hard"), ("meets", "soft"), ("III.A", "outline")]),
    (
        "define units_each = round(days(a to b), 2)",
        [
            ("define", "soft"),
            ("units_each", "declared"),
            ("=", "operator"),
            ("round", "function"),
            ("days", "function"),
            ("to", "hard"),
            ("2", "number"),
        ],
    ),
    ("give mine = other(x)", [("give", "soft"), ("=", "operator"), ("other", "call")]),
    ("otherwise : yes", [("otherwise", "hard"), ("yes", "constant")]),
    ('1 "Adult": adult', [("1", "number"), ('"Adult"', "text")]),
    ("expect pend", [("expect", "soft"), ("pend", "constant")]),
]


def textmate():
    grammar = json.loads(read("editors", "vscode-crit", "syntaxes", "crit.tmLanguage.json"))
    compare("the TextMate grammar", textmate_words(grammar), tables())
    for line, pieces in LINES:
        found = scopes(grammar, line)
        expected = [(text, KINDS[kind][0]) for text, kind in pieces]
        # A number that is counted, and its word, are what they are elsewhere.
        check(f"TextMate: {line}", found, expected)
    package = json.loads(read("editors", "vscode-crit", "package.json"))
    for place in (
        package["contributes"]["languages"][0]["configuration"],
        package["contributes"]["grammars"][0]["path"],
    ):
        json.loads(read("editors", "vscode-crit", place))
    check("the scope", package["contributes"]["grammars"][0]["scopeName"], grammar["scopeName"])


# ---- vim

SCRIPT = r"""
set nocompatible
set encoding=utf-8
execute 'set runtimepath^=' . fnameescape($CRIT_VIM)
filetype plugin on
syntax on
edit lines.crit
let found = [&filetype, &commentstring]
for row in range(1, line('$'))
  let groups = []
  for column in range(1, len(getline(row)))
    call add(groups, synIDattr(synID(row, column, 0), 'name'))
  endfor
  call add(found, join(groups, ','))
endfor
setlocal makeprg=cat\ messages.txt shellpipe=>
silent make!
for one in getqflist()
  call add(found, one.valid . ' ' . one.type . ' ' . one.lnum . ' ' . one.col . ' ' . one.text)
endfor
call writefile(found, 'found.txt')
quitall!
"""


def vim_words(text):
    lists = dict(re.findall(r"^let s:(\w+) = \[\n(.*?)\\ \]", text, re.M | re.S))
    return {name.replace("_", " "): set(re.findall(r"'(\w+)'", words)) for name, words in lists.items()}


def vim():
    compare("vim's syntax", vim_words(read("editors", "vim", "syntax", "crit.vim")), tables())
    if (
        not shutil.which("vim")
        or "+syntax" not in subprocess.run(["vim", "--version"], capture_output=True, text=True).stdout
    ):
        print("vim is not installed: its words were compared, and its syntax not run")
        return
    with tempfile.TemporaryDirectory() as folder:

        def write(name, text):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)

        write("lines.crit", "".join(line + "\n" for line, _ in LINES))
        write("script.vim", SCRIPT)
        write(
            "messages.txt",
            "error[E0102]: `tittle` is not a keyword\n --> lines.crit:2:3\n  |\n2 |   tittle\n  = help: did you mean `title`?\nwarning[W0608]: late\n --> lines.crit:1:8\n",
        )
        environment = dict(os.environ, CRIT_VIM=os.path.join(ROOT, "editors", "vim"), TERM="dumb", HOME=folder)
        subprocess.run(
            ["vim", "-e", "-s", "-N", "-u", "script.vim"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        try:
            with open(os.path.join(folder, "found.txt"), encoding="utf-8") as file:
                found = file.read().splitlines()
        except FileNotFoundError:
            failures.append("vim: the syntax file does not load")
            return
    check("vim: kind of file, comments", found[:2], ["crit", "# %s"])
    check(
        "vim: mistakes of `crit check`",
        [one for one in found[2 + len(LINES) :] if one.startswith("1")],
        ["1 E 2 3 `tittle` is not a keyword", "1 W 1 8 late"],
    )
    for (line, pieces), groups in zip(LINES, found[2:]):
        groups = groups.split(",")
        at = 0
        expected = [""] * len(line)
        for text, kind in pieces:
            at = line.index(text, at)
            expected[at : at + len(text)] = [KINDS[kind][1]] * len(text)
            at += len(text)
        one_kind = {"critEscape": "critText", "critCount": "critNumber"}
        check(f"vim: {line}", [one_kind.get(one, one) for one in groups], expected)


textmate()
vim()
for failure in failures:
    print(failure)
print(f"{len(failures)} failures")
sys.exit(1 if failures else 0)
