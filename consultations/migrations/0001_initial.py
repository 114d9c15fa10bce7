
import consultations.models.bookings
import consultations.models.meetings
import django.core.validators
import django.db.models.deletion
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
            f"CREATE INDEX booking_{column}_trigrams ON consultations_booking "
            f"USING gin (upper({column}::text) gin_trgm_ops)"
        )


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in ("email", "first_name"):
            schema_editor.execute(f"DROP INDEX IF EXISTS booking_{column}_trigrams")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessments', '0001_initial'),
        ('contacts', '0001_initial'),
        ('offers', '0001_initial'),
        ('practice', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='day')),
                ('start', models.TimeField(verbose_name='from')),
                ('end', models.TimeField(help_text="00:00 is midnight, the day's end.", verbose_name='until')),
            ],
            options={
                'verbose_name': 'weekly hours',
                'verbose_name_plural': 'weekly hours',
                'ordering': ('weekday', 'start'),
            },
        ),
        migrations.CreateModel(
            name='DateHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='date')),
                ('start', models.TimeField(blank=True, null=True, verbose_name='from')),
                ('end', models.TimeField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'hours on one date',
                'verbose_name_plural': 'hours on one date',
                'ordering': ('day', 'start'),
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('address', models.CharField(help_text="Your calendar's settings show it. It begins with https:// or webcal://. We read when you are busy, and keep nothing else.", max_length=1000, verbose_name='secret address in iCal format')),
                ('active', models.BooleanField(default=True, verbose_name='keeps these times busy')),
                ('busy', models.JSONField(default=list, editable=False)),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='what went wrong last time')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='last looked at')),
                ('good_at', models.DateTimeField(editable=False, null=True, verbose_name='last read well')),
                ('next_check_at', models.DateTimeField(db_index=True, editable=False)),
            ],
            options={
                'verbose_name': 'calendar that keeps you busy',
                'verbose_name_plural': 'calendars that keep you busy',
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('takes_new', models.BooleanField(default=True, editable=False)),
            ],
            options={
                'verbose_name': 'your bookings as a calendar',
                'verbose_name_plural': 'your bookings as a calendar',
            },
        ),
        migrations.CreateModel(
            name='TimeOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('start', models.TimeField(blank=True, null=True, verbose_name='from, on the first day')),
                ('end', models.TimeField(blank=True, null=True, verbose_name='until, on the last day')),
                ('reason', models.CharField(blank=True, max_length=120, verbose_name='what for (only you see this)')),
            ],
            options={
                'verbose_name': 'time off',
                'verbose_name_plural': 'time off',
                'ordering': ('-first_day',),
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True, verbose_name='short name in links')),
                ('offer', models.ForeignKey(blank=True, help_text='Empty: readers of all your offers may book it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='offers.offer', verbose_name='offer')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('for_whom', models.TextField(blank=True, verbose_name='for whom')),
                ('description', models.TextField(blank=True, help_text='Markdown. It stands where people book, and under their result.', verbose_name='what happens')),
                ('minutes', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(480), django.core.validators.StepValueValidator(5, 'Use steps of five minutes.')], verbose_name='minutes')),
                ('place', models.CharField(default='By video', max_length=200, verbose_name='where')),
                ('video_link', models.URLField(blank=True, help_text='Shown only to those who booked. Write {code} in it for a room of its own each time, as in https://meet.jit.si/talk-{code}: every booking gets a code nobody can guess.', validators=[consultations.models.meetings.validate_room], verbose_name='video link')),
                ('phone', models.CharField(blank=True, help_text='Shown only to those who booked. Empty where you do not meet by telephone.', max_length=40, verbose_name='number they call')),
                ('payment_link', models.URLField(blank=True, help_text='A page of yours where they pay, at your bank or a payment service. Empty: nothing is said of paying, and nothing is asked of you.', validators=[consultations.models.meetings.validate_secure], verbose_name='payment link')),
                ('pay_when', models.CharField(choices=[('before', 'from the booking on'), ('after', 'once it took place')], default='before', max_length=6, verbose_name='they are shown it')),
                ('fee', models.CharField(default='Free', max_length=120, verbose_name='fee, or that it is free')),
                ('is_not', models.TextField(blank=True, help_text='Such as: it is not emergency help.', verbose_name='what it is not')),
                ('every_minutes', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(480), django.core.validators.StepValueValidator(5, 'Use steps of five minutes.')], verbose_name='offer a start every … minutes')),
                ('buffer_before', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(240), django.core.validators.StepValueValidator(5, 'Use steps of five minutes.')], verbose_name='minutes kept free before')),
                ('buffer_after', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(240), django.core.validators.StepValueValidator(5, 'Use steps of five minutes.')], verbose_name='minutes kept free after')),
                ('notice_hours', models.PositiveSmallIntegerField(default=24, verbose_name='book at least … hours ahead')),
                ('change_notice_hours', models.PositiveSmallIntegerField(default=12, verbose_name='move or cancel at least … hours ahead')),
                ('horizon_days', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='book at most … days ahead')),
                ('per_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='at most a day')),
                ('per_week', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='at most a week')),
                ('remind_hours', models.CharField(blank=True, default='24, 1', help_text='Whole hours, parted by commas. Empty: no reminders.', max_length=40, verbose_name='remind … hours before')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('active', models.BooleanField(default=True, verbose_name='can be booked')),
                ('intake', models.ForeignKey(blank=True, help_text='An assessment of your own with questions and no scales. It need not be published: its questions are asked as they stand. Everything may be left open.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.assessment', verbose_name='questions asked when booking')),
                ('own_words', models.ForeignKey(blank=True, help_text='A passage in which you speak for yourself. Its text for everyone else stands where people book, below who you are by your practice. While it is empty, nothing does.', limit_choices_to=models.Q(('draft__has_key', 'question'), models.Q(('draft__question', ''), _negated=True)), null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.passage', verbose_name='your own lines: who you are, and why you')),
                ('tag', models.CharField(blank=True, help_text='A word of your own by which you find them again. They never read it.', max_length=60, verbose_name='tag for whoever books it')),
            ],
            options={
                'verbose_name': 'kind of meeting',
                'verbose_name_plural': 'kinds of meeting',
                'ordering': ('position', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('request_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='their note')),
                ('zone', models.CharField(max_length=64, verbose_name='their time zone')),
                ('intake', models.JSONField(default=list, editable=False)),
                ('room_code', models.CharField(default=consultations.models.bookings.new_code, editable=False, max_length=20)),
                ('paid_at', models.DateTimeField(editable=False, null=True, verbose_name='paid')),
                ('invited', models.BooleanField(default=False, editable=False)),
                ('came_from', models.CharField(choices=[('site', 'the booking page'), ('letter', 'a link in a letter'), ('result', 'their result page'), ('offer', 'a time you offered'), ('author', 'entered by you')], default='site', max_length=10, verbose_name='came from')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='brought here by')),
                ('first_source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='first brought by')),
                ('proven_at', models.DateTimeField(editable=False, null=True)),
                ('lapses_at', models.DateTimeField(editable=False, null=True, verbose_name='held until')),
                ('place', models.PositiveIntegerField(editable=False, null=True)),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('state', models.CharField(choices=[('booked', 'booked'), ('cancelled', 'canceled'), ('done', 'took place'), ('no_show', 'did not come')], default='booked', max_length=10, verbose_name='state')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('remind_at', models.DateTimeField(editable=False, null=True)),
                ('booked_at', models.DateTimeField(verbose_name='booked')),
                ('changed_at', models.DateTimeField(verbose_name='last changed')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='canceled or closed')),
                ('attempt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.attempt', verbose_name='shared result')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookings', to='contacts.contact', verbose_name='person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='consultations.meeting', verbose_name='kind of meeting')),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
                'ordering': ('-starts_at',),
            },
        ),
        migrations.CreateModel(
            name='TimeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('request_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                ('zone', models.CharField(max_length=64, verbose_name='their time zone')),
                ('text', models.TextField(max_length=1000, verbose_name='when it would suit them')),
                ('state', models.CharField(choices=[('open', 'waits for you'), ('offered', 'you offered a time'), ('booked', 'booked'), ('closed', 'closed')], default='open', max_length=10, verbose_name='state')),
                ('offered', models.DateTimeField(blank=True, null=True, verbose_name='offered time')),
                ('offers', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='offers.source', verbose_name='brought here by')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('proven', models.BooleanField(default=False, editable=False)),
                ('place', models.PositiveIntegerField(editable=False, null=True)),
                ('booking', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consultations.booking', verbose_name='booking')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_requests', to='contacts.contact', verbose_name='person')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_requests', to='consultations.meeting', verbose_name='kind of meeting')),
            ],
            options={
                'verbose_name': 'wish for a time',
                'verbose_name_plural': 'wishes for a time',
                'ordering': ('-made_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='BookedCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practice.practice')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='booked_cells', to='consultations.booking')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('host', 'starts_at'), name='five_minutes_once')],
            },
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('remind_at__isnull', False), ('state', 'booked')), fields=['remind_at'], name='booking_reminder_due'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['contact', 'state', 'starts_at'], name='booking_of_person'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['meeting', 'starts_at'], name='booking_of_kind'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('state', 'booked')), fields=['starts_at'], name='booking_standing'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['booked_at'], name='booking_booked'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('lapses_at__isnull', False), ('state', 'booked')), fields=['lapses_at'], name='booking_lapsing'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['-starts_at'], name='booking_newest'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='booking_has_length'),
        ),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
