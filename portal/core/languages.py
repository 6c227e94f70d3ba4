"""Which part of the portal is read in which language.

The whole portal is read in Chinese and English, the parts under `WIDE_PATHS` in Korean and Japanese too. An address
of another part in one of these leads to the same place in the language that the reader's browser asks for next.
"""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

ENGLISH = "en"


def split(path: str) -> tuple[str, str]:
    """Language and rest of an address: `("ko", "/talent/")`; no language where the address carries none."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return (first, slash + rest) if slash and first in dict(settings.LANGUAGES) else ("", path)


def languages_at(path: str) -> Sequence[str]:
    """The codes of the languages in which this address is read."""
    wide = split(path)[1].startswith(settings.WIDE_PATHS)
    return [code for code, _name in (settings.LANGUAGES if wide else settings.PORTAL_LANGUAGES)]


def told_in(request: HttpRequest | None) -> str:
    """The language of messages to whoever reads this page: they are written in the portal's own languages only."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    if here in dict(settings.PORTAL_LANGUAGES):
        return here
    return portal_language(request, otherwise=ENGLISH) if request else ENGLISH


def in_language(path: str, code: str) -> str:
    """The same address in another language, whether there is a page or not."""
    language, rest = split(path)
    return f"/{code}{rest}" if language else path


def portal_language(request: HttpRequest, otherwise: str = settings.LANGUAGE_CODE) -> str:
    """The first of the portal's own languages that the browser asks for; English when it asks for Korean or
    Japanese only, and `otherwise` when it asks for none of ours."""
    narrow = dict(settings.PORTAL_LANGUAGES)
    for asked, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        try:
            found = translation.get_supported_language_variant(asked)
        except LookupError:
            continue
        if found in narrow:
            return found
        otherwise = ENGLISH
    return otherwise


class PartLocaleMiddleware(LocaleMiddleware):
    """Django's, but a language stays within its part of the portal."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        super().process_request(request)
        if translation.get_language() in languages_at(request.path_info):
            return None
        asked_in_path, rest = split(request.path_info)
        language = portal_language(request, otherwise=ENGLISH)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        if not asked_in_path:
            return None
        query = request.META.get("QUERY_STRING", "")
        # What was sent is sent again (307): a form that was opened in Korean loses nothing.
        address = f"/{language}{rest}{'?' if query else ''}{query}"
        response = HttpResponseRedirect(address, preserve_request=True)
        patch_vary_headers(response, ["Accept-Language"])
        return response
