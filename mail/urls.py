from django.urls import path

from mail.views import pages, webhooks

app_name = "mail"
urlpatterns = [
    path("letter/<str:token>/", pages.letter, name="letter"),
    path("letter/<str:token>/body/", pages.letter_body, name="letter_body"),
    path("go/<str:token>/", pages.follow, name="follow"),
    path("webhooks/mail/<slug:provider>/", webhooks.report, name="webhook"),
    path("webhooks/mail/<slug:provider>/replies/", webhooks.reply, name="inbound"),
    path("mailbox/", pages.mailbox_list, name="mailbox"),
    path("mailbox/<str:name>/", pages.mailbox_mail, name="mailbox_mail"),
    path("mailbox/<str:name>/body/", pages.mailbox_body, name="mailbox_body"),
]
