
import django.contrib.admin.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('admin.logentry',),
            managers=[
                ('objects', django.contrib.admin.models.LogEntryManager()),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60)),
                ('row', models.CharField(blank=True, max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('tab', models.CharField(blank=True, max_length=40)),
                ('typed_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'unsaved words',
                'verbose_name_plural': 'unsaved words',
                'indexes': [models.Index(fields=['typed_at'], name='draft_typed_at')],
                'constraints': [models.UniqueConstraint(fields=('user', 'label', 'row', 'name'), name='draft_once')],
            },
        ),
        migrations.CreateModel(
            name='UnsentForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=300)),
                ('page', models.CharField(max_length=300)),
                ('body', models.TextField()),
                ('was_sent', models.BooleanField()),
                ('typed_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'form that was not sent',
                'verbose_name_plural': 'forms that were not sent',
                'indexes': [models.Index(fields=['typed_at'], name='unsent_form_typed_at')],
                'constraints': [models.UniqueConstraint(fields=('user', 'action'), name='unsent_form_once')],
            },
        ),
    ]
