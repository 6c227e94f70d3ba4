"""The developers' outbox: what the worker has sent, read in a window of its own."""

import re
from urllib.parse import urljoin

from playwright.sync_api import Page

from portal.tests.browser.reader import Reader

# A busy worker may take a while; this is only reached when a mail never comes.
PATIENCE_MS = 60_000
LOOK_MS = 200


def newest_mail(reader: Reader, email: str, *, at_least: int = 1, about: str = "") -> str:
    """The text of the newest mail to the address, after a moment for the worker to send so many; where other walks
    bring mails to the same address, one that holds what it is `about`."""
    for _look in range(PATIENCE_MS // LOOK_MS):
        window = _outbox(reader, email, at_least)
        mail = window.locator("main li", has_text=email).first.locator("a")
        window.goto(urljoin(window.url, mail.get_attribute("href")))
        text = window.locator("main").inner_text()
        window.close()
        if about in text:
            return text
        reader.page.wait_for_timeout(LOOK_MS)
    raise AssertionError(f"no mail for {email} about {about}")


def mails_to(reader: Reader, email: str, *, at_least: int) -> int:
    """How many mails the worker has sent to the address, after a moment to send the last."""
    window = _outbox(reader, email, at_least)
    sent = window.locator("main li", has_text=email).count()
    window.close()
    return sent


def address_in(mail: str, path: str) -> str:
    """The address in a mail whose path holds this."""
    found = re.search(rf"https?://\S*{path}\S*", mail)
    assert found is not None, mail
    return found[0]


def _outbox(reader: Reader, email: str, at_least: int) -> Page:
    """Its list in a new window, as soon as so many mails to the address stand there."""
    outbox = f"{reader.address}/outbox/"
    window = reader.page.context.new_page()
    for _look in range(PATIENCE_MS // LOOK_MS):
        # Asked without drawing the page, which costs far more.
        if window.request.get(outbox).text().count(email) >= at_least:
            window.goto(outbox)
            return window
        window.wait_for_timeout(LOOK_MS)
    raise AssertionError(f"fewer than {at_least} mails for {email}")
