"""What everybody may read without a key: no session, an ETag on every answer, a page for who comes with a browser."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.core.api_page import PageRenderer

# A body of facts has some forty fields; a hundred kilobytes is many times that.
MOST_BYTES = 100_000


class BoundedJSONParser(JSONParser):
    """JSON nested thousands of levels deep exhausts the parser's stack, and half a surrogate pair is a character that
    no answer and no table can hold: those are the sender's mistakes, not ours."""

    most_bytes = MOST_BYTES

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        request = (parser_context or {}).get("request")
        if request is not None and int(request.META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise ParseError(f"The body is longer than {self.most_bytes} bytes.")
        try:
            data = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply") from error
        except UnicodeEncodeError as error:
            raise ParseError("JSON parse error - half of a surrogate pair is no character") from error
        return data


@method_decorator(conditional_page, name="dispatch")
class Open:
    """Mixin for a view of the API that is open to all: goes before the view's own class."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (BoundedJSONParser,)
    renderer_classes = (JSONRenderer, PageRenderer)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Anybody's cache may keep it and must ask again: the ETag says whether it changed."""
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method in ("GET", "HEAD") and answer.status_code == 200:
            patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
        patch_vary_headers(answer, ["Accept-Language", "Accept"])
        return answer


class OpenViewSet(Open, GenericViewSet):
    """A list or a thing that everybody may read."""
