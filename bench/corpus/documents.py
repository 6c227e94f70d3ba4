"""Some 370 documents about 47 topics: the same subject as an opinion, a plan, measures, circulars and explanations.

The texts are put together from `topics.yaml` and from phrases that every official document has, so that frequent words
(数字贸易, 支持, 企业) stand nearly everywhere, as in a real library. Nothing depends on chance.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DISTRICTS = (("370202", "市南区", "Shinan"), ("370203", "市北区", "Shibei"), ("370211", "黄岛区", "Huangdao"),
             ("370212", "崂山区", "Laoshan"), ("370214", "城阳区", "Chengyang"), ("370215", "即墨区", "Jimo"),
             ("370281", "胶州市", "Jiaozhou"), ("370283", "平度市", "Pingdu"))  # fmt: skip


@dataclass(frozen=True)
class Topic:
    code: str
    zh: str
    en: str
    also: list[str]
    near: list[str]
    zh_lines: list[str]
    en_lines: list[str]


@dataclass(frozen=True)
class Kind:
    """One way to write about a topic. `gives_money`: a reader who looks for support wants this one most."""

    name: str
    kind: str
    level: str
    title_zh: str
    title_en: str
    number: str = ""
    state: str = "in_force"
    year: int = 2025
    gives_money: bool = False
    in_district: bool = False
    uses_other_word: bool = False


@dataclass(frozen=True)
class Paper:
    """A document of the corpus; `topic` and `shape` are what judgements go by."""

    code: str
    topic: str
    shape: Kind
    district: tuple[str, str, str] | None
    values: dict[str, Any] = field(repr=False)
    clauses: list[tuple[str, str, str]] = field(repr=False)


HEAD_ZH = "为贯彻落实数字贸易高质量发展部署，推动{0}工作，支持企业发展，结合实际制定本文件。"
HEAD_EN = "This document serves the high-quality development of digital trade and concerns {1}."
MONEY_ZH = "符合条件的企业可以申请补助资金，同一项目不重复享受支持。"
MONEY_EN = "Eligible enterprises may apply for funds; no item is supported twice."
TAIL_ZH = "各有关部门应当加强协同配合，做好政策宣传和统计工作，企业对申报材料的真实性负责。"
TAIL_EN = "Departments work together; enterprises answer for the truth of their papers."


def _data() -> dict[str, Any]:
    return yaml.safe_load((HERE / "topics.yaml").read_text(encoding="utf-8"))


def topics() -> list[Topic]:
    return [Topic(**one) for one in _data()["topics"]]


def kinds() -> list[Kind]:
    return [Kind(**one) for one in _data()["kinds"]]


def papers() -> list[Paper]:
    shapes = kinds()
    return [paper for place, topic in enumerate(topics()) for paper in _about(topic, place, shapes)]


def _about(topic: Topic, place: int, shapes: list[Kind]) -> Iterator[Paper]:
    for order, shape in enumerate(shapes):
        district = DISTRICTS[(place + order) % len(DISTRICTS)] if shape.in_district else None
        words = (_word(topic, shape), topic.en, district[1] if district else "", district[2] if district else "")
        code = f"CORPUS-{topic.code}-{shape.name.upper()}"
        yield Paper(code, topic.code, shape, district, _values(shape, words, place), _clauses(topic, shape, words))


def _word(topic: Topic, shape: Kind) -> str:
    """Half of the districts' documents call the thing by its other name."""
    return topic.also[0] if shape.uses_other_word and len(topic.code) % 2 else topic.zh


def _values(shape: Kind, words: tuple[str, ...], place: int) -> dict[str, Any]:
    issued = date(shape.year, 1 + place % 12, 1 + place % 28)
    return {
        "title_zh": shape.title_zh.format(*words),
        "title_en": shape.title_en.format(*words)[0].upper() + shape.title_en.format(*words)[1:],
        "kind": shape.kind,
        "level": shape.level,
        "state": shape.state,
        "document_number": f"{shape.number}〔{shape.year}〕{place + 1}号" if shape.number else None,
        "issued_on": issued,
        "effective_on": issued,
        "summary_zh": HEAD_ZH.format(*words),
        "summary_en": HEAD_EN.format(*words),
        "is_demo": True,
    }


def _clauses(topic: Topic, shape: Kind, words: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Number, Chinese, English. An explanation tells less, an opinion nothing of money."""
    lines = list(zip(topic.zh_lines, topic.en_lines, strict=True))
    if shape.name in ("explanation", "lapsed"):
        lines = lines[:2]
    if shape.gives_money:
        lines.append((MONEY_ZH, MONEY_EN))
    lines.append((TAIL_ZH, TAIL_EN))
    return [(f"1.{number}", zh, en) for number, (zh, en) in enumerate(lines, start=1)]
