"""CSV files in any encoding: read rightly, or refused so that the reader says which it is. Never mojibake."""

import random
from pathlib import Path
from typing import Any

import pytest

from portal.core.imports.problems import FileRefused
from portal.core.imports.reading import read

SEED = 20261123
ASKS = {"encoding", "encoding_wrong", "cut_off", "not_a_table"}
OFFICIAL = [
    "支持企业开展国际资质认证，按实际发生费用的百分之五十给予补助，最高不超过十万元。",
    "本通知自印发之日起施行，有效期至2027年12月31日。",
    "数字服务贸易进出口总额达到900亿元，跨境电商进出口额突破1200亿元。",
    "申报单位应当在青岛市行政区域内依法登记注册，具有独立法人资格。",
    "市商务局会同市财政局组织专家评审，结果在门户网站公示五个工作日。",
    "崂山区、市南区、黄岛区、即墨区、胶州市、莱西市、平度市、城阳区、李沧区",
    "建设国家数字服务出口基地，培育贸易新业态新模式，推动制造业数字化转型。",
    "对获得认定的语言服务、人力资源服务出口基地，给予一次性奖励。",
    "加快推进电子单证、电子提单应用，便利跨境结算和数据有序流动。",
    "申请材料不齐全的，应当一次性告知需要补正的全部内容。",
]
TRADITIONAL = [
    "支持企業開展國際資質認證，按實際發生費用的百分之五十給予補助。",
    "數字服務貿易進出口總額達到九百億元，跨境電商進出口額持續增長。",
    "申報單位應當依法登記註冊，具有獨立法人資格，並在公示後領取補貼。",
    "加快推進電子單證應用，便利跨境結算和數據有序流動。",
]
KOREAN = [
    "디지털 무역 지원 사업의 신청 자격과 절차를 다음과 같이 공고합니다.",
    "서비스 수출 기업에 대한 인증 비용 지원",
]
JAPANESE = ["デジタル貿易の発展に関する支援措置についてお知らせします。", "輸出企業に対する認証費用の補助を行います。"]
LATIN = ["Señalización y año fiscal", "Crédit à l’exportation déjà accordé", "Größe der Außenhandelsförderung"]


def document(rng: random.Random, lines: list[str], rows: int) -> str:
    made = ["编码,名称,说明"] if rng.random() < 0.5 else ["code,title,note"]
    for number in range(rows):
        made.append(f'QD-{number},"{rng.choice(lines)}","{rng.choice(lines)}"')
    return "\r\n".join(made) + "\r\n"


def right(rng: random.Random, number: int) -> tuple[bytes, str]:
    """A file that must be read, and its text."""
    encoding = ("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16")[number % 6]
    text = document(rng, OFFICIAL, rng.choice((1, 2, 5, 60)))
    if encoding == "gb18030":
        text += 'QD-X,"𠮷先生","㐀是一个字"\r\n'
    return text.encode(encoding), text


def doubtful(rng: random.Random, number: int) -> tuple[bytes, str]:
    """A file of which nobody can be sure, or that is broken, and the text that it should have been."""
    rows = rng.choice((1, 2, 5, 60))
    foreign = {"big5": TRADITIONAL, "euc-kr": KOREAN, "shift-jis": JAPANESE, "latin-1": LATIN, "cp950": TRADITIONAL}
    kinds = [*foreign, "mixed", "reversed", "cut", "short"]
    kind = kinds[number % len(kinds)]
    if kind in foreign:
        text = document(rng, foreign[kind], rows).replace("编码,名称,说明", "code,title,note").replace("’", "'")
        return text.encode(kind), text
    first, second = document(rng, OFFICIAL, 40), document(rng, OFFICIAL, rng.choice((1, 3, 30)))
    if kind == "mixed":
        return first.encode("gb18030") + second.encode("utf-8"), first + second
    if kind == "reversed":
        return second.encode("utf-8") + first.encode("gb18030"), second + first
    if kind == "cut":
        text = first.rstrip('"\r\n')
        return text.encode(rng.choice(("utf-8", "gb18030")))[:-1], text
    text = f"code,title\r\nQD-1,{rng.choice(('青岛', '联通', '补贴', '数据'))}\r\n"
    return text.encode("gb18030"), text


def outcome(path: Path, content: bytes, **options: Any) -> str | None:
    """The text of the file as it was read; None when it was refused in a way that asks."""
    path.write_bytes(content)
    try:
        table = read(path, **options)
    except FileRefused as refusal:
        if refusal.code not in ASKS:
            raise
        return None
    return "".join("".join(cells) for batch in table.batches() for _row, cells in batch)


def joined(text: str) -> str:
    """The cells of a document, one after another."""
    return text.replace("\r\n", "").replace('"', "").replace(",", "")


@pytest.mark.parametrize("number", range(120))
def test_what_is_chinese_is_read(tmp_path: Path, number: int) -> None:
    content, text = right(random.Random(SEED + number), number)
    assert outcome(tmp_path / "f", content) == joined(text)


@pytest.mark.parametrize("number", range(90))
def test_where_nobody_can_be_sure_the_reader_is_asked(tmp_path: Path, number: int) -> None:
    content, text = doubtful(random.Random(SEED + number), number)
    assert outcome(tmp_path / "f", content) in (None, joined(text))


def test_the_reader_s_word_is_taken_and_checked(tmp_path: Path) -> None:
    short = "code,title\r\nQD-1,青岛\r\n"
    content = short.encode("gb18030")
    assert outcome(tmp_path / "f", content) is None
    assert outcome(tmp_path / "f", content, encoding="gb18030") == joined(short)
    assert outcome(tmp_path / "f", content, encoding="utf-8") is None
    # Told GB18030, but it is UTF-8 or Big5: what would come out is no Chinese.
    long = document(random.Random(SEED), OFFICIAL, 5)
    assert outcome(tmp_path / "f", long.encode(), encoding="gb18030") is None
    traditional = document(random.Random(SEED), TRADITIONAL, 5).replace("编码,名称,说明", "a,b,c")
    assert outcome(tmp_path / "f", traditional.encode("big5"), encoding="gb18030") is None


def test_a_refusal_names_the_row(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes("编码\n青岛\n".encode() + "崂山\n".encode("gbk"))
    with pytest.raises(FileRefused) as refusal:
        read(path, encoding="utf-8")
    assert (refusal.value.code, refusal.value.details) == ("encoding_wrong", {"row": 3})


def test_english_needs_no_guess(tmp_path: Path) -> None:
    assert outcome(tmp_path / "f", b"code,title\r\nQD-1,Digital trade\r\n") == "codetitleQD-1Digital trade"
    assert outcome(tmp_path / "f", "code,title\r\nQD-1,Café à Qingdao\r\n".encode()) == "codetitleQD-1Café à Qingdao"
