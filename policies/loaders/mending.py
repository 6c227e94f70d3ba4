"""Two habits of hand-written YAML that would lose text without a word are read as they were meant.

`{en: Agriculture, forestry and fishery}` is, to YAML, a text “Agriculture” and a key “forestry and fishery” with
no colon after it: such a key belongs to the text before it. `{no: 1}` is a key that reads false: the keys no, yes,
on and off are words here. Both are told from the nodes, so that a key that was written empty (`note:`) stays one.
"""

from pathlib import Path
from typing import Any

import yaml

from portal.core.loading import Document

NULL = "tag:yaml.org,2002:null"
BOOL = "tag:yaml.org,2002:bool"
TEXT = "tag:yaml.org,2002:str"


def mend(document: Document) -> None:
    """Correct `document.data` in place, once for each document."""
    node = yaml.compose(Path(document.file).read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    _mend(node)
    loader = yaml.SafeLoader("")
    try:
        document.data = loader.construct_document(node)
    finally:
        loader.dispose()


def _mend(node: yaml.Node) -> None:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _mend(child)
    elif isinstance(node, yaml.MappingNode):
        kept: list[tuple[Any, Any]] = []
        for key, value in node.value:
            if key.tag == BOOL:
                key.tag = TEXT
            if _is_tail(key, value) and kept and isinstance(kept[-1][1], yaml.ScalarNode):
                _join(kept[-1][1], key.value)
            else:
                _mend(value)
                kept.append((key, value))
        node.value = kept


def _is_tail(key: yaml.Node, value: yaml.Node) -> bool:
    """A key without a colon: its empty value begins and ends where the key ends."""
    return value.tag == NULL and value.start_mark.index == value.end_mark.index == key.end_mark.index


def _join(text: yaml.ScalarNode, tail: str) -> None:
    chinese = ord(text.value[-1:] or " ") > 0x2E7F or ord(tail[:1] or " ") > 0x2E7F
    text.value += ("," if chinese else ", ") + tail
    text.tag = TEXT
