"""The enterprise's own pages, under /org/. Included by urls.py, in its namespace."""

from django.urls import path

from enterprises.views import tokens
from enterprises.views.org import account, claims, documents, file, offers, people

ONE = "<int:pk>/"
urlpatterns = [
    path("", file.org, name="org"),
    path("join/<str:token>/", people.join, name="join"),
    path("claim/", claims.claim, name="claim"),
    path("claims/<str:number>/", claims.claim_case, name="claim_case"),
    path(ONE, file.org_file, name="org_file"),
    path(f"{ONE}history/", file.org_history, name="org_history"),
    path(f"{ONE}correct/", file.org_correct, name="org_correct"),
    path(f"{ONE}own/", file.org_own, name="org_own"),
    path(f"{ONE}figures/", file.org_figures, name="org_figures"),
    path(f"{ONE}figures/<int:year>/", file.org_year, name="org_year"),
    path(f"{ONE}account/", account.org_account, name="org_account"),
    path(f"{ONE}account/new/", account.org_account_new, name="org_account_new"),
    path(f"{ONE}account/confirm/", account.org_account_confirm, name="org_account_confirm"),
    path(f"{ONE}account/confirm/<str:token>/", account.org_account_link, name="org_account_link"),
    path(f"{ONE}account/refuse/", account.org_account_refuse, name="org_account_refuse"),
    path(f"{ONE}account/send/", account.org_account_send, name="org_account_send"),
    path(f"{ONE}people/", people.org_people, name="org_people"),
    path(f"{ONE}people/invite/", people.org_invite, name="org_invite"),
    path(f"{ONE}people/<int:number>/", people.org_member, name="org_member"),
    path(f"{ONE}people/<int:number>/end/", people.org_end, name="org_end"),
    path(f"{ONE}invitations/<int:number>/again/", people.org_invitation, {"act": "again"}, name="org_invite_again"),
    path(f"{ONE}invitations/<int:number>/withdraw/", people.org_invitation, {"act": "withdraw"}, name="org_uninvite"),
    path(f"{ONE}documents/", documents.org_documents, name="org_documents"),
    path(f"{ONE}documents/add/", documents.org_document_add, name="org_document_add"),
    path(f"{ONE}documents/<int:number>/replace/", documents.org_document_replace, name="org_document_replace"),
    path(f"{ONE}documents/<int:number>/remove/", documents.org_document_remove, name="org_document_remove"),
    path(f"{ONE}offers/", offers.org_offers, name="org_offers"),
    path(f"{ONE}offers/<int:number>/", offers.org_offer, name="org_offer"),
    path(f"{ONE}offers/<int:number>/accept/", offers.org_offer_accept, name="org_offer_accept"),
    path(f"{ONE}offers/<int:number>/decline/", offers.org_offer_decline, name="org_offer_decline"),
    path(f"{ONE}offers/<int:number>/contest/", offers.org_offer_contest, name="org_offer_contest"),
    path(f"{ONE}tokens/", tokens.org_tokens, name="org_tokens"),
    path(f"{ONE}tokens/<int:number>/revoke/", tokens.org_token_revoke, name="org_token_revoke"),
]
