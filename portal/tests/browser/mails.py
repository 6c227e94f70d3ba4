"""The developers' outbox: what the worker has sent, read in a window of its own."""

import re
from urllib.parse import urljoin

from portal.tests.browser.reader import Reader


def newest_mail(reader: Reader, email: str, *, at_least: int = 1) -> str:
    """The text of the newest mail to the address, after a moment for the worker to send it."""
    window = reader.page.context.new_page()
    mails = window.locator("main li", has_text=email)
    for _attempt in range(60):
        window.goto(f"{reader.address}/outbox/")
        if mails.count() >= at_least:
            window.goto(urljoin(window.url, mails.first.locator("a").get_attribute("href")))
            text = window.locator("main").inner_text()
            window.close()
            return text
        window.wait_for_timeout(500)
    raise AssertionError(f"no mail for {email}")


def address_in(mail: str, path: str) -> str:
    """The address in a mail whose path holds this."""
    found = re.search(rf"https?://\S*{path}\S*", mail)
    assert found is not None, mail
    return found[0]
