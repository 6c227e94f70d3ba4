from django.urls import include, path

from enterprises.views import calls, case, copying, letters, notices, papers, sections, signing, start, verify

app_name = "enterprises"
MINE = "my/applications/<str:number>/"
urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<str:number>/", notices.notice, name="notice"),
    path("calls/<str:code>/", calls.call, name="call"),
    path("calls/<str:code>/form.pdf", calls.blank_form, name="blank_form"),
    path("calls/<str:code>/apply/", start.apply, name="apply"),
    path("org/add/", start.add, name="add"),
    path("org/", include("enterprises.org_urls")),
    path("my/", start.desk, name="desk"),
    path(MINE, case.case, name="case"),
    path(f"{MINE}tasks/", sections.tasks, name="tasks"),
    path(f"{MINE}s/<slug:slug>/", sections.section, name="section"),
    path(f"{MINE}papers/", papers.papers, name="papers"),
    path(f"{MINE}papers/<slug:code>/", papers.paper, name="paper"),
    path(f"{MINE}papers/<int:pk>/remove/", papers.remove_paper, name="remove_paper"),
    path(f"{MINE}check/", case.check, name="check"),
    path(f"{MINE}signature/", signing.signature, name="signature"),
    path(f"{MINE}sign/<str:token>/", signing.sign, name="sign"),
    path(f"{MINE}copy/", copying.copy, name="copy"),
    path(f"{MINE}copied/", copying.copied, name="copied"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verify_code, name="verify_code"),
    path(f"{MINE}submitted/", case.submitted, name="submitted"),
    path(f"{MINE}receipt.pdf", case.receipt, name="receipt"),
    path(f"{MINE}corrections/<int:pk>/", case.correction, name="correction"),
    path(f"{MINE}corrections/", case.resubmit, name="resubmit"),
    path(f"{MINE}decision/", letters.decision, name="decision"),
    path(f"{MINE}letter.pdf", letters.letter, name="letter"),
    path(f"{MINE}withdraw/", case.withdraw, name="withdraw"),
]
