"""The parts of the frame that read the same for everybody: rendered once for an address, then kept by the process."""

from django import template
from django.conf import settings
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

from portal.core import pagecache

register = template.Library()


class KeptNode(Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        request = context.get("request")
        if request is None or settings.DEBUG:
            return self.nodelist.render(context)
        key = (self.name, get_language(), request.path, context.get("section"), context.get("larger_text"))
        found = pagecache.kept(key)
        return pagecache.keep(key, self.nodelist.render(context)) if found is None else found


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "name" %}…{% endkept %}` around what depends on nothing but language, address, section and size of text.

    Nothing of a person may stand in it, and nothing of the query.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), nodelist)
