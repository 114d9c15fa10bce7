
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('document', models.BigIntegerField()),
                ('name', models.CharField(max_length=120)),
            ],
            options={
                'verbose_name': 'use of a text in another',
                'verbose_name_plural': 'uses of texts in others',
                'indexes': [models.Index(fields=['name'], name='reference_name')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'document', 'name'), name='reference_once')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=60)),
                ('document', models.BigIntegerField(editable=False)),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('saved', 'saved'), ('typed', 'typed on another page, never saved'), ('published', 'published')], max_length=9, verbose_name='state')),
                ('body', models.JSONField(verbose_name='text')),
                ('closure', models.JSONField(default=dict, verbose_name='frozen beside it')),
                ('schema_version', models.PositiveSmallIntegerField(editable=False)),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='when')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ('-number',),
                'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['sha256'], name='revision_published_sha256')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'document', 'number'), name='revision_number_once')],
            },
        ),
    ]
