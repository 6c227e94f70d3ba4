"""What every page needs to know, without a query on public pages."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation


def portal(request: HttpRequest) -> dict[str, object]:
    current = translation.get_language()
    path = request.get_full_path()
    return {
        "larger_text": request.COOKIES.get("text") == "large",
        "footer": settings.FOOTER,
        "site_url": settings.SITE_URL,
        "outbox_page": settings.OUTBOX_PAGE,
        "language_links": [
            {"code": code, "name": _own_name(code), "url": translate_url(path, code), "current": code == current}
            for code, _name in settings.LANGUAGES
        ],
    }


def _own_name(code: str) -> str:
    return {"zh-hans": "中文", "en": "English"}[code]
