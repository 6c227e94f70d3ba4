"""From a kind and its facts to a text, and from a message to a mail.

The text of a kind is `emails/<app>/<name>.txt`: the first line is the subject, then an empty line, then the body.
It is rendered in the reader's language, whoever caused it, and without HTML escaping, because it is plain text;
the HTML part is made from the finished text and escaped there.
"""

import re
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from portal.notifications import kinds
from portal.notifications.models import Message

KIND = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", re.ASCII)
SUBJECT_LENGTH = 255
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def spoken(language: str | None) -> str:
    """One of the portal's languages: the one asked for, its nearest variant, or the default."""
    try:
        return translation.get_supported_language_variant(language or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def render(kind: str, context: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Subject and body of a kind; raises ValueError for a kind that is not `app/name`."""
    if not KIND.fullmatch(kind):
        raise ValueError(f"A kind is app/name, not {kind!r}.")
    template = engines["django"].get_template(f"emails/{kind}.txt").template
    with translation.override(language):
        text = template.render(Context(dict(context), autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return one_line(subject), clean(body)


def one_line(text: str) -> str:
    """A subject: no line break can smuggle a header in, and it fits its column."""
    return " ".join(CONTROL.sub(" ", text).split())[:SUBJECT_LENGTH]


def clean(text: str) -> str:
    """A body with Unix line ends, without control characters and without runs of empty lines."""
    lines = CONTROL.sub("", text.replace("\r\n", "\n")).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def in_language(url: str, language: str) -> str:
    """The same page in the reader's language: whoever caused the message may read another one."""
    codes = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)
    return re.sub(rf"^/({codes})(?=/)", f"/{language}", url)


def message_id(dedupe_key: str) -> str:
    """The same for each attempt, so a repeated mail is recognisable as a repetition."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    digest = salted_hmac("portal.notifications", dedupe_key, algorithm="sha256").hexdigest()
    return f"<{digest[:40]}@{domain}>"


def mail_of(message: Message) -> EmailMultiAlternatives:
    """The mail of a message: plain text always, and a simple HTML part with the same words."""
    with translation.override(message.language):
        way_out = kinds.way_out_of(message)
        context = {"message": message, "link": message.link, "site_url": settings.SITE_URL, "way_out": way_out}
        # The plain text is not HTML: its template turns escaping off.
        text = render_to_string("emails/base.txt", context).strip() + "\n"
        html = render_to_string("emails/base.html", context)
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to_email],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": translation.to_locale(message.language).replace("_", "-"),
            **(way_out.headers if way_out else {}),
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail
