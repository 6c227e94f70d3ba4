"""The pages of facilitation cases, under /talent/cases/. Included by talent/urls.py, in its namespace."""

from django.urls import path

from talent.views import case_form, case_papers, case_parties, cases

ONE = "<str:number>/"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("new/", cases.new, name="case_new"),
    path("invite/", cases.new_invite, name="case_invite"),
    path("join/<str:token>/", case_parties.join, name="case_join"),
    path("help/<str:token>/", case_parties.help_in, name="case_help"),
    path(ONE, cases.case, name="case"),
    path(f"{ONE}form/", case_form.form, name="case_form"),
    path(f"{ONE}visit/", case_form.visit, name="case_visit"),
    path(f"{ONE}employer/", case_form.employer, name="case_employer"),
    path(f"{ONE}sharing/", case_parties.sharing, name="case_sharing"),
    path(f"{ONE}confirm/", case_parties.answer_for_employer, name="case_confirm"),
    path(f"{ONE}papers/", case_papers.papers, name="case_papers"),
    path(f"{ONE}papers/<slug:code>/", case_papers.give, name="case_paper"),
    path(f"{ONE}papers/<int:pk>/remove/", case_papers.remove, name="case_paper_remove"),
    path(f"{ONE}check/", case_form.check, name="case_check"),
    path(f"{ONE}corrections/", case_form.resubmit, name="case_resubmit"),
    path(f"{ONE}corrections/<int:pk>/", case_form.correction, name="case_correction"),
    path(f"{ONE}requests/<int:pk>/", case_papers.asked, name="case_asked"),
    path(f"{ONE}inquiry/", case_papers.inquiry, name="case_inquiry"),
    path(f"{ONE}letter/", case_papers.letter, name="case_letter"),
    path(f"{ONE}letter.pdf", case_papers.letter_file, name="case_letter_file"),
    path(f"{ONE}access/", case_parties.access, name="case_access"),
    path(f"{ONE}access/<int:pk>/end/", case_parties.end_access, name="case_access_end"),
    path(f"{ONE}family/", case_parties.family, name="case_family"),
    path(f"{ONE}family/<int:member>/<slug:code>/", case_parties.member_paper, name="case_member_paper"),
    path(f"{ONE}withdraw/", case_form.withdraw, name="case_withdraw"),
]
