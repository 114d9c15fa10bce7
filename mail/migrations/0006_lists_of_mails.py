from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_former_uid"),
        ("mail", "0005_claims_where_rows_stand"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_not_sent"),
        migrations.AddField(
            model_name="message",
            name="unsent",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        state__in=("failed", "skipped", "withdrawn", "expired"), then="state"
                    ),
                    default=models.Value(""),
                ),
                output_field=models.CharField(max_length=10),
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("unsent", ""), _negated=True),
                fields=["unsent", "id"],
                name="message_unsent",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["purpose", "id"], name="message_purpose"),
        ),
    ]
