"""A version put into the rows for a moment, to look at what would follow from it, and always taken out again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction
from django.urls import NoReverseMatch

from policies.editing.editors import Content, editor_of
from policies.editing.versions import Target, bare
from policies.search import gathered
from policies.search.windows_now import forget

# What a content that is not finished runs into on its way to the rows and to its address.
UNFIT = (DatabaseError, ValidationError, NoReverseMatch, ObjectDoesNotExist, LookupError, TypeError, ValueError)


@contextmanager
def rehearsal(subject: str, content: Content, target: Target | None) -> Iterator[Target]:
    """The live rows hold this content inside the block, for this connection alone. Raises one of `UNFIT` where it
    can't stand in them yet.

    Nothing remains: the transaction is rolled back, and with it what waits for a commit, such as the word to the page
    cache. The memory of the windows is dropped, because it was read inside.
    """
    fresh = type(target)._base_manager.get(pk=target.pk) if target is not None else None
    try:
        with transaction.atomic():
            with gathered():
                live = editor_of(subject).apply(bare(content), fresh)
            yield live
            transaction.set_rollback(True)
    finally:
        forget()
