"""What must hold before an edit moves on. Each raises a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext as _

from policies.editing.editors import editor_of
from policies.editing.versions import bare, base_of, base_version, lock_target, stamp_of
from policies.exceptions import NotReady, PublishedMeanwhile
from policies.models import Revision
from portal.accounts.models import User
from portal.core.dates import moment_text
from portal.reviews.exceptions import StepRefused

Data = dict[str, Any]
WRITTEN = ("content", "summary_zh", "summary_en", "publish_at", "author", "policy", "measure", "subject")


def read_anew(revision: Revision, user: User | None, data: Data) -> None:
    """The row is locked now: judge what is saved, not what a page held in memory."""
    revision.refresh_from_db(fields=WRITTEN)


def is_what_was_shown(revision: Revision, user: User | None, data: Data) -> None:
    """Who approves has read exactly this content; `stamp` is that of the page."""
    if data.get("stamp") not in (None, stamp_of(revision)):
        raise StepRefused(_("The text was changed after this page was drawn. Read it again, then approve it."))


def something_changes(revision: Revision, user: User | None, data: Data) -> None:
    if revision.target is None:
        return
    if editor_of(revision.subject).read(revision.target) == bare(revision.content):
        raise StepRefused(_("Nothing differs from the published version, so there is nothing to check."))


def says_what_changes(revision: Revision, user: User | None, data: Data) -> None:
    """Followers read this sentence and nothing else."""
    if not revision.summary_zh.strip():
        raise StepRefused(_("Say in one Chinese sentence what changes: followers read exactly this."))
    wants_both = getattr(editor_of(revision.subject), "needs_both_languages", lambda content: True)
    if wants_both(revision.content) and not revision.summary_en.strip():
        raise StepRefused(_("Say in one English sentence what changes: this document is kept in both languages."))


def no_newer_version(revision: Revision, user: User | None, data: Data) -> None:
    """Whoever began with an older text would undo what was published since without having seen it."""
    target = lock_target(revision)
    if target is None:
        return
    editor = editor_of(revision.subject)
    live, began_with = editor.read(target), base_of(revision)
    if target.version == base_version(revision) and (began_with is None or bare(began_with) == live):
        return
    between = editor.compare(bare(began_with), live) if began_with is not None else []
    raise PublishedMeanwhile(_newer(target.version, base_version(revision)), between)


def _newer(live: int, began_with: int | None) -> str:
    if live == began_with:
        return _(
            "The published text was changed by a file meanwhile. Take its changes over into your draft, then go on."
        )
    return _("Version %(number)s was published meanwhile. Take its changes over into your draft, then go on.") % {
        "number": live
    }


def nothing_blocks(revision: Revision, user: User | None, data: Data) -> None:
    problems = editor_of(revision.subject).problems(revision.content)
    if problems:
        raise NotReady(_("This can’t be published yet: %(problem)s") % {"problem": problems[0]}, problems)


def its_day_has_come(revision: Revision, user: User | None, data: Data) -> None:
    """By the database's clock, so that several workers agree."""
    if revision.publish_at and revision.publish_at > revision.locked_at:
        raise StepRefused(_("It is to be published on %(when)s.") % {"when": moment_text(revision.publish_at)})
