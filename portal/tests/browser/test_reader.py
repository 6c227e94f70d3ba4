"""What the walks claim of every page, on a page that breaks it."""

import pytest

from portal.tests.browser.reader import Reader, in_all_ways

pytestmark = pytest.mark.browser

ADD = """([name, style, attributes]) => {
    const part = document.createElement(name);
    part.style.cssText = style;
    document.querySelector("main").append(Object.assign(part, attributes));
}"""


@in_all_ways
def test_whatever_is_wrong_with_a_page_is_noticed(reader):
    reader.home()
    for notice in (a_wide_part, a_missing_part, another_host, another_language):
        notice(reader)
        reader.seat.faults.clear()
        reader.home()
    if reader.scripts:
        pale_words(reader)


def add(reader: Reader, name: str, style: str = "", **attributes: str) -> None:
    reader.page.evaluate(ADD, [name, style, attributes])


def a_wide_part(reader: Reader) -> None:
    add(reader, "div", "width: 3000px", textContent="0")
    with pytest.raises(AssertionError, match="wider than the screen"):
        reader.look()


def a_missing_part(reader: Reader) -> None:
    with reader.page.expect_response("**/missing.png"):
        add(reader, "img", alt="", src="/static/missing.png")
    with pytest.raises(AssertionError, match=r"missing \(404\)"):
        reader.look()


def another_host(reader: Reader) -> None:
    """Nothing listens there; the policy of the page forbids it, too."""
    with reader.page.expect_request("http://127.0.0.2/*"):
        add(reader, "img", alt="", src="http://127.0.0.2/picture.png")
    with pytest.raises(AssertionError, match="another host is asked"):
        reader.look()


def another_language(reader: Reader) -> None:
    with pytest.raises(AssertionError, match=f"in {reader.language}"):
        Reader(reader.seat, reader.address, "ko", reader.width, reader.scripts).look()


def pale_words(reader: Reader) -> None:
    """Axe runs again, although the page was clean without them, and although words like them were legible: in another
    colour, in a smaller size, on another ground, and behind something that can be seen through."""
    dark = "color: #767676; font-size: 30px"
    add(reader, "p", dark, textContent="words")
    reader.look()
    add(reader, "p", dark, textContent="other words")
    reader.look()
    for style in ("color: #ddd", "color: #959595", "color: #767676; background: #ddd", f"{dark}; opacity: 0.4"):
        reader.home()
        add(reader, "p", style, textContent="words")
        with pytest.raises(AssertionError, match="color-contrast"):
            reader.look()
    # Within what was legible before.
    reader.home()
    reader.look()
    reader.page.evaluate("document.querySelector('main').style.opacity = 0.3")
    with pytest.raises(AssertionError, match="color-contrast"):
        reader.look()
