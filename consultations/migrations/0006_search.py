"""The search among bookings by any part of an address or a name."""

from django.db import migrations

from practice.search_index import trigrams


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_wish_place"), ("contacts", "0003_search")]

    operations = [
        migrations.RunPython(
            *trigrams("consultations_booking", ("email", "first_name"), called="booking")
        ),
    ]
