"""The desk of the support funds, as what all desks share reads it."""

from django.utils.translation import gettext_lazy as _

from enterprises.desk import fund_columns
from enterprises.desk.access import on_the_desk
from enterprises.desk.desks import Desk
from enterprises.desk.query import read_query
from enterprises.desk.sources import source_of
from enterprises.desk_enums import DeskCode

FUNDS = Desk(
    code=DeskCode.FUNDS,
    space="admin:enterprises_application",
    title=_("Applications"),
    read_query=read_query,
    source_of=source_of,
    on_the_desk=on_the_desk,
    columns=fund_columns.COLUMNS,
    begin_with=fund_columns.DEFAULT,
)
