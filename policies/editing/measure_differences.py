"""What differs between two versions of a measure: as the public reads it, and in its worked examples."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from policies.editing.differences import Difference
from policies.editing.examples import Example, ExampleError, outcome_text
from policies.editing.measure_content import Content
from policies.history import compare_measures, read_names
from policies.history.differences import TEXT, difference
from policies.rulebook import vocabulary
from portal.accounts.models import User


def compare(old: Content, new: Content) -> list[Difference]:
    """For the desk, so documents that are not published are named too."""
    names = read_names(User(is_staff=True), old, new)
    return [*compare_measures(old, new, vocabulary(), names), *_examples(old, new)]


def _examples(old: Content, new: Content) -> Iterator[Difference]:
    before, after = (_by_title(content.get("examples")) for content in (old, new))
    for title in dict.fromkeys([*after, *before]):
        (was, facts), (is_now, new_facts) = before.get(title, ("", None)), after.get(title, ("", None))
        if was and is_now and was == is_now and facts != new_facts:
            is_now = _("%(result)s, with other answers") % {"result": is_now}
        label = _("Worked example “%(title)s”") % {"title": title}
        yield from difference(f"example:{title}", label, was, is_now, part=TEXT)


def _by_title(stored: Any) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for number, entry in enumerate(stored if isinstance(stored, list) else (), start=1):
        try:
            example = Example.from_json(entry)
        except ExampleError:
            found[str(number)] = (_("not complete"), entry)
            continue
        title = example.title or str(number)
        facts = (example.as_json()["facts"], example.usd_cny)
        found[title] = (outcome_text(example.verdict, example.amount_cny), facts)
    return found
