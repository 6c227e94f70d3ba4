"""How clauses and contacts stand in one cell of a table, so that a person can read and mend them there.

【1】General                          Bureau of Commerce in Chinese | in English | telephone | e-mail | hours | hours
【1.1】The text of the clause,        one contact a line, what is not known left empty
on as many lines as it has
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

Pair = tuple[str, str]

# A clause begins on a line of its own with its number in brackets, in those of either language.
HEAD = re.compile(r"(?:【([^【】\n]+)】|[\[［]([^\[\]［］\n]+)[\]］])(.*)")
# A line of a text that looks like the beginning of a clause gets a backslash before it.
GUARDED = re.compile(r"\\*(?:【[^【】\n]+】|[\[［][^\[\]［］\n]+[\]］])")
BLANKS = "\ufeff\u3000 \t\n\xa0"
BAR = re.compile(r"(?<!\\)\|")


def tidied(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip(BLANKS)


def write_clauses(pairs: Iterable[Pair]) -> str:
    return "\n".join(f"【{number}】{_guarded(tidied(text))}" for number, text in pairs)


def _guarded(text: str) -> str:
    first, *more = text.split("\n")
    return "\n".join([first, *(f"\\{line}" if GUARDED.match(line) else line for line in more)])


def read_clauses(text: str) -> list[Pair]:
    """Number and text of each clause. What stands before the first number comes under an empty number."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        head = HEAD.match(line)
        if head:
            found.append(((head[1] or head[2]).strip(), [head[3]]))
        elif found:
            found[-1][1].append(line[1:] if line.startswith("\\") and GUARDED.match(line) else line)
        elif line.strip():
            found.append(("", [line]))
    return [(number, "\n".join(lines).strip(BLANKS)) for number, lines in found]


def write_contacts(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(" | ".join(tidied(part).replace("|", "\\|") for part in row).rstrip(" |") for row in rows)


def read_contacts(text: str) -> Iterator[list[str]]:
    """The parts of each contact, as many as its line has."""
    for line in text.split("\n"):
        if line.strip():
            yield [part.strip(BLANKS).replace("\\|", "|") for part in BAR.split(line)]
