import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Nothing is released: the starter content fills the new table.

    dependencies = [
        ('mail', '0011_doubtful_replies'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(name='SystemLetter'),
        migrations.CreateModel(
            name='SystemLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('key', models.SlugField(editable=False, max_length=60, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('purpose', models.CharField(choices=[('requested', 'asked for'), ('notice', 'notice'), ('reminder', 'reminder'), ('course', 'course letter'), ('letters', 'one-off letter')], max_length=10, verbose_name='for what')),
                ('letter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='mail.letter', verbose_name='published')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ('name', 'key'),
            },
        ),
    ]
