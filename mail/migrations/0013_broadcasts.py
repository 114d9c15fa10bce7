import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0012_letters_as_documents'),
    ]

    operations = [
        migrations.DeleteModel(name='Mailing'),
        migrations.CreateModel(
            name='Broadcast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name, for you')),
                ('send_on', models.DateField(verbose_name='goes out on')),
                ('hour', models.PositiveSmallIntegerField(default=9, validators=[django.core.validators.MaxValueValidator(22)], verbose_name="from this hour of the reader's day")),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'going out'), ('queued', 'everybody is in the queue'), ('stopped', 'stopped')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('reached', models.BigIntegerField(default=0, editable=False)),
                ('scheduled_at', models.DateTimeField(editable=False, null=True, verbose_name='scheduled')),
                ('stopped_at', models.DateTimeField(editable=False, null=True, verbose_name='stopped')),
                ('letter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='mail.letter')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'one-off letter',
                'verbose_name_plural': 'one-off letters',
                'ordering': ('-id',),
            },
        ),
    ]
