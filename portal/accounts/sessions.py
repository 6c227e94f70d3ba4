"""Sessions in the database, as Django keeps them: every page of a person who is signed in begins with reading one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField
from django.db.models.functions import Now

from portal.core.prepared import Prepared, Slot

_alive: Prepared[Session] = Prepared(
    lambda: Session.objects.filter(session_key=Slot("key", CharField()), expire_date__gt=Now())
)


class SessionStore(db.SessionStore):
    """Django's, which writes the SQL of this question anew for each page."""

    def _get_session_from_db(self) -> Session | None:
        found = _alive.first(key=self.session_key)
        if found is None:
            self._session_key = None
        return found
