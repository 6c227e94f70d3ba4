"""The desk's part of a call: one official draws it up with a form of its own, another opens it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from playwright.sync_api import expect

from enterprises.demo.files import demo_file
from portal.tests.browser.reader import Reader

AUTHOR, CHECKER = "division", "leader"
TEXTS = {
    "intro_zh": "示例通知：支持企业取得国际资质认证。",
    "intro_en": "Demo notice: international certification of enterprises is supported.",
    "contact_zh": "示例处室，工作日上午",
    "contact_en": "Demo division, on working mornings",
}


@dataclass(frozen=True)
class Field:
    """A field of the form. `rows`: choices or columns; `shown_for`: an earlier field and its value."""

    code: str
    kind: str
    zh: str
    en: str
    rows: tuple[tuple[str, str, str], ...] = ()
    shown_for: tuple[str, str] | None = None


SECTION = ("use", "证书用途", "Use of the certificate")
MARKETS = (("home", "国内市场", "Domestic market"), ("abroad", "海外市场", "Overseas market"))
CUSTOMERS = (("name", "客户名称", "Name of the customer"), ("year", "合作年份", "Year of the contract"))
FIELDS = (
    Field("market", "choice", "主要市场", "Main market", MARKETS),
    Field("country", "text", "目标国家", "Country aimed at", shown_for=("market", "abroad")),
    Field("customers", "table", "主要客户", "Main customers", CUSTOMERS),
    Field("plan", "file", "使用方案", "Plan of use"),
    Field("truth", "statement", "以上内容属实。", "What is stated above is true."),
)


def sign_in(reader: Reader, account: str) -> None:
    reader.sign_out()
    reader.go("/accounts/login/")
    reader.fill(login=f"{account}@example.test", password=settings.DEMO_PASSWORD)
    reader.submit()


def open_calls(reader: Reader, account: str) -> None:
    """The list of calls, from the menu of the desk."""
    sign_in(reader, account)
    reader.menu("calls for applications")


# --- the call ---


def ask_for_a_signature(reader: Reader) -> None:
    reader.page.locator("[name='needs_signature']").check()


def draw_up(
    reader: Reader, measure: str, first: date, last: date, more: Callable[[Reader], None] = ask_for_a_signature
) -> str:
    """A draft of a call, filled in as the page says what is missing, with whatever `more` is set; its code."""
    open_calls(reader, AUTHOR)
    reader.snap("calls")
    reader.follow("/call/add/")
    options = reader.page.locator("main select[name='measure'] option")
    reader.choose("measure", options.filter(has_text=measure).first.get_attribute("value"))
    reader.fill(period_from=first.isoformat(), period_to=last.isoformat())
    reader.snap("call-new")
    reader.submit()
    reader.sees("The text of the notice is missing in English.")
    expect(reader.page.locator(".gaps li")).not_to_have_count(0)
    reader.snap("call-missing")
    today = datetime.now(ZoneInfo(settings.TIME_ZONE)).date()
    reader.fill(opens_on=today.isoformat(), last_day=(today + timedelta(60)).isoformat(), **TEXTS)
    more(reader)
    reader.press("Save the draft", within="main")
    reader.sees("Nothing: it can be opened.")
    reader.sees("You wrote this call: another official opens it.")
    reader.snap("call-complete")
    return reader.page.locator("main h1").inner_text()


def open_to_everybody(reader: Reader, code: str) -> None:
    """By another official than the one who wrote it."""
    open_calls(reader, CHECKER)
    reader.press(code, within="#result_list")
    reader.press("Open the call to everybody", within="main")
    reader.sees("The call is open to everybody.")
    reader.snap("call-open")


# --- its form ---


def build_form(reader: Reader) -> None:
    """A section with a field of each sort; one of them is there for one choice only."""
    reader.press("Form of the call", within="main")
    reader.press("Begin a form", within="main")
    reader.press("Add a section", within="main")
    code, zh, en = SECTION
    reader.fill(code=code, title_zh=zh, title_en=en)
    reader.submit()
    for field in FIELDS:
        add_field(reader, field)
    reader.sees("Nothing is wrong with it.")
    reader.snap("form-builder")


def add_field(reader: Reader, field: Field) -> None:
    reader.press("Add a field", within="main")
    reader.choose("kind", field.kind)
    reader.fill(code=field.code, label_zh=field.zh, label_en=field.en)
    if field.rows:
        reader.press("Show the inputs of this kind", within="main")
        name = {"choice": "options", "table": "columns"}[field.kind]
        first = {"choice": "value", "table": "code"}[field.kind]
        for number, (code, zh, en) in enumerate(field.rows):
            reader.fill(**{f"{name}-{number}-{first}": code, f"{name}-{number}-zh": zh, f"{name}-{number}-en": en})
    if field.shown_for:
        earlier, value = field.shown_for
        reader.choose("if-0-field", earlier)
        reader.press("Show the inputs", within="#condition")
        reader.page.locator(f"[name='if-0-value'][value='{value}']").check()
    reader.snap(f"form-field-{field.kind}")
    reader.submit()


def try_form(reader: Reader) -> None:
    """Test mode asks as the applicant is asked, and keeps nothing."""
    reader.press("Test mode", within="main")
    reader.choose("market", "abroad")
    add_customer(reader, "示例客户 Demo")
    reader.page.set_input_files("main input[type='file']", a_plan())
    reader.page.locator("[name='truth']").check()
    reader.submit()
    reader.sees("There is a problem")
    reader.snap("trial-problem")
    reader.fill(country="SG")
    reader.page.set_input_files("main input[type='file']", a_plan())
    reader.submit()
    reader.reads("SG")
    reader.snap("trial")
    reader.press("Begin again", within="main")
    assert reader.page.locator("[name='country']").input_value() == ""
    reader.press("Back to the form", within="main")


def add_customer(reader: Reader, name: str) -> None:
    """A row of the table, with the button that works without a script."""
    if not reader.page.locator("[name='customers-0-name']").count():
        reader.press("Add a row", within="main")
    reader.fill(**{"customers-0-name": name, "customers-0-year": "2025"})


def a_plan() -> dict[str, object]:
    return {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": demo_file("plan", "pdf").read()}


def put_form_into_use(reader: Reader, code: str) -> None:
    """Another official looks at it once more."""
    open_calls(reader, CHECKER)
    reader.press(code, within="#result_list")
    reader.press("Form of the call", within="main")
    reader.press(reader.t("Version %(number)s", number=1), within="main")
    reader.press("Put it into use", within="main")
    reader.sees("The form is in use for applications that begin from now on.")
