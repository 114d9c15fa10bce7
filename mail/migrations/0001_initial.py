
import django.core.validators
import django.db.models.deletion
import uuid
from django.db import migrations, models


def settle_storage(apps, schema_editor):
    """PostgreSQL only. Room on each page for a claimed row, so that a claim keeps to the rows themselves (HOT); and what waits is what is not settled: it would multiply the two, expect a few due mails where there are thousands, and sort all of them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE mail_message SET (fillfactor = 70)")
        schema_editor.execute("CREATE STATISTICS message_waits (mcv) ON state, settled_at FROM mail_message")


def unsettle_storage(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP STATISTICS message_waits")
        schema_editor.execute("ALTER TABLE mail_message RESET (fillfactor)")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('offers', '0001_initial'),
        ('practice', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('message', models.BigIntegerField(primary_key=True, serialize=False)),
                ('worker', models.CharField(max_length=120)),
            ],
            options={
                'verbose_name': 'acceptance',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('purpose', models.CharField(choices=[('requested', 'asked for'), ('notice', 'notice'), ('reminder', 'reminder'), ('course', 'course letter'), ('letters', 'one-off letter')], max_length=10, verbose_name='for what')),
                ('body', models.JSONField(verbose_name='frozen wording')),
                ('published_at', models.DateTimeField(verbose_name='published')),
                ('for_some', models.BooleanField(default=False, editable=False, verbose_name='only for some answers')),
            ],
            options={
                'verbose_name': 'published letter',
                'verbose_name_plural': 'published letters',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Breaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paused_at', models.DateTimeField(null=True, verbose_name='paused')),
                ('paused_until', models.DateTimeField(null=True, verbose_name='until')),
                ('pauses', models.PositiveIntegerField(default=0, verbose_name='tries to resume')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='because')),
            ],
            options={
                'verbose_name': 'pause',
                'verbose_name_plural': 'pauses',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_breaker')],
            },
        ),
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
                ('timing', models.CharField(choices=[('morning', 'on that day, from that hour where each reader lives'), ('moment', 'on that day at that hour of yours, to all at once'), ('now', 'as soon as you let it go')], default='morning', max_length=10, verbose_name='goes out')),
                ('send_on', models.DateField(verbose_name='that day')),
                ('hour', models.PositiveSmallIntegerField(default=9, validators=[django.core.validators.MaxValueValidator(22)], verbose_name='that hour')),
                ('in_course', models.CharField(choices=[('between', 'between their lessons, never on the day of one'), ('after', 'after their course is over'), ('not', 'not at all')], default='between', max_length=10, verbose_name='whoever is in a course gets it')),
                ('is_public', models.BooleanField(default=False, help_text="Once it goes out it stands at /letters/ and in its feed, in the version for a reader of whom nothing is known, without a name and without anybody's own links.", verbose_name='everybody may read it on your site')),
                ('slug', models.SlugField(editable=False, max_length=70, null=True, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'going out'), ('queued', 'everybody is in the queue'), ('paused', 'paused'), ('stopped', 'stopped')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('reached', models.BigIntegerField(default=0, editable=False)),
                ('only_again', models.BooleanField(default=False, editable=False)),
                ('scheduled_at', models.DateTimeField(editable=False, null=True, verbose_name='scheduled')),
                ('stopped_at', models.DateTimeField(editable=False, null=True, verbose_name='stopped')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
                ('letter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='mail.letter')),
                ('offer', models.ForeignKey(blank=True, help_text='It goes to those who came by this offer, in its language. Empty: to all, in the language of your practice.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='broadcasts', to='offers.offer', verbose_name='offer')),
            ],
            options={
                'verbose_name': 'one-off letter',
                'verbose_name_plural': 'one-off letters',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(editable=False, max_length=200)),
                ('purpose', models.CharField(choices=[('requested', 'asked for'), ('notice', 'notice'), ('reminder', 'reminder'), ('course', 'course letter'), ('letters', 'one-off letter')], max_length=10, verbose_name='for what')),
                ('consent', models.CharField(blank=True, max_length=100, verbose_name='agreed under')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('names', models.JSONField(default=dict, verbose_name='readable names')),
                ('values', models.JSONField(default=dict, verbose_name='texts and links')),
                ('attachment', models.JSONField(null=True, verbose_name='attachment')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('skipped', 'not sent'), ('withdrawn', 'withdrawn'), ('expired', 'too late')], default='queued', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('not_before', models.DateTimeField(verbose_name='not before')),
                ('not_after', models.DateTimeField(null=True, verbose_name='not after')),
                ('next_try_at', models.DateTimeField(verbose_name='next try')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('claimed_by', models.CharField(blank=True, max_length=120)),
                ('provider_id', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(verbose_name='written')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled')),
                ('is_test', models.BooleanField(default=False, verbose_name='test')),
                ('unsent', models.GeneratedField(db_persist=True, expression=models.Case(models.When(state__in=('failed', 'skipped', 'withdrawn', 'expired'), then='state'), default=models.Value('')), output_field=models.CharField(max_length=10))),
                ('contact', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='contacts.contact', verbose_name='person')),
                ('letter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='mail.letter', verbose_name='letter')),
                ('offer', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.offer', verbose_name='offer')),
                ('practice_revision', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practicerevision', verbose_name='practice')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='DeliveryEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('deferred', 'will be tried again'), ('refused', 'refused'), ('delivered', 'delivered'), ('bounced', 'bounced'), ('soft', 'bounced for now'), ('complained', 'marked as spam'), ('unsubscribed', 'unsubscribed at the provider'), ('other', 'other')], max_length=12, verbose_name='what happened')),
                ('provider', models.CharField(max_length=20, verbose_name='said by')),
                ('event_key', models.CharField(max_length=200, null=True, unique=True)),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('raw', models.JSONField(default=dict, verbose_name='as received')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('weighed_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact', verbose_name='person')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='mail.message', verbose_name='mail')),
            ],
            options={
                'verbose_name': 'delivery report',
                'verbose_name_plural': 'delivery reports',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='WarmUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('sender', 'a new sender'), ('import', 'people from a file')], max_length=10, verbose_name='because of')),
                ('sender', models.CharField(max_length=254, verbose_name='sender')),
                ('first', models.PositiveIntegerField(verbose_name='on the first day')),
                ('since', models.DateTimeField(verbose_name='since')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_warm_up')],
            },
        ),
        migrations.CreateModel(
            name='Meter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('second', models.DateTimeField(null=True)),
                ('in_second', models.PositiveIntegerField(default=0)),
                ('day', models.DateField(null=True)),
                ('in_day', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_meter')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='what they wrote')),
                ('event_key', models.CharField(editable=False, max_length=200, unique=True)),
                ('is_doubtful', models.BooleanField(default=False, verbose_name='may be from somebody else')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='contacts.contact', verbose_name='person')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='mail.message', verbose_name='to the mail')),
            ],
            options={
                'verbose_name': 'reply',
                'verbose_name_plural': 'replies',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='SystemLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('key', models.SlugField(editable=False, max_length=60)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('purpose', models.CharField(choices=[('requested', 'asked for'), ('notice', 'notice'), ('reminder', 'reminder'), ('course', 'course letter'), ('letters', 'one-off letter')], max_length=10, verbose_name='for what')),
                ('letter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='mail.letter', verbose_name='published')),
                ('offer', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='offers.offer', verbose_name='offer')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ('name', 'key', 'id'),
                'constraints': [models.UniqueConstraint(fields=('key', 'offer'), name='letter_key_in_offer'), models.UniqueConstraint(condition=models.Q(('offer', None)), fields=('key',), name='letter_key_for_all')],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['purpose', 'next_try_at', 'id'], name='message_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['provider_id'], name='message_provider'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('unsent', ''), _negated=True), fields=['unsent', 'id'], name='message_unsent'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('is_test', True)), fields=['id'], name='message_test'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['contact', 'purpose', 'id'], name='message_of_person'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['purpose', 'id'], name='message_purpose'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['offer', 'id'], name='message_offer'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('key',), name='message_key', opclasses=('varchar_pattern_ops',)),
        ),
        migrations.AddIndex(
            model_name='deliveryevent',
            index=models.Index(condition=models.Q(('kind', 'refused'), ('weighed_at', None)), fields=['id'], name='event_unweighed'),
        ),
        migrations.AddIndex(
            model_name='deliveryevent',
            index=models.Index(condition=models.Q(('kind', 'delivered'), _negated=True), fields=['kind', 'id'], name='event_by_kind'),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['contact', 'at'], name='reply_waiting'),
        ),
        migrations.AddIndex(
            model_name='reply',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['at'], name='reply_oldest_waiting'),
        ),
        migrations.RunPython(settle_storage, unsettle_storage),
    ]
