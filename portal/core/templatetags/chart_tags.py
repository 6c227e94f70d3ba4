"""A chart within a page."""

from django import template
from django.utils.safestring import SafeString

from portal.core.charts import Chart, draw

register = template.Library()


@register.filter
def drawn(chart: Chart) -> SafeString:
    """The picture as markup; `portal.core.charts.drawing` escapes every text and attribute that goes into it."""
    return SafeString(draw(chart))
