from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0004_former_uid'),
        ('mail', '0005_claims_where_rows_stand'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('sent_at', None), ('settled_at__isnull', False)), fields=['id'], name='message_unsent'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['purpose', 'id'], name='message_purpose'),
        ),
    ]
