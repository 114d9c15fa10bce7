"""The author's pages that belong to no list, under /admin/."""

from collections.abc import Callable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from desk.views import (
    account,
    checks,
    count_people,
    duties,
    editor,
    hold,
    import_contacts,
    login,
    merge,
    offer_path,
    person,
    publish,
    put_on_site,
    retention,
    set_up,
    sources,
    two_factor,
    unsent_forms,
)

app_name = "desk"


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page for those who are logged in to the admin."""
    return path(route, admin.site.admin_view(view), name=name)


urlpatterns = [
    path("login/", login.login, name="login"),
    page("password_change/", account.password_change, "password_change"),
    page("account/", account.Account.as_view(), "account"),
    page("offers/offer/begin/", offer_path.Begin.as_view(), "offer_begin"),
    page("offers/offer/<int:pk>/path/<slug:step>/", offer_path.step, "offer_path"),
    page("offers/offer/<int:pk>/link/", offer_path.NewLink.as_view(), "offer_link"),
    page("count-people/", count_people.page, "count_people"),
    page("well/", checks.page, "checkup"),
    page("set-up/", set_up.SetUp.as_view(), "set_up"),
    page("well/again/", checks.again, "checkup_again"),
    page("hold/", hold.HoldPage.as_view(), "hold"),
    page("sources/", sources.page, "sources"),
    page("sources.csv", sources.as_file, "sources_file"),
    page("duties/", duties.Duties.as_view(), "duties"),
    page("leaving/", retention.page, "leaving"),
    page("writing/publish/", publish.PublishChanged.as_view(), "publish"),
    page("put-on-site/", put_on_site.PutOnSite.as_view(), "put_on_site"),
    page("put-on-site/preview/", put_on_site.preview, "put_on_site_preview"),
    page("people-in/", import_contacts.PeopleIn.as_view(), "people_in"),
    page("person/<int:pk>/do/<slug:verb>/", person.act, "act"),
    page("person/<int:pk>/merge/", merge.Merge.as_view(), "merge"),
    page("person/<int:pk>/erase/", person.Erase.as_view(), "erase"),
    page("person/<int:pk>/everything.json", person.everything, "everything"),
    page("writing/keep/", editor.KeepDraft.as_view(), "keep"),
    page("unsent/keep/", unsent_forms.KeepForm.as_view(), "keep_form"),
    page("unsent/<int:pk>/", unsent_forms.UnsentFormPage.as_view(), "unsent_form"),
    page("writing/throw-away/", editor.ThrowAway.as_view(), "throw_away"),
    page("second-step/", two_factor.Ask.as_view(), "second_step"),
    page("second-step/settings/", two_factor.Settings.as_view(), "second_step_settings"),
]
