"""The letter as HTML, for WeasyPrint: the same text, tables, code and pages as templates/pdf/letter.typ sets them."""

from html import escape
from typing import Any

STYLE = """
@page { size: A4; margin: 20mm 22mm 24mm; font: 8pt noto; color: #4a5764 }
@page { @bottom-left { content: "青岛数字贸易服务门户 · Qingdao Digital Trade Portal" } }
@page { @bottom-right { content: string(number) "　" counter(page) " / " counter(pages) } }
html { font: 10.5pt/1.45 noto; color: #16202a }
h1 { font-size: 21pt; font-weight: 400; color: #0a4a7d; margin: 0 }
h2 { font-size: 12pt; font-weight: 400; color: #0a4a7d; margin: 4mm 0 1.5mm }
p { margin: 1.5mm 0 }
small { display: block; font-size: 8pt; color: #4a5764 }
.number { string-set: number content(); font-size: 15pt; color: #0a4a7d; background: #e8f1f8; padding: 9pt 10pt }
table { width: 100%; border-collapse: collapse }
td { border-bottom: .5pt solid #d9dfe5; padding: 4pt 0; vertical-align: top }
td:first-child { width: 44mm }
.steps td:last-child { text-align: right }
.clause { border-left: 2pt solid #d9dfe5; padding-left: 8pt }
.sign { text-align: right }
.verify { border: .5pt solid #d9dfe5; padding: 10pt; break-inside: avoid }
.verify svg { width: 26mm; height: 26mm; float: left; margin-right: 6mm }
"""
APPEAL = (
    "如对本决定不服，可以自知道本决定之日起 {days} 日内申请行政复议，或者自知道或者应当知道本决定之日起 {months} "
    "个月内依法提起行政诉讼；也可以拨打 12345 咨询、投诉。",
    "Whoever disagrees may apply for administrative reconsideration within {days} days of learning of this decision, "
    "or file an administrative lawsuit within {months} months. The hotline 12345 answers questions and takes "
    "complaints.",
)
VERIFY = (
    "任何人均可凭验证码在本门户核验本决定书及其是否仍然有效，无需注册。",
    "Anybody can verify this letter with the code on the portal, and whether it still counts, without an account.",
)


def html_of(data: dict[str, Any]) -> str:
    body = "".join((_head(data), _facts(data), _outcome(data), _reason(data), _appeal(data), _signed(data)))
    return f"<html lang='zh'><head><title>{escape(data['title'][0])}</title></head><body>{body}</body></html>"


def _both(pair: list[str] | tuple[str, str]) -> str:
    return escape(pair[0]) + (f"<small lang='en'>{escape(pair[1])}</small>" if pair[1] else "")


def _row(zh: str, en: str, value: str) -> str:
    return f"<tr><td>{_both([zh, en])}</td><td>{value}</td></tr>"


def _part(zh: str, en: str) -> str:
    return f"<h2>{zh} · <span lang='en'>{en}</span></h2>"


def _head(data: dict[str, Any]) -> str:
    return (
        "<small>青岛数字贸易服务门户 · Qingdao Digital Trade Portal</small>"
        f"<h1>{escape(data['title'][0])}</h1><p lang='en'>{escape(data['title'][1])}</p>"
        f"<div class='number'>{escape(data['number'])}</div>"
    )


def _facts(data: dict[str, Any]) -> str:
    rows = (
        _row("申报单位", "Applicant", escape(data["enterprise"])),
        _row("统一社会信用代码", "Unified Social Credit Code", escape(data["credit_code"])),
        _row("支持事项", "Measure", _both(data["measure"])),
        _row("申报通知", "Call", escape(data["call"])),
        _row("收件日期", "Received", _both([data["received"]] * 2)),
        _row("决定日期", "Decided", _both([data["decided"]] * 2)),
    )
    return f"<table>{''.join(rows)}</table>"


def _outcome(data: dict[str, Any]) -> str:
    steps = "".join(f"<tr><td>{_both(one['label'])}</td><td>{escape(one['value'])}</td></tr>" for one in data["steps"])
    return (
        f"{_part('决定', 'Decision')}<p>{_both(data['outcome'])}</p><p>{escape(data['amount'])}</p>"
        f"{_part('金额计算', 'The amount step by step')}<table class='steps'>{steps}</table>"
    )


def _reason(data: dict[str, Any]) -> str:
    clauses = "".join(
        f"<div class='clause'>{_both(data['policy'])} {escape(one['number'])}<p>{_both(one['text'])}</p></div>"
        for one in data["clauses"]
    )
    heading, reason = _part("理由和依据", "Reason and basis"), escape(data["reason"])
    return f"{heading}<p>{_both(data['coded'])}</p><p>{reason}</p>{clauses}"


def _appeal(data: dict[str, Any]) -> str:
    limits = {name: data["remedies"][name] for name in ("days", "months")}
    return f"{_part('救济途径', 'Ways to appeal')}<p>{_both([text.format(**limits) for text in APPEAL])}</p>"


def _signed(data: dict[str, Any]) -> str:
    signed = "".join(_row(*one["role"], escape(one["on"])) for one in data["signatures"])
    return (
        f"{_part('签批', 'Signed by')}<table>{signed}</table>"
        f"<p class='sign'>{_both(data['authority'])}{escape(data['decided'])}"
        "<small>（此处加盖公章 · place of the seal）</small></p>"
        f"<div class='verify'>{_code(data['qr'])}<small>验证码 · Verification code</small>{escape(data['code'])}"
        f"<small>{_both(VERIFY)}{escape(data['verify_at'])}</small></div>"
        f"<small>内容指纹 SHA-256 · Fingerprint of the content {data['sha256']}</small>"
    )


def _code(rows: list[str]) -> str:
    """One path: the cheapest way to draw it."""
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == "1")
    return f"<svg viewBox='0 0 {len(rows)} {len(rows)}'><path d='{''.join(squares)}'/></svg>"
