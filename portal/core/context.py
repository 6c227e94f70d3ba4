"""What every page needs to know, without a query on public pages."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from portal.core import pagecache


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
    """The same page in each language; `rest` is what follows the path."""
    current = translation.get_language()
    return [
        {"code": code, "name": _own_name(code), "url": _in(code, path) + rest, "current": code == current}
        for code, _name in settings.LANGUAGES
    ]


def _in(code: str, path: str) -> str:
    """The same page in another language; looking for it goes through all addresses."""
    key = ("language", code, path)
    found = pagecache.kept(key)
    return pagecache.keep(key, translate_url(path, code)) if found is None else found


def _own_name(code: str) -> str:
    return {"zh-hans": "中文", "en": "English"}[code]
