import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guides', '0009_link_request_due'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='guide',
            options={'ordering': ('slug',), 'verbose_name': 'guide', 'verbose_name_plural': 'guides'},
        ),
        migrations.RemoveField(model_name='guide', name='title'),
        migrations.RemoveField(model_name='guide', name='subtitle'),
        migrations.RemoveField(model_name='guide', name='description'),
        migrations.RemoveField(model_name='guide', name='edition'),
        migrations.AddField(
            model_name='guide',
            name='draft',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='guide',
            name='head',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='guide',
            name='published',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version'),
        ),
        migrations.AddField(
            model_name='guide',
            name='saved_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='saved'),
        ),
        migrations.AddField(
            model_name='guide',
            name='schema_version',
            field=models.PositiveSmallIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='guide',
            name='starter_sha256',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.RemoveField(model_name='guidecopy', name='edition'),
        migrations.RemoveField(model_name='guiderequest', name='edition'),
        migrations.AddField(
            model_name='guidecopy',
            name='guide',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='guides.guide', verbose_name='guide'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='guidecopy',
            name='revision',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='guiderequest',
            name='guide',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guides.guide', verbose_name='guide'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='guiderequest',
            name='revision',
            field=models.ForeignKey(default=0, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version'),
            preserve_default=False,
        ),
        migrations.DeleteModel(name='Section'),
        migrations.DeleteModel(name='GuideEdition'),
    ]
