"""What officials do with a case, in whichever walk: find it, take a step, judge it field by field."""

from django.conf import settings

from portal.tests.browser.reader import Reader


def sign_in(reader: Reader, email: str, password: str = settings.DEMO_PASSWORD) -> None:
    reader.sign_out()
    reader.go("/accounts/login/")
    reader.fill(login=email, password=password)
    reader.submit()


def open_on_the_desk(reader: Reader, account: str, number: str) -> None:
    """Find the case in the officials' queue, by its number, and open it."""
    sign_in(reader, f"{account}@example.test")
    assert "/admin/" in reader.page.url
    reader.snap(f"queue-{account}")
    reader.fill(q=number)
    reader.press("Filter", within="main")
    reader.press(number, within="main")


def take(reader: Reader, step: str) -> None:
    """Press the button of a step; steps without a form ask once more."""
    reader.click(reader.page.locator(f"a[href*='/step/{step}/']").first)


def confirm(reader: Reader) -> None:
    reader.click(reader.page.locator("main form[method='post'] button.btn[type='submit']:not([name])").last)


def judge_every_field(reader: Reader) -> None:
    """Fields beside the papers: none is left without a verdict, or the review can’t be passed."""
    reader.press("Fields and papers side by side")
    reader.snap("review")
    reader.click(reader.page.locator("button[name='rest']"))
    reader.press("Back to the case")


def have_read(reader: Reader, name: str, body: bytes) -> None:
    """Bring a file to a list: a worker reads it, and the page says what it would change."""
    file = {"name": name, "mimeType": "text/csv", "buffer": body}
    reader.page.set_input_files("main input[type='file']", file)
    reader.press("Read the file", within="main")
    for _attempt in range(60):
        if not reader.page.locator("progress").count():
            return
        reader.page.wait_for_timeout(500)
    raise AssertionError("the file was not read")
