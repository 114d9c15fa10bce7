
import django.contrib.admin.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('offers', '0001_initial'),
        ('publishing', '0001_initial'),
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
            name='OfferStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=20)),
                ('to_do', models.PositiveSmallIntegerField()),
                ('saved_at', models.DateTimeField()),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='standing', to='offers.offer')),
            ],
            options={
                'verbose_name': 'standing of an offer',
                'verbose_name_plural': 'standings of offers',
            },
        ),
        migrations.CreateModel(
            name='PrivateTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=22, unique=True)),
                ('made_at', models.DateTimeField()),
                ('offer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='private_try', to='offers.offer')),
            ],
            options={
                'verbose_name': 'private link to an offer',
                'verbose_name_plural': 'private links to offers',
            },
        ),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'look',
                'verbose_name_plural': 'look',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_brand')],
            },
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
