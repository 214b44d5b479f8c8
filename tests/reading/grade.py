#!/usr/bin/env python3
"""How hard the pages and messages are to read, as a Flesch-Kincaid grade, and the most that each part may have.

    grade.py            measures every part; ends with 1 where one is above its limit
    grade.py --worst N  shows the N hardest paragraphs of each part, too

The grade is 0.39 words/sentences + 11.8 syllables/words - 15.59: the years of school that a reader needs. A part as a whole may
have grade 9, and each of its paragraphs of 20 words and more grade 11. Of a short paragraph a grade says little.

- What is read: paragraphs and items of lists. Headings, tables, blocks of code and comments are left out.
- A sentence ends with `.`, `!` or `?` before a blank, and with its paragraph or item. An item or a summary without a point is
  a sentence. A colon and a semicolon end none.
- A word is letters, with apostrophes inside. `a well-known` is three words.
- Text in backticks is one word of one syllable, a name that a reader takes in at one glance. So is a number, a code, a
  label (I.A.7) or a date. A link is its text.
- Syllables are counted by vowels: a run of vowels is one; a silent e at the end, and -es and -ed where they are not spoken,
  are none; `ia`, `io`, `iu`, `eo` and `ua` are two where they are mostly spoken so. WORDS holds what this gets wrong and
  what crit says often.
"""
import pathlib
import re
import sys

LIMIT = 9.0
PARAGRAPH_LIMIT = 11.0
PARAGRAPH_WORDS = 20  # of which a grade says something
ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = {"crit": 1, "criteria": 4, "criterion": 4, "policies": 3, "being": 2, "period": 3, "periods": 3, "series": 2,
         "clause": 1, "value": 2, "values": 2, "something": 2, "sometimes": 2, "everything": 3, "every": 2, "evening": 2,
         "area": 3, "idea": 3, "really": 2, "real": 1, "create": 2, "created": 3, "science": 2, "quiet": 2, "people": 2,
         "outline": 2, "outcome": 2, "wherever": 3, "therefore": 2, "somewhere": 2, "somebody": 3, "someone": 2, "business": 2,
         "doesn't": 2, "isn't": 2, "useful": 2, "careful": 2, "statement": 2, "safety": 2, "hopeful": 2, "medicine": 3,
         "reviewer": 3, "diagnosis": 4, "diagnoses": 4, "unique": 2, "archive": 2, "via": 2, "data": 2, "facts": 1}


def syllables(word):
    word = word.lower().replace("\u2019", "'")
    if word in WORDS:
        return WORDS[word]
    plain = re.sub(r"[^a-z]", "", word)
    if not plain:
        return 1
    count = len(re.findall(r"[aeiouy]+", plain))
    count += len(re.findall(r"ia(?!l\b|n\b)|io(?!n|us)|iu|eo(?!n\b|us)|(?<!q)ua(?!r)|ying|yin", plain))
    count += len(re.findall(r"[^aeiou]ism\b", plain))
    if re.search(r"[^aeiouy]e$|[aeiouy]le$", plain) and not re.search(r"[^aeiouy]le$", plain):
        count -= 1
    if re.search(r"[^aeioutd]ed$", plain) and not re.search(r"[^aeiouy]led$", plain):
        count -= 1
    if re.search(r"[^aeiouscgzx]es$", plain) and not re.search(r"(sh|ch|[^aeiouy]l)es$", plain):
        count -= 1
    if re.search(r"[^aeiouy]e(ment|ly|ful|less)s?$", plain):
        count -= 1
    return max(count, 1)


def paragraphs(text):
    """The paragraphs and items of a page in Markdown, each on one line."""
    text = re.sub(r"<!--.*?-->|<a id=[^>]*></a>", "", text, flags=re.S)
    out, fence, lines = [], False, []

    def flush():
        if lines:
            out.append(" ".join(lines))
            lines.clear()

    for line in text.split("\n"):
        bare = line.strip()
        if bare.startswith("```"):
            fence = not fence
            flush()
        elif fence:
            continue
        elif not bare or bare.startswith(("#", ">")) or (bare.startswith("|") and bare.endswith("|")):
            flush()
        else:
            item = re.match(r"(?:[-*]|\d+\.)\s+(.*)", bare)
            if item:
                flush()
            lines.append(item[1] if item else bare)
    flush()
    return out


def measure(paragraph):
    """Words, sentences and syllables of one paragraph."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", paragraph)
    text = text.replace("\\`", "")
    text = re.sub(r"`[^`]*`", " x ", text).replace("*", "").replace("\u2026", " ")
    text = re.sub(r"\b[IVX]+(\.[A-Za-z0-9]+)+\b", " x ", text)
    text = re.sub(r"\b[A-Z]?\d[\w.,/-]*\w\b|\b\d\b", " x ", text)
    words, total, sentences, open_sentence = 0, 0, 0, False
    for token in re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[.!?](?=[\s)\"\u201d]|$)", text):
        if token in ".!?":
            sentences += open_sentence
            open_sentence = False
        else:
            words += 1
            total += syllables(token)
            open_sentence = True
    return words, sentences + open_sentence, total


def grade(words, sentences, total):
    return 0.39 * words / sentences + 11.8 * total / words - 15.59 if words else 0.0


def section(page, heading):
    """The page's text from a heading of level 1 to the next."""
    inside, fence, kept = False, False, []
    for line in page.split("\n"):
        fence ^= line.startswith("```")
        if not fence and line.startswith("# "):
            inside = line == "# " + heading
        if inside:
            kept.append(line)
    if not kept:
        sys.exit(f"LANGUAGE.md has no part `# {heading}`")
    return "\n".join(kept)


def summaries():
    catalogue = (ROOT / "interp/text/diagnostics.def").read_text()
    for said in re.findall(r'^MISTAKE\(\w+, \w+, \w+, "((?:[^"\\]|\\.)*)"\)', catalogue, flags=re.M):
        yield re.sub(r'\\(.)', r"\1", said)


def explain_pages():
    for page in sorted((ROOT / "grammar/explain").glob("[EW]*.md")):
        yield from paragraphs(page.read_text())


def parts():
    """Name and paragraphs."""
    language = (ROOT / "LANGUAGE.md").read_text()
    yield "LANGUAGE.md, Tutorial", paragraphs(section(language, "Tutorial"))
    yield "LANGUAGE.md, How do I say", paragraphs(section(language, "How do I say"))
    yield "LANGUAGE.md, Surprises", paragraphs(section(language, "Surprises"))
    yield "README.md", paragraphs((ROOT / "README.md").read_text())
    yield "messages: the catalogue", list(summaries())
    yield "messages: pages of crit explain", list(explain_pages())


def main():
    worst = int(sys.argv[2]) if sys.argv[1:2] == ["--worst"] else 0
    failed = False
    for name, texts in parts():
        counts = [(measure(text), text) for text in texts]
        counts = sorted(((numbers, text) for numbers, text in counts if numbers[0] > 0), key=lambda one: -grade(*one[0]))
        reached = grade(*(sum(column) for column in zip(*(numbers for numbers, _ in counts))))
        hard = [one for one in counts if one[0][0] >= PARAGRAPH_WORDS and grade(*one[0]) > PARAGRAPH_LIMIT]
        failed |= reached > LIMIT or bool(hard)
        words = sum(numbers[0] for numbers, _ in counts)
        print(f"{'ok    ' if reached <= LIMIT else 'FAILED'} {reached:5.1f} of at most {LIMIT:.0f}  {name} ({words} words)")
        for numbers, text in counts[:worst]:
            print(f"         {grade(*numbers):5.1f}  {text}")
        for numbers, text in hard:
            print(f"FAILED {grade(*numbers):5.1f} of at most {PARAGRAPH_LIMIT:.0f}, a paragraph: {text}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
