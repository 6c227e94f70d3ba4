"""The letters for sources that the data file puts into its texts, taken out of them."""

import re

from talent.enums import SourceKind

LETTERS = "|".join(sorted(SourceKind.values, key=len, reverse=True))
BRACKET = re.compile(r"\s*\(([^()]*)\)")
LEADING = re.compile(rf"^(?:{LETTERS})(?:, ?(?:{LETTERS}))*(?=$|[,;: ])")
TRAILING = re.compile(rf" - ({LETTERS})$")
GENERAL_WORDS = "from general knowledge, to be verified by the operator"


def join_kinds(letters: list[str]) -> str:
    """Letters in the order of `SourceKind`, each once, with commas."""
    return ",".join(kind for kind in SourceKind.values if kind in letters)


def split_kinds(text: str) -> tuple[str, str, str]:
    """A text without the letters of its sources, the letters, and what stood beside them in brackets.

    "within 15 d of entry (S, 2017 flow)" gives ("within 15 d of entry", "S", "2017 flow").
    """
    letters: list[str] = []
    remarks: list[str] = []

    def take(match: re.Match[str]) -> str:
        inner = match[1].strip()
        found = LEADING.match(inner)
        if found:
            letters.extend(re.split(r", ?", found[0]))
            if rest := inner[found.end() :].strip(" ,;:"):
                remarks.append(rest)
            return ""
        found = TRAILING.search(inner)
        if found:
            letters.append(found[1])
            return f" ({inner[: found.start()]})"
        return match[0]

    plain = BRACKET.sub(take, text).strip()
    found = TRAILING.search(plain)
    if found:
        letters.append(found[1])
        plain = plain[: found.start()]
    return plain, join_kinds(letters), "; ".join(remarks)


def plain_text(text: str) -> tuple[str, str]:
    """A text for the page and the letters of its sources; a remark beside a letter stays in the text.

    The file's shorthand for working days is written out.
    """
    plain, kinds, remark = split_kinds(re.sub(r"(?<=\d )wd\b", "working days", text))
    if not remark:
        return plain, kinds
    words = f"{GENERAL_WORDS}, {remark}" if kinds == SourceKind.GENERAL else remark
    return f"{plain} ({words})", kinds


def read_source(text: str) -> tuple[str, str]:
    """Letters and remark of a `source` entry: "S (2021; re-confirm)" gives ("S", "2021; re-confirm")."""
    found = LEADING.match(text.strip())
    if not found:
        return "", text.strip()
    rest = text.strip()[found.end() :].strip(" ,;:")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return join_kinds(re.split(r", ?", found[0])), rest
