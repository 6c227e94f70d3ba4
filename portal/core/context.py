"""What every page needs to know, without a query on public pages."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from portal.core.languages import in_language, languages_at

OWN_NAMES = {"zh-hans": "中文", "en": "English", "ko": "한국어", "ja": "日本語"}


def portal(request: HttpRequest) -> dict[str, object]:
    path, sign, query = request.get_full_path().partition("?")
    return {
        "larger_text": request.COOKIES.get("text") == "large",
        "footer": settings.FOOTER,
        "site_url": settings.SITE_URL,
        "outbox_page": settings.OUTBOX_PAGE,
        "language_links": language_links(path, sign + query),
    }


def language_links(path: str, rest: str) -> list[dict[str, object]]:
    """The same page in each language that it is read in; `rest` is what follows the path."""
    current = translation.get_language()
    return [
        {"code": code, "name": OWN_NAMES[code], "url": in_language(path, code) + rest, "current": code == current}
        for code in languages_at(path)
    ]
