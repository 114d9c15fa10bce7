import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guides", "0008_requests")]

    operations = [
        migrations.AddField(
            model_name="linkrequest",
            name="due_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
            preserve_default=False,
        ),
    ]
