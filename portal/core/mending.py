"""Two habits of hand-written YAML that would lose text without a word are read as they were meant.

`{en: Agriculture, forestry and fishery}` is, to YAML, a text “Agriculture” and a key “forestry and fishery” that has
no colon: such a part is given back to the text before it, which then reads as if it had stood in quotation marks.
Where the part may as well be a key whose colon was forgotten, the file is refused. `{no: 1}` is a key that reads
false: the keys no, yes, on and off are words here.
"""

import re

import yaml

NULL = "tag:yaml.org,2002:null"
BOOL = "tag:yaml.org,2002:bool"
TEXT = "tag:yaml.org,2002:str"
CHINESE = "\u2e80"  # from here on: no space between words

Pair = tuple[yaml.Node, yaml.Node]


def mend(node: yaml.Node, source: str, known: frozenset[str] = frozenset()) -> None:
    """Correct the nodes of `source` in place; `known` are the keys of the other tables in the same list.

    Raises yaml's ComposerError, with its place, at a key without a colon that belongs to no text.
    """
    if isinstance(node, yaml.SequenceNode):
        tables = [child for child in node.value if isinstance(child, yaml.MappingNode)]
        shared = frozenset[str]().union(*(_keys(table, source) for table in tables))
        for child in node.value:
            mend(child, source, shared)
    elif isinstance(node, yaml.MappingNode):
        node.value = _rejoined(node, source, known | _keys(node, source))
        for key, value in node.value:
            if key.tag == BOOL:
                key.tag = TEXT
            mend(value, source)


def _keys(table: yaml.MappingNode, source: str) -> frozenset[str]:
    """The keys that have a colon."""
    keys = (pair[0] for pair in table.value if not _is_part(table, pair, source))
    return frozenset(key.value for key in keys if isinstance(key, yaml.ScalarNode))


def _is_part(table: yaml.MappingNode, pair: Pair, source: str) -> bool:
    """Has no colon, which is how a key that was written empty (`note:`) is told from a part of a text."""
    key, value = pair
    between = source[key.end_mark.index : value.start_mark.index]
    empty = value.tag == NULL and value.start_mark.index == value.end_mark.index
    return bool(table.flow_style) and empty and not between.lstrip().startswith(":")


def _rejoined(table: yaml.MappingNode, source: str, known: frozenset[str]) -> list[Pair]:
    kept: list[Pair] = []
    for pair in table.value:
        if not _is_part(table, pair, source):
            kept.append(pair)
        elif kept and _belongs(pair[0], *kept[-1], source, known):
            _join(kept[-1][1], pair[0], source)
        else:
            part = source[pair[0].start_mark.index : pair[0].end_mark.index]
            problem = f"“{part}” has no colon; give it a value, or put the text it belongs to in quotation marks"
            raise yaml.composer.ComposerError(None, None, problem, pair[0].start_mark)
    return kept


def _belongs(part: yaml.Node, key: yaml.Node, text: yaml.Node, source: str, known: frozenset[str]) -> bool:
    """Whether a part continues the text, and is not a key of such tables that lost its colon or the space after it.

    Where keys stand on lines of their own, so may such a key: there a part must begin on a line of the text.
    """
    if not isinstance(part, yaml.ScalarNode) or not isinstance(text, yaml.ScalarNode):
        return False
    plain = text.style is None and text.start_mark.index < text.end_mark.index
    forgotten = re.split("[:：]", part.value)[0].strip() in known
    own_line = _opens_line(part, source) and _opens_line(key, source)
    return plain and not forgotten and not own_line


def _opens_line(node: yaml.Node, source: str) -> bool:
    mark = node.start_mark
    return not source[mark.index - mark.column : mark.index].strip()


def _join(text: yaml.ScalarNode, part: yaml.ScalarNode, source: str) -> None:
    """Add the comma and the part as they are written; a line's end counts as a space, as in all of YAML."""
    gap = source[text.end_mark.index : part.start_mark.index]
    if text.end_mark.line < part.start_mark.line:
        chinese = text.value[-1:] >= CHINESE and part.value[:1] >= CHINESE
        gap = "," if chinese else ", "
    written = source[part.start_mark.index : part.end_mark.index]
    text.value += re.sub(r"\s+", " ", gap) + (part.value if part.style is None else written)
    text.tag = TEXT
    text.end_mark = part.end_mark
