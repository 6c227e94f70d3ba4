"""A pool of invented experts, drawn by lot for the demo's competitive calls, and sheets that some of them sent."""

from allauth.account.models import EmailAddress
from django.conf import settings

from enterprises.demo.enterprises import synthetic_code
from enterprises.enums import Conflict
from enterprises.experts import scoring
from enterprises.experts.drawing import draw_experts, drawn, population
from enterprises.experts.scores import rubric_of
from enterprises.models import Application, Call, Enterprise, Expert, Sheet
from portal.accounts.enums import BUREAU, Role
from portal.accounts.models import Post, Unit, User

# Fields of expertise and employer; the last one works for an enterprise of the demo that applies itself.
POOL = (
    ("数字贸易规则（示例）", "示例大学经济学院"),
    ("软件与信息服务（示例）", "示例信息技术研究院"),
    ("跨境数据流动（示例）", "示例数据研究中心"),
    ("财务与审计（示例）", "示例会计师事务所"),
    ("知识产权（示例）", "示例律师事务所"),
    ("文化贸易（示例）", "示例传媒大学"),
    ("供应链与物流（示例）", "示例物流研究所"),
    ("产业政策（示例）", "示例社会科学院"),
    ("人工智能（示例）", "示例理工大学"),
    ("智能装备（示例）", ""),
)
FIRST_CODE = 60
# Of a hundred: how the experts see an application, one after another.
SHARES = (88, 81, 92, 76, 84, 90, 79)
EVIDENCE = "示例：见申报材料第三部分。"


def make_experts(people: dict[str, User], enterprises: list[Enterprise]) -> list[Expert]:
    """expert@ and expert2 … expert10@example.test, each with the post of an expert."""
    made = []
    for number, (field, employer) in enumerate(POOL, start=1):
        user = people["expert@example.test"] if number == 1 else _account(number)
        code = synthetic_code("370200", FIRST_CODE + number) if employer else enterprises[6].credit_code
        values = {"expertise": field, "employer": employer or enterprises[6].name, "employer_code": code}
        expert, _new = Expert.objects.get_or_create(user=user, defaults=values | {"is_demo": True})
        made.append(expert)
    return made


def _account(number: int) -> User:
    email = f"expert{number}@example.test"
    user = User.objects.filter(email=email).first()
    if user is None:
        name = f"示例专家{number} Demo Expert {number}"
        user = User.objects.create_user(email, settings.DEMO_PASSWORD, name=name, is_demo=True, is_staff=True)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Post.objects.get_or_create(user=user, role=Role.EXPERT, unit=Unit.objects.get(code=BUREAU))
    return user


def let_experts_score(application: Application, division: User, leave: int = 0) -> None:
    """All but `leave` of them send their sheets."""
    call = application.call
    if not call.draws.exists():
        draw_experts(call, division, seed=_seed(call))
    sheets = list(application.sheets.counting().filter(sent_at=None).select_related("expert__user"))
    # Somebody who tries the demo signs in as the first expert: that sheet is left for them.
    sheets.sort(key=lambda sheet: sheet.expert.user.email == "expert@example.test")
    for place, sheet in enumerate(sheets[: len(sheets) - leave]):
        _send(sheet, application, SHARES[(application.pk + place) % len(SHARES)])
    application.refresh_from_db()
    application.forget()


def _seed(call: Call) -> str:
    """The first that draws expert@example.test, so that whoever tries the demo has something to score."""
    people, _excluded = population(call)
    wanted = Expert.objects.get(user__email="expert@example.test").pk
    return next(f"demo-{n}" for n in range(1000) if wanted in drawn(f"demo-{n}", people, call.experts))


def _send(sheet: Sheet, application: Application, share: int) -> None:
    rubric, person = rubric_of(application.call), sheet.expert.user
    scoring.declare(sheet, person, Conflict.NONE)
    points = {line.code: f"{line.points * share / 100:.1f}" for line in rubric}
    scoring.send(sheet, person, points, {line.code: EVIDENCE for line in rubric})
