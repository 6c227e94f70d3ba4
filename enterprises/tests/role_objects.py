"""One person for each role, and real things behind every address of the support funds."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from django.urls import URLPattern

from enterprises.accounts_of import propose_account
from enterprises.claims import begin_claim
from enterprises.desk.batches.choices import Deed
from enterprises.desk.batches.working import begin
from enterprises.desk_enums import BatchDeed
from enterprises.enums import EntryKind, MemberRole, State, TokenScope
from enterprises.grants.releasing import release
from enterprises.machines.tokens import make_token
from enterprises.models import BudgetEntry, Invitation, Label, Membership, Snippet, StoredFilter
from enterprises.money.controls import draw_sample
from enterprises.panels.meeting import begin_panel
from enterprises.people import invite
from enterprises.signing import ask_signature, token_of
from enterprises.tests.call_forms import field, form_version, section
from enterprises.tests.credit_records import CreditRecordFactory
from enterprises.tests.experts import ExpertFactory, drawn
from enterprises.tests.factories import (
    SHINAN,
    CallFactory,
    EnterpriseFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    application_in,
    cast,
    district_unit,
    draft,
    needs_paper,
    object_to,
    official,
    pdf,
)
from enterprises.tests.grants import grant_call, run_of
from enterprises.tests.grants import row as roster_row
from enterprises.tests.reviewing import asked as consulted_on
from enterprises.vault import keep
from policies.models import ImportJob
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.core import clock
from portal.core.codes import digest

# The order of the letters in role_pages.txt. `ended` is an agent whose mandate ended yesterday; `stranger` owns
# another enterprise, with an application under the same call, and claims this one.
ROLES = (
    "visitor", "stranger", "owner", "filer", "agent", "ended", "viewer", "legal_rep", "district", "other_district",
    "case_manager", "expert", "auditor", "consulted", "leader", "finance", "discipline", "admin",
)  # fmt: skip
# Pages of a case are asked about one in formal review; these of a draft, and these of a correction.
OF_A_DRAFT = {"tasks", "section", "papers", "paper", "remove_paper", "check", "withdraw", "signature", "sign"}
OF_A_CORRECTION = {"resubmit", "correction"}
OF_AN_OFFER = ("org_offer", "org_offer_accept", "org_offer_decline", "org_offer_contest")
INVITED = "the-link-of-the-invitation"


class Scene:
    """An enterprise with everything that hangs on it, and everybody around."""

    def __init__(self) -> None:
        self.people: dict[str, User | None] = {"visitor": None} | self._officials()
        self.call = CallFactory(needs_signature=True)
        needs_paper(self.call.measure)
        self.enterprise = EnterpriseFactory()
        self.people |= self._members()
        owner = self.people["owner"]
        people = cast()
        self.draft = draft(call=self.call, enterprise=self.enterprise, applicant=owner)
        self.case = application_in(State.FORMAL_REVIEW, people=people, enterprise=self.enterprise, applicant=owner)
        self.correction = application_in(State.CORRECTION, people=people, enterprise=self.enterprise, applicant=owner)
        self.people["stranger"] = self._stranger()
        self.things = self._things(owner)

    def _officials(self) -> dict[str, User | None]:
        people = cast()
        return {
            "district": people.district,
            "other_district": official(Role.DISTRICT, district_unit(SHINAN)),
            "case_manager": people.case_manager,
            "expert": people.expert,
            "auditor": people.auditor,
            "consulted": official(Role.JOINT_DEPARTMENT, UnitFactory(code="QD-STB")),
            "leader": people.leader,
            "finance": people.finance,
            "discipline": official(Role.DISCIPLINE),
            "admin": UserFactory(is_staff=True, is_superuser=True),
        }

    def _members(self) -> dict[str, User | None]:
        today = clock.today()
        roles = {
            "owner": (MemberRole.OWNER, None),
            "filer": (MemberRole.FILER, None),
            "agent": (MemberRole.AGENT, today),
            "ended": (MemberRole.AGENT, today - timedelta(days=1)),
            "viewer": (MemberRole.VIEWER, None),
            "legal_rep": (MemberRole.LEGAL_REPRESENTATIVE, None),
        }
        return {
            name: MembershipFactory(enterprise=self.enterprise, role=role, ends_on=ends).user
            for name, (role, ends) in roles.items()
        }

    def _stranger(self) -> User:
        other = draft(call=self.call)
        return Membership.objects.get(enterprise=other.enterprise).user

    def _things(self, owner: User) -> dict[str, Any]:
        """By the name of the address parameter or, where that says too little, of the page."""
        version = form_version(self.call)
        part = section(version)
        invitation = invite(self.enterprise, owner, email=self.people["stranger"].email, role=MemberRole.FILER)
        Invitation.objects.filter(pk=invitation.pk).update(token_digest=digest(INVITED))
        for invited in ("stranger", "legal_rep"):
            user = self.people[invited]
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        token, _secret = make_token(
            owner, self.enterprise, name="ERP", scopes=[TokenScope.READ], expires_on=clock.today()
        )
        asked = ask_signature(self.draft, owner, name="Legal", email=self.people["legal_rep"].email)
        paper = keep(self.enterprise, owner, pdf(), title="ISO 27001")
        propose_account(self.enterprise, owner, holder="示例", bank="示例银行", number="6222000011112222")
        job = ImportJob.objects.create(
            noun="enterprise", person=self.people["case_manager"], file_name="roster.csv", size=1, sha256="0" * 64
        )
        manager, bureau = self.people["case_manager"], self.people["case_manager"].posts.get().unit
        label = Label.objects.create(unit=bureau, name="Urgent")
        kept = StoredFilter.objects.create(owner=manager, unit=bureau, name="Reviews", address="state=formal_review")
        batch = begin(manager, Deed(BatchDeed.LABEL, label=label.pk), [self.case.pk])
        snippet = Snippet.objects.create(
            noun="correction", title_zh="看不清", title_en="Not legible", text_zh="看不清。", text_en="Not legible."
        )
        entry = BudgetEntry.objects.create(
            call=self.case.call, application=self.case, kind=EntryKind.COMMIT, amount_fen=100
        )
        on_notice = application_in(State.PUBLICITY, enterprise=self.enterprise, applicant=owner)
        notice, objection = on_notice.notice_lines.get().notice, object_to(on_notice)
        consultation = consulted_on(self.case, self.people["case_manager"], self.people["consulted"].posts.get().unit)
        listed = CreditRecordFactory()
        list_job = ImportJob.objects.create(
            noun="creditrecord", person=self.people["case_manager"], file_name="list.csv", size=1, sha256="0" * 64
        )
        return self._offer() | self._review() | self._money() | {
            "label": label, "kept": kept, "batch": batch, "snippet": snippet,

            "listed": listed, "list_job": list_job, "consultation": consultation,
            "entry": entry, "version": version, "section": part, "field": field(part, "operator"),
            "invitation": invitation, "token": token, "asked": asked, "vault": paper, "job": job,
            "notice": notice, "objection": objection,
            "claim": begin_claim(self.people["stranger"], self.enterprise, "I run it.", pdf()),
        }  # fmt: skip

    def _offer(self) -> dict[str, Any]:
        """An award without application: a run that was released, with an open offer, and one that waits."""
        people = SimpleNamespace(division=self.people["case_manager"], leader=self.people["leader"])
        said = roster_row(1, credit_code=self.enterprise.credit_code, name=self.enterprise.name)
        released = run_of(grant_call(), [said], people)
        release(released, people.leader)
        waiting = run_of(grant_call(), [said], people)
        return {"run": waiting, "line": waiting.lines.get(), "offer": released.lines.get()}

    def _money(self) -> dict[str, Any]:
        """A plan and a batch that was answered, a sample, and a recovery; the report is of a paid award."""
        people, second = cast(), official(Role.FINANCE)
        paid = application_in(State.PAID, people=people, enterprise=self.enterprise, applicant=self.people["owner"])
        recovering = application_in(State.RECOVERING, people=people, call=paid.call)
        application_in(State.APPROVED, people=people, call=paid.call)
        sample = draw_sample(paid.call, people.case_manager, size=1, by_district=False)
        line = paid.payment_lines.get()
        return {
            "paid": paid, "payments": line.batch, "payment": line, "plan": paid.planned.plan, "sample": sample,
            "control": sample.controls.get(), "order": recovering.recovery, "second": second,
            "reconciliation": line.reconciliation,
        }  # fmt: skip

    def _review(self) -> dict[str, Any]:
        """A call with its lot, and a sheet of the expert that waits for the declaration."""
        call = CallFactory(measure__mode="competitive")
        expert = ExpertFactory(user=self.people["expert"])
        draw = drawn(call, self.people["case_manager"], spare=-1)
        scored = application_in(State.EXPERT_REVIEW, call=call)
        panel = begin_panel(call, self.people["case_manager"])
        return {"expert": expert, "lot": draw, "sheet": scored.sheets.get(expert=expert), "panel": panel}

    def words(self, name: str, pattern: URLPattern) -> dict[str, Any]:
        """What stands in the address of this page: the page's own thing, then what the parameter's name says."""
        page = re.sub(r"^(enterprises:|admin:enterprises_|application-|call-)", "", name)
        known = self._common(page) | self._special(page)
        names = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
        return {word: known[word] for word in names if word in known}

    def query(self, name: str) -> str:
        """What the page must be told behind its address."""
        told = {
            "enterprises:claim": f"?code={self.enterprise.credit_code}",
            "admin:enterprises_grantrun_template": f"?call={self.things['run'].call_id}",
        }
        return told.get(name, "")

    def _common(self, page: str) -> dict[str, Any]:
        case = self.draft if page in OF_A_DRAFT else self.correction if page in OF_A_CORRECTION else self.case
        model = page.partition("_")[0]
        records = {
            "application": self.case, "call": self.call, "enterprise": self.enterprise,
            "formversion": self.things["version"], "claim": self.things["claim"],
            "budgetentry": self.things["entry"], "notice": self.things["notice"],
            "objection": self.things["objection"],
            "label": self.things["label"], "snippet": self.things["snippet"],
            "grantrun": self.things["run"],
            "fundsplan": self.things["plan"],
            "paymentbatch": self.things["payments"], "reconciliation": self.things["reconciliation"],
            "controlsample": self.things["sample"], "recoveryorder": self.things["order"],
            "creditrecord": self.things["listed"],
            "expert": self.things["expert"], "draw": self.things["lot"],
            "sheet": self.things["sheet"], "panel": self.things["panel"],
            "consultation": self.things["consultation"],
        }  # fmt: skip
        record = records.get(model, self.enterprise)
        return {
            "number": case.number, "slug": "contact", "code": self.call.code, "year": 2025, "pk": record.pk,
            "object_id": str(record.pk), "section": self.things["section"].pk, "field": self.things["field"].pk,
            "control": self.things["control"].pk,
            "call": self.call.pk, "token": "nobody-was-sent-this", "file": 1,
        }  # fmt: skip

    def _special(self, page: str) -> dict[str, Any]:
        things, paper = self.things, self.draft.papers.first()
        numbers = {
            "org_member": self.people["filer"].memberships.get().pk,
            "org_end": self.people["filer"].memberships.get().pk,
            "org_document_replace": things["vault"].pk,
            "org_document_remove": things["vault"].pk,
            "org_token_revoke": things["token"].pk,
            "org_invite_again": things["invitation"].pk,
            "org_uninvite": things["invitation"].pk,
            "claim_case": things["claim"].number,
            "notice": things["notice"].number,
            "notice_pdf": things["notice"].number,
            "report": things["paid"].number,
            "object_to": things["notice"].number,
        } | dict.fromkeys(OF_AN_OFFER, things["offer"].pk)
        special: dict[str, dict[str, Any]] = {
            "paper": {"code": paper.code},
            "remove_paper": {"pk": paper.pk},
            "correction": {"pk": self.correction.requests.get().lines.first().pk},
            "sign": {"token": token_of(things["asked"])},
            "join": {"token": INVITED},
            "verify_code": {"code": self.case.snapshots.last().code},
            "application_step": {"name": "send_to_verification"},
            "application_clock": {"act": "pause"},
            "claim_step": {"name": "grant"},
            "objection": {"code": things["objection"].code},
            "objection_receipt": {"code": things["objection"].code},
            "objection_step": {"name": "admit"},
            "application_filter": {"pk": things["kept"].pk},
            "application_batch": {"pk": things["batch"].pk},
            "grantrun_line": {"line": things["line"].pk},
            "grantrun_again": {"line": things["line"].pk},
            "paymentbatch_line": {"line": things["payment"].pk},
            "grantrun_export": {"name": "in"},
            "enterprise_import_job": {"pk": things["job"].pk},
            "enterprise_import_errors": {"pk": things["job"].pk},
            "creditrecord_import_job": {"pk": things["list_job"].pk},
            "creditrecord_import_errors": {"pk": things["list_job"].pk},
        }
        return special.get(page, {}) | ({"number": numbers[page]} if page in numbers else {})
