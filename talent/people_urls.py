"""A person's own details and rights; part of talent/urls.py."""

from django.urls import path

from talent.views import me, rights

urlpatterns = [
    path("notice/", rights.notice, name="notice"),
    path("notice/<slug:version>/", rights.notice, name="notice_version"),
    path("me/", me.me, name="me"),
    path("me/details/", me.details, name="me_details"),
    path("me/show/<slug:field>/", me.show, name="me_show"),
    path("me/family/", me.family, name="me_family"),
    path("me/family/<int:member>/", me.family, name="me_member"),
    path("me/family/<int:member>/show/<slug:field>/", me.show, name="me_member_show"),
    path("me/family/<int:member>/remove/", me.remove_member, name="me_member_remove"),
    path("me/papers/<int:paper>/remove/", me.take_paper_away, name="me_paper_remove"),
    path("me/papers/<slug:kind>/", me.add_paper, name="me_paper"),
    path("rights/", rights.rights, name="rights"),
    path("rights/copy/", rights.copy, name="rights_copy"),
    path("rights/delete/", rights.delete, name="rights_delete"),
    path("rights/close-account/", rights.close, name="rights_close"),
    path("rights/consents/<slug:kind>/", rights.consent, name="rights_consent"),
]
