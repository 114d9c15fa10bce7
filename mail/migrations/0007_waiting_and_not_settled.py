"""Tell PostgreSQL that what waits is what is not settled.

It would multiply the two, expect a few due mails where there are thousands, and sort all of them.
"""

from django.db import migrations


def tell(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE STATISTICS message_waits (mcv) ON state, settled_at FROM mail_message"
        )


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS message_waits")


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0006_lists_of_mails"),
    ]

    operations = [
        migrations.RunPython(tell, forget),
    ]
