"""Documents, measures, changes and followers for the tests of the calendar, the feeds and the alerts."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from enterprises.tests.factories import FocusAreaFactory, MeasureFactory, PolicyFactory
from policies.alerts import tasks
from policies.enums import ChangeKind
from policies.models import Change, FocusArea, Follow, Follower, Measure, Policy
from portal.accounts.models import User
from portal.core import clock
from portal.notifications.models import Message
from portal.notifications.tests.factories import person

_numbers = count(1)
# A Monday, after the digests of 8:00.
MONDAY = datetime(2026, 11, 23, 10)
DAY = timedelta(days=1)
TUESDAY = MONDAY + DAY
LONG_AGO = datetime(2026, 1, 1, tzinfo=clock.now().tzinfo)


def area(number: int = 3, code: str = "ENTITY") -> FocusArea:
    return FocusAreaFactory(code=code, number=number, title_en=f"Area {number}", short_en=f"Short {number}")


def policy(code: str = "", *, areas: tuple[FocusArea, ...] = (), **fields: Any) -> Policy:
    number = next(_numbers)
    facts = {"title_zh": f"政策{number}", "title_en": f"Policy {number}", "published_at": LONG_AGO}
    made = PolicyFactory(code=code or f"QD-{number}", **(facts | fields))
    made.areas.set(areas)
    return made


def measure(of: Policy | None = None, **fields: Any) -> Measure:
    number = next(_numbers)
    facts = {"title_zh": f"事项{number}", "title_en": f"Measure {number}", "published_at": LONG_AGO}
    return MeasureFactory(policy=of or policy(), **({"area": area()} | facts | fields))


def window(opens: date, closes: date, **fields: Any) -> Measure:
    return measure(window_open=opens, window_close=closes, **fields)


def change(subject: Policy | Measure, *, ago: timedelta = timedelta(0), **fields: Any) -> Change:
    """What happened to it, so long before now."""
    number = next(_numbers)
    facts: dict[str, Any] = {"kind": ChangeKind.AMENDED, "at": clock.now() - ago}
    facts |= {"sentence_zh": f"第{number}条改为五日。", "sentence_en": f"Clause {number} now says five days."}
    own = {"policy": subject.policy, "measure": subject} if isinstance(subject, Measure) else {"policy": subject}
    return Change.objects.create(**(own | facts | fields))


def follower(*things: Any, **fields: Any) -> Follower:
    """Somebody who follows these, told of everything up to this moment."""
    facts = {"language": "en", "frequency": "daily"}
    if "user" not in fields:
        facts["email"] = f"reader{next(_numbers)}@example.test"
    made = Follower.objects.create(**(facts | fields))
    for thing in things:
        Follow.objects.create(follower=made, **column_of(thing))
    return made


def column_of(thing: Any) -> dict[str, Any]:
    if isinstance(thing, str):
        return {"query": thing}
    return {{Policy: "policy", FocusArea: "area", Measure: "measure"}[type(thing)]: thing}


def account(language: str = "en", *, verified: bool = True) -> User:
    user = person(language)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def happens(subject: Policy | Measure, **fields: Any) -> Change:
    """A change a minute after those who follow it were told of everything."""
    return change(subject, **({"at": clock.now() + timedelta(minutes=1)} | fields))


def sweep(moment: datetime = TUESDAY) -> dict[str, str]:
    """All that anybody has been told when the sweep of this moment is over: text by address."""
    with clock.at(moment):
        tasks.send_digests()
    return {message.to_email: message.body for message in Message.objects.order_by("pk")}


def told(reader: Follower, moment: datetime = TUESDAY) -> str:
    """What the sweep of this moment tells one address."""
    before = set(Message.objects.values_list("pk", flat=True))
    sweep(moment)
    new = Message.objects.exclude(pk__in=before).filter(to_email=reader.email)
    return "\n".join(message.body for message in new)
