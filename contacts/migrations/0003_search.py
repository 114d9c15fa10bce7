"""The search among people by any part of an address or a name."""

from django.db import migrations

from practice.search_index import trigrams


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_desk_lists")]

    operations = [
        migrations.RunPython(
            *trigrams("contacts_contact", ("email", "first_name"), called="contact")
        ),
    ]
