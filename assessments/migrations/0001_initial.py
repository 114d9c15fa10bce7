
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('offers', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('slug', models.SlugField(unique=True, verbose_name='name in the address')),
                ('offer', models.OneToOneField(blank=True, help_text='An offer has one assessment. One that only asks, for a meeting, needs none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assessment', to='offers.offer', verbose_name='offer')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'assessment',
                'verbose_name_plural': 'assessments',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('key', models.CharField(help_text='Texts call the passage by it: {{ passage.opening }} for “opening”. It stays as it is. On the result page only those that begin with “result_” appear.', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z][a-z0-9_-]*$', 'Small letters, digits, - and _, beginning with a letter.')], verbose_name='short name')),
                ('offer', models.ForeignKey(blank=True, help_text='Empty: for the texts of all your offers.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='offers.offer', verbose_name='offer')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'passage',
                'verbose_name_plural': 'passages',
                'ordering': ('key', 'id'),
                'constraints': [models.UniqueConstraint(fields=('key', 'offer'), name='passage_key_in_offer'), models.UniqueConstraint(condition=models.Q(('offer', None)), fields=('key',), name='passage_key_for_all')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=22, unique=True)),
                ('answers', models.JSONField(default=dict, verbose_name='answers')),
                ('page', models.PositiveSmallIntegerField(default=0, verbose_name='furthest page')),
                ('result', models.JSONField(blank=True, null=True, verbose_name='result')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='came from')),
                ('first_source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='first came from')),
                ('for_another', models.BooleanField(default=False, verbose_name='about somebody else than before')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('saved_at', models.DateTimeField(verbose_name='last saved')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('unlocked_at', models.DateTimeField(blank=True, null=True, verbose_name='result unlocked')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='attempts', to='assessments.assessment', verbose_name='assessment')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='retakes', to='assessments.attempt', verbose_name='earlier answers')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'answers',
                'verbose_name_plural': 'answers',
                'ordering': ('-id',),
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['saved_at'], name='attempt_unfinished'), models.Index(fields=['started_at'], name='attempt_started'), models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['finished_at'], name='attempt_finished')],
            },
        ),
    ]
