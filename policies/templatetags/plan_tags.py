"""Charts, periods and sources within the pages of the plan and its areas."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from policies.figures import number
from policies.goals import period_text
from policies.models import AreaTask, Progress

register = template.Library()


@register.filter
def period(row: Progress) -> str:
    return period_text(row.year, row.months)


@register.filter
def plain_number(value: Decimal) -> str:
    return number(value)


@register.filter
def found_in(task: AreaTask) -> str:
    """Where a task was found, in words, and the page if it is known."""
    return " · ".join(filter(None, [_("; ").join(task.source_labels), task.source]))
