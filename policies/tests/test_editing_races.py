"""Two people at one moment. Only PostgreSQL can show it: SQLite lets one write at a time."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from policies.editing.drafts import open_draft, save_draft
from policies.editing.versions import stamp_of
from policies.enums import RevisionState
from policies.exceptions import PublishedMeanwhile, SavedMeanwhile
from policies.models import Change, Policy, Revision
from policies.tasks import publish_due
from policies.tests.edits import SENTENCE, a_policy, again, edit_in, official, reworded
from policies.workflow import revision_flow

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
    pytest.mark.usefixtures("in_english"),
]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each of the deeds gave or raised, each on a connection of its own."""
    found: list[Any] = [None] * len(deeds)
    ready = threading.Barrier(len(deeds))

    def run(place: int) -> None:
        try:
            ready.wait()
            found[place] = deeds[place]()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_versions_of_one_document_are_not_published_at_one_moment() -> None:
    author, colleague = official("author"), official("colleague")
    policy = a_policy()
    edits = [edit_in(RevisionState.CHECKING, again(author), again(colleague), policy) for _number in range(4)]

    def approve(pk: int) -> Callable[[], Any]:
        return lambda: revision_flow.take(Revision.objects.get(pk=pk), "approve", again(colleague))

    found = at_once(*[approve(edit.pk) for edit in edits])
    assert sorted(type(one).__name__ for one in found) == [*[PublishedMeanwhile.__name__] * 3, "Transition"]
    assert Policy.objects.get().version == 2
    assert Change.objects.count() == 1


def test_two_clocks_publish_once() -> None:
    edit = edit_in(RevisionState.SCHEDULED, official("author"), official("colleague"))
    Revision.objects.filter(pk=edit.pk).update(publish_at=None)
    assert sorted(at_once(publish_due, publish_due, publish_due)) == [0, 0, 1]
    assert (Policy.objects.get().version, Change.objects.count()) == (2, 1)
    assert Revision.objects.get(pk=edit.pk).state == RevisionState.PUBLISHED


def test_a_double_click_opens_one_draft() -> None:
    author, policy = official("author"), a_policy()
    found = at_once(*[lambda: open_draft(again(author), Policy.objects.get(pk=policy.pk)).pk] * 3)
    assert len(set(found)) == 1


def test_of_two_windows_that_save_at_one_moment_one_is_told() -> None:
    draft = open_draft(official("author"), a_policy())
    stamp = stamp_of(draft)

    def save(text: str) -> Callable[[], Any]:
        content = reworded(draft.content, zh=text)
        return lambda: save_draft(draft, content=content, stamp=stamp, publish_at=None, **SENTENCE)

    found = at_once(save("甲"), save("乙"))
    assert sorted(type(one).__name__ for one in found) == ["Revision", SavedMeanwhile.__name__]
