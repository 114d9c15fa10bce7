from django.urls import path

from mail import views

app_name = "mail"
urlpatterns = [
    path("letter/<str:token>/", views.letter, name="letter"),
    path("letter/<str:token>/body/", views.letter_body, name="letter_body"),
    path("go/<str:token>/", views.follow, name="follow"),
    path("webhooks/mail/<slug:provider>/", views.webhook, name="webhook"),
    path("webhooks/mail/<slug:provider>/replies/", views.inbound, name="inbound"),
    path("mailbox/", views.mailbox_list, name="mailbox"),
    path("mailbox/<str:name>/", views.mailbox_mail, name="mailbox_mail"),
    path("mailbox/<str:name>/body/", views.mailbox_body, name="mailbox_body"),
]
