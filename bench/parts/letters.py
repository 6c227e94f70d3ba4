"""Letters that all differ, many in one child process, against WeasyPrint on the same letter with the same font.

Each letter is another enterprise's, with its own amount and its own reason of characters that the others do not have,
because a font that was subset once is cheap the second time: that is no letter.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.letter_page import STYLE, html_of
from bench.lines import Line
from bench.parts import Say
from bench.server import House
from portal.core.pdf import render_many

TITLE = "Letters"
LETTERS = 120
PEER_LETTERS = 20
# The goal of reliability: times faster than WeasyPrint on wholly different text.
GOAL = 8.0
# Common Chinese characters lie here; a letter draws from all of them, so that each needs glyphs of its own.
FIRST, LAST = 0x4E00, 0x8FFF


@dataclass
class Letters:
    ours: float = 0.0
    peer: float | None = None
    why_not: str = ""
    version: str = ""
    count: int = LETTERS


def measure(home: House, say: Say) -> Letters:
    """Needs no database: what costs is the letter itself."""
    letters = [letter(number) for number in range(LETTERS)]
    render_many("letter", letters[:1])
    ours = _cpu(lambda: render_many("letter", letters), children=True) / len(letters)
    peer, why, version = _weasyprint(letters)
    return Letters(ours=ours, peer=peer, why_not=why, version=version)


def judge(found: Letters) -> Iterator[Line]:
    """No goal is met or missed where the peer could not be measured; the figures say why."""
    if found.peer is None:
        return
    times = found.peer / found.ours
    yield Line("a letter against WeasyPrint", f"≥ {GOAL:g} ×", f"{times:.1f} ×", times >= GOAL)


def figures(found: Letters) -> str:
    peer = f"not measured: {found.why_not}" if found.peer is None else f"{found.peer * 1000:.0f} ms"
    return (
        "| letters, all of different text | CPU for one |\n|---|---|\n"
        f"| the portal: Typst, {found.count} in one child process | {found.ours * 1000:.1f} ms |\n"
        f"| WeasyPrint {found.version} on the same letter and font | {peer} |\n"
    )


def letter(number: int) -> dict[str, Any]:
    """As enterprises.decisions.letters makes them; a seed of its own, so that two runs have the same."""
    drawn = random.Random(number)
    amount = f"{drawn.randrange(10_000, 900_000):,} 元"
    return {
        "number": f"QD-2026-{number:06d}",
        "title": ["资金支持决定书", "Decision on support"],
        "made": "2026-11-29",
        "decided": "2026-11-29",
        "received": "2026-10-12",
        "enterprise": f"青岛{_words(drawn, 6)}数字科技有限公司",
        "credit_code": f"9137021200{number:08d}",
        "measure": [f"{_words(drawn, 8)}补助", "Subsidy for international certification"],
        "policy": ["数字贸易支持政策", "Support for digital trade"],
        "call": f"ENT-01-2026{number:02d}",
        "outcome": ["予以支持", "Supported"],
        "amount": amount,
        "steps": [{"label": [_words(drawn, 6), "Step"], "value": amount} for _step in range(4)],
        "coded": ["全部条件符合", "All conditions are met"],
        "reason": _words(drawn, 160),
        "clauses": [{"number": "3.1", "text": [_words(drawn, 120), ""]}],
        "remedies": {"days": 60, "months": 6, "opened": "", "reconsideration": "", "lawsuit": ""},
        "signatures": [{"role": ["局领导", "Leadership"], "on": "2026-11-29"}],
        "authority": ["青岛市商务局", "Qingdao Bureau of Commerce"],
        "code": "7K2M-9XQ4-0000-ABCD",
        "verify_at": f"https://portal.example/zh-hans/verify/{number:04d}/",
        "qr": ["".join(drawn.choice("01") for _x in range(33)) for _y in range(33)],
        "sha256": f"{number:064x}",
        "demo": False,
    }


def _words(drawn: random.Random, length: int) -> str:
    return "".join(chr(drawn.randrange(FIRST, LAST)) for _place in range(length))


def _weasyprint(letters: list[dict[str, Any]]) -> tuple[float | None, str, str]:
    try:
        import weasyprint
        from noto_cjk_sans_otc import FONT_PATH
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        return None, f"WeasyPrint can’t be imported here ({type(error).__name__})", ""
    fonts = FontConfiguration()
    rule = f"@font-face {{ font-family: noto; src: url('file://{FONT_PATH}') }}"
    style = weasyprint.CSS(string=rule + STYLE, font_config=fonts)

    def write(data: dict[str, Any]) -> bytes:
        page = weasyprint.HTML(string=html_of(data))
        return page.write_pdf(stylesheets=[style], font_config=fonts)

    write(letters[0])
    few = letters[1 : PEER_LETTERS + 1]
    return _cpu(lambda: [write(one) for one in few], children=False) / len(few), "", weasyprint.__version__


def _cpu(work: Any, *, children: bool) -> float:
    """Seconds of CPU, of this process or of its children: other work on the machine does not count."""
    if not children:
        before = time.process_time()
        work()
        return time.process_time() - before
    before_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before_children.ru_utime - before_children.ru_stime
