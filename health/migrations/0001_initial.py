
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
            name='CheckRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True, verbose_name='check')),
                ('state', models.CharField(max_length=10, verbose_name='state')),
                ('words', models.TextField(blank=True, verbose_name='what it found')),
                ('mend', models.TextField(blank=True, verbose_name='what to do')),
                ('since', models.DateTimeField(verbose_name='since')),
                ('looked_at', models.DateTimeField(verbose_name='looked')),
                ('notified_at', models.DateTimeField(null=True, verbose_name='told')),
            ],
            options={
                'verbose_name': 'check',
                'verbose_name_plural': 'checks',
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worker', models.CharField(max_length=120, unique=True, verbose_name='process')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('count', models.PositiveBigIntegerField(default=0)),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('beat_at', models.DateTimeField(verbose_name='last heard')),
                ('seen_count', models.PositiveBigIntegerField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'running process',
                'verbose_name_plural': 'running processes',
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('free_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('started_at', models.DateTimeField(verbose_name='started')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='handled')),
                ('error', models.CharField(blank=True, max_length=200, verbose_name='error')),
            ],
            options={
                'verbose_name': 'regular check',
                'verbose_name_plural': 'regular checks',
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('day', models.DateField(verbose_name='day')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='count')),
            ],
            options={
                'verbose_name': 'daily count',
                'verbose_name_plural': 'daily counts',
                'constraints': [models.UniqueConstraint(fields=('name', 'day'), name='counter_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('hand', 'held by hand'), ('silence', 'nothing had run for over a day'), ('restore', 'a backup was restored')], max_length=10, verbose_name='because')),
                ('since', models.DateTimeField(verbose_name='known until')),
                ('held_at', models.DateTimeField(verbose_name='held')),
                ('is_blind', models.BooleanField(default=False)),
                ('released_at', models.DateTimeField(null=True, verbose_name='released')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hold',
                'verbose_name_plural': 'holds',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_hold')],
            },
        ),
    ]
