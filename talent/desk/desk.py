"""The talent desk, as what all desks share reads it."""

from django.utils.translation import gettext_lazy as _

from enterprises.desk.desks import Desk
from enterprises.desk_enums import DeskCode
from talent.cases.permissions import is_at_talent_desk
from talent.desk import columns
from talent.desk.access import on_the_desk
from talent.desk.query import read_query
from talent.desk.sources import source_of

TALENT = Desk(
    code=DeskCode.TALENT,
    space="admin:talent_talentcase",
    title=_("Facilitation cases"),
    read_query=read_query,
    source_of=source_of,
    on_the_desk=on_the_desk,
    columns=columns.COLUMNS,
    begin_with=columns.DEFAULT,
    works_on=is_at_talent_desk,
    personal=True,
)
