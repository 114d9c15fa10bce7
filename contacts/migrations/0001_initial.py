
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.db import migrations, models


def add_trigrams(apps, schema_editor):
    """Search by any part of a word, where the server has pg_trgm and lets us use it. Without it (and on SQLite) the search reads every row: right, slower."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') OR ("
            "EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') "
            "AND has_database_privilege(current_database(), 'CREATE'))"
        )
        if not cursor.fetchone()[0]:
            return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in ("email", "first_name"):
        schema_editor.execute(
            f"CREATE INDEX contact_{column}_trigrams ON contacts_contact "
            f"USING gin (upper({column}::text) gin_trgm_ops)"
        )


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("email", "first_name"):
            schema_editor.execute(f"DROP INDEX IF EXISTS contact_{column}_trigrams")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('offers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('reason', models.CharField(choices=[('bounce', 'the address does not exist'), ('complaint', 'marked as spam'), ('stopped', 'asked to be left alone'), ('erased', 'erased'), ('manual', 'entered by hand')], max_length=10, verbose_name='why')),
                ('detail', models.CharField(blank=True, max_length=300, verbose_name='details')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
            ],
            options={
                'verbose_name': 'do not mail',
                'verbose_name_plural': 'do not mail',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('address_hash', models.CharField(db_index=True, editable=False, max_length=64)),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                ('zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('created_at', models.DateTimeField(verbose_name='first seen')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('brought_in_at', models.DateTimeField(blank=True, null=True, verbose_name='brought in by you')),
                ('letters_paused_until', models.DateTimeField(blank=True, null=True, verbose_name='letters now and then paused until')),
                ('notes', models.TextField(blank=True, verbose_name='your notes')),
                ('first_source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='first came from')),
                ('first_came_at', models.DateTimeField(null=True, verbose_name='first came')),
                ('last_source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='last came from')),
                ('last_came_at', models.DateTimeField(null=True, verbose_name='last came')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('-id',),
                'indexes': [models.Index(condition=models.Q(('confirmed_at', None)), fields=['created_at'], name='contact_unconfirmed'), models.Index(condition=models.Q(('confirmed_at__isnull', False)), fields=['confirmed_at'], name='contact_confirmed')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='contact_email_without_case')],
            },
        ),
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_addresses', to='contacts.contact')),
            ],
        ),
        migrations.CreateModel(
            name='FormerUid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(editable=False, unique=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(max_length=100, verbose_name='for what')),
                ('act', models.CharField(choices=[('asked', 'ticked, not yet confirmed'), ('given', 'agreed'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='what')),
                ('wording', models.TextField(verbose_name='exact wording')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='contacts.contact', verbose_name='person')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ('id',),
                'indexes': [models.Index(fields=['contact', 'purpose', '-id'], name='consent_last_word'), models.Index(fields=['purpose', 'act', 'contact', 'id'], name='consent_said')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='what happened')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('data', models.JSONField(default=dict, verbose_name='details')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='contacts.contact', verbose_name='person')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'timeline',
                'ordering': ('-at', '-id'),
                'indexes': [models.Index(fields=['contact', '-at'], name='event_timeline')],
            },
        ),
        migrations.CreateModel(
            name='ContactField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, max_length=60, unique=True)),
                ('label', models.CharField(max_length=120, verbose_name='name')),
                ('sort', models.CharField(choices=[('text', 'a line of text'), ('choice', 'one of several'), ('yes_no', 'yes or no')], default='text', max_length=10, verbose_name='kind')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='answers to choose from')),
            ],
            options={
                'verbose_name': 'field of people',
                'verbose_name_plural': 'fields of people',
                'ordering': ('label', 'id'),
            },
        ),
        migrations.CreateModel(
            name='FieldValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(max_length=300, verbose_name='value')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_values', to='contacts.contact', verbose_name='person')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='contacts.contactfield', verbose_name='field')),
            ],
            options={
                'verbose_name': 'value of a field',
                'verbose_name_plural': 'values of fields',
                'ordering': ('field__label', 'id'),
                'indexes': [models.Index(fields=['field', 'value'], name='field_value_is')],
                'constraints': [models.UniqueConstraint(fields=('contact', 'field'), name='field_value_once')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, max_length=60, unique=True)),
                ('label', models.CharField(max_length=60, verbose_name='tag')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ('label', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ContactTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('hand', 'by you'), ('form', 'a sign-up form'), ('file', 'a file of people'), ('joined', 'joined a course'), ('finished', 'finished a course'), ('booked', 'booked an hour')], max_length=10, verbose_name='put on by')),
                ('why', models.CharField(blank=True, max_length=160, verbose_name='which')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='contacts.contact', verbose_name='person')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='contacts.tag', verbose_name='tag')),
            ],
            options={
                'verbose_name': 'tag of a person',
                'verbose_name_plural': 'tags of people',
                'ordering': ('tag__label', 'id'),
                'constraints': [models.UniqueConstraint(fields=('contact', 'tag'), name='tag_once')],
            },
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(editable=False, max_length=60, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('rule', models.TextField(blank=True, max_length=2000, verbose_name='who')),
            ],
            options={
                'verbose_name': 'segment',
                'verbose_name_plural': 'segments',
                'ordering': ('name', 'id'),
            },
        ),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
