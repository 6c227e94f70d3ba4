import json
import shutil
import subprocess
import sys

import pytest
from django.utils import translation

from portal.core import pdf
from portal.core.pdf import PdfError, render

HOSTILE = '#panic("x") *bold* _it_ $x^2$ <tag> [a] `raw` @cite \\ // /* ] } #read("/etc/passwd")'
FILES = [{"code": "D05", "name": "收汇凭证.pdf", "sha256": "60303ae2" * 8}]
DATA = {
    "number": "QD-2026-004127",
    "enterprise": "青岛示例数字科技有限公司",
    "credit_code": "91370212MA3C8XYZ12",
    "measure_zh": "国际资质认证补助",
    "measure_en": "Subsidy for international certification",
    "submitted_at": "2026-11-19 09:42",
    "sha256": "9f86d081" * 8,
    "due": "2026-11-26",
    "provisional": False,
    "files": FILES,
    "code": "7K2M-9XQ4-0000-ABCD",
    "verify_at": "https://portal.example/zh-hans/verify/7K2M-9XQ4-0000-ABCD/",
    "qr": ["101", "010", "111"],
    "demo": False,
}


def text_of(content: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().replace("\u200b", "")


def test_the_receipt_is_a_pdf_with_its_chinese_font_in_it():
    content = render("receipt", DATA)
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"+NotoSansCJKsc-Regular" in content
    assert b"/FontFile3" in content
    assert len(content) < 100_000


def test_the_same_data_make_the_same_bytes():
    first = render("receipt", DATA)
    assert render("receipt", dict(reversed(DATA.items()))) == first
    assert render("receipt", DATA | {"number": "QD-2026-004128"}) != first
    # Made when it was received, at 09:42 in Qingdao; not when somebody looked.
    assert b"/CreationDate(D:20261119014200Z)" in first


def test_the_receipt_says_what_was_received():
    text = text_of(render("receipt", DATA))
    for said in (
        *("申报收件回执", "QD-2026-004127", "青岛示例数字科技有限公司", "91370212MA3C8XYZ12", "国际资质认证补助"),
        *("Subsidy for international certification", "19 November 2026, Thursday, 09:42", "9f86d081" * 8),
        *("26 November 2026, Thursday", "收汇凭证.pdf", "60303ae2" * 4, "7K2M-9XQ4-0000-ABCD", DATA["verify_at"]),
    ):
        assert said in text
    assert "演示数据" not in text
    assert "provisional" not in text
    assert "演示数据，不作为凭证" in text_of(render("receipt", DATA | {"demo": True}))
    assert "（暂定）" in text_of(render("receipt", DATA | {"provisional": True}))


def test_a_receipt_without_files_and_next_date():
    text = text_of(render("receipt", DATA | {"files": [], "due": "", "submitted_at": "昨天"}))
    assert "下一环节" not in text
    assert "收到的文件" not in text
    assert "昨天" in text


@pytest.mark.parametrize("field", [name for name, value in DATA.items() if isinstance(value, str)])
def test_no_text_is_read_as_markup(field):
    content = render("receipt", DATA | {field: HOSTILE})
    assert content.startswith(b"%PDF-")


def test_markup_stands_on_the_paper_as_it_was_typed():
    files = [{"code": "D05", "name": HOSTILE, "sha256": "ab" * 32}]
    text = text_of(render("receipt", DATA | {"enterprise": HOSTILE, "files": files})).replace("\n", " ")
    assert text.replace(" ", "").count(HOSTILE.replace(" ", "")) == 2


@pytest.mark.parametrize("text", ["很" * 5000, "W" * 10_000, "a\u2011b" * 500, "\ud800", "\0\u202e\u200b", "𠮷" * 50])
def test_odd_texts_make_a_receipt_all_the_same(text):
    assert render("receipt", DATA | {"enterprise": text}).startswith(b"%PDF-")


def test_many_files_go_over_many_pages():
    content = render("receipt", DATA | {"files": FILES * 400})
    assert content.count(b"/Type/Page/") > 5


def test_what_goes_wrong_is_one_sentence_for_the_reader():
    with pytest.raises(PdfError) as caught:
        render("receipt", {"number": "x"})
    with translation.override("en"):
        assert caught.value.message == "The document could not be made. Try again in a few minutes."
    with pytest.raises(PdfError):
        render("../../manage", DATA)


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf, "TIME_LIMIT", 0.001)
    with pytest.raises(PdfError):
        render("receipt", DATA)


def test_the_child_gets_none_of_our_secrets(monkeypatch, tmp_path):
    """A worker of the test's own says what it was given."""
    nosy = tmp_path / "nosy.py"
    nosy.write_text("import json, os; print(json.dumps(dict(os.environ)))")
    monkeypatch.setattr(pdf, "WORKER", nosy)
    monkeypatch.setenv("SECRET_KEY", "not for children")
    assert set(json.loads(render("receipt", DATA))) <= {"LC_CTYPE", "RAYON_NUM_THREADS", "MALLOC_ARENA_MAX"}


def test_the_child_has_its_limits():
    """What the system says after the worker has begun; it fails for want of such a template."""
    probe = (
        "import json, resource, runpy, sys\n"
        "sys.argv = ['worker', 'missing']\n"
        "try:\n"
        f"    runpy.run_path({str(pdf.WORKER)!r}, run_name='__main__')\n"
        "except Exception:\n"
        "    pass\n"
        "print(json.dumps([resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)]))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", probe], input=b"{}", capture_output=True, check=True)
    assert json.loads(done.stdout) == [[1 << 30, 1 << 30], [15, 15]]
