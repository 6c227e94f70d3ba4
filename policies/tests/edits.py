"""People who edit, and edits in every state, for tests. An edit gets to its state by the steps of its flow."""

from datetime import timedelta
from typing import Any

from policies.editing.drafts import open_draft, save_draft
from policies.editing.versions import stamp_of
from policies.enums import PolicyKind, PolicyLevel, RevisionState
from policies.models import Clause, Policy, Revision
from policies.workflow import revision_flow
from portal.accounts.enums import BUREAU, Role, UnitKind
from portal.accounts.models import Post, Unit, User
from portal.core import clock

SENTENCE = {"summary_zh": "第一条改了措辞。", "summary_en": "Clause 1.1 was reworded."}
# The steps that lead to each state.
WAYS: dict[str, tuple[str, ...]] = {
    RevisionState.DRAFT: (),
    RevisionState.CHECKING: ("submit_for_check",),
    RevisionState.SCHEDULED: ("submit_for_check", "approve"),
    RevisionState.PUBLISHED: ("submit_for_check", "approve"),
    RevisionState.DISCARDED: ("discard",),
}


def unit(code: str = BUREAU) -> Unit:
    names = {"name_zh": f"单位{code}", "name_en": f"Unit {code}"}
    return Unit.objects.get_or_create(code=code, defaults={"kind": UnitKind.BUREAU} | names)[0]


def official(name: str, role: str = Role.CASE_MANAGER, code: str = BUREAU) -> User:
    user = User.objects.create_user(f"{name}@example.test", name=name, is_staff=True, language="en")
    Post.objects.create(user=user, unit=unit(code), role=role)
    return user


def again(user: User) -> User:
    """The person as the next request finds them: an instance remembers its posts."""
    return User.objects.get(pk=user.pk)


def a_policy(code: str = "QD-EDIT", **columns: Any) -> Policy:
    """A circular of the city with two clauses, complete in both languages."""
    given = {
        "title_zh": "关于数字贸易的通知", "title_en": "Circular on digital trade", "kind": PolicyKind.NOTICE,
        "level": PolicyLevel.CITY, "issuer_zh": "青岛市商务局", "issuer_en": "Qingdao Bureau of Commerce",
        "published_at": clock.now() - timedelta(days=30),
    }  # fmt: skip
    policy = Policy.objects.create(code=code, **(given | columns))
    Clause.objects.create(policy=policy, number="1", text_zh="总则", text_en="General", order=0)
    Clause.objects.create(policy=policy, number="1.1", text_zh="支持数字贸易。", text_en="Support it.", order=1)
    return policy


def reworded(content: dict[str, Any], zh: str = "大力支持数字贸易。", en: str = "Support it firmly.") -> dict[str, Any]:
    """The content with another clause 1.1."""
    clauses = [
        clause | ({"text_zh": zh, "text_en": en} if clause["number"] == "1.1" else {}) for clause in content["clauses"]
    ]
    return content | {"clauses": clauses}


def write(draft: Revision, content: dict[str, Any], **more: Any) -> Revision:
    given = {**SENTENCE, "publish_at": None} | more
    return save_draft(draft, content=content, stamp=stamp_of(draft), **given)


def edit_in(state: str, author: User, checker: User, policy: Policy | None = None, **more: Any) -> Revision:
    """An edit of a policy, in a state; scheduled ones are for tomorrow unless `publish_at` is given."""
    draft = open_draft(author, policy or a_policy())
    if state == RevisionState.SCHEDULED:
        more.setdefault("publish_at", clock.now() + timedelta(days=1))
    edit = write(draft, reworded(draft.content), **more)
    for step in WAYS[state]:
        revision_flow.take(edit, step, checker if step == "approve" else author)
    return Revision.objects.get(pk=edit.pk)
