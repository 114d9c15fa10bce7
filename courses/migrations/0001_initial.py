
import django.core.validators
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('mail', '0001_initial'),
        ('offers', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('state', models.CharField(choices=[('open', 'open'), ('closed', 'closed: takes no new people, goes on for those in it'), ('paused', 'paused: you are away, nobody gets a lesson')], default='open', max_length=10, verbose_name='state')),
                ('send_days', models.JSONField(verbose_name='send on')),
                ('send_hour', models.PositiveSmallIntegerField(default=9, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='send at')),
                ('window_hours', models.PositiveSmallIntegerField(default=4, help_text='A lesson that could not go in this time waits for the next send day.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)], verbose_name='for how many hours')),
                ('zone', models.CharField(blank=True, max_length=64, verbose_name="time zone, where a reader's is not known")),
                ('holidays', models.TextField(blank=True, help_text='One date a line, such as 2026-12-25.', verbose_name='days off')),
                ('paces', models.TextField(blank=True, help_text='One a line: the days between two letters at least, then how you say it, such as “7 Once a week”. 0 means each lesson’s own days. The first is what readers get who choose nothing. Fewer than two lines: readers are not asked.', verbose_name='how often, by the reader’s choice')),
                ('restart', models.BooleanField(default=False, help_text='Somebody who stopped and comes back begins with lesson 1 again.', verbose_name='start over')),
                ('offer', models.ForeignKey(help_text='Lessons may ask what its assessment asks, and speak its language.', on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='offers.offer', verbose_name='offer')),
                ('then', models.ForeignKey(blank=True, help_text='Offered in the last letter; it begins for whoever says yes there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.course', verbose_name='goes on with')),
                ('tag_joined', models.CharField(blank=True, help_text='A word of your own by which you find them again. They never read it.', max_length=60, verbose_name='tag for whoever joins')),
                ('tag_finished', models.CharField(blank=True, help_text='A word of your own by which you find them again. They never read it.', max_length=60, verbose_name='tag for whoever had every lesson')),
                ('consent_wording', models.TextField(verbose_name='words beside the box')),
                ('consent_confirm', models.TextField(blank=True, verbose_name='words on the page that confirms')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'ordering': ('title',),
            },
        ),
        migrations.CreateModel(
            name='AddressChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('reserve', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'change of address',
                'verbose_name_plural': 'changes of address',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
            ],
            options={
                'verbose_name': 'request for one’s own data',
                'verbose_name_plural': 'requests for one’s own data',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Enrollment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('facts', models.JSONField(default=dict, verbose_name='what the letters go by')),
                ('names', models.JSONField(default=dict, verbose_name='in words')),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                ('zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('pace', models.PositiveSmallIntegerField(default=0, verbose_name='days between letters')),
                ('state', models.CharField(choices=[('waiting', 'asked, not yet confirmed'), ('active', 'in the course'), ('finished', 'had every lesson'), ('left', 'stopped')], default='waiting', max_length=10, verbose_name='state')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='not before')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='lesson before was settled')),
                ('at_once', models.BooleanField(default=False, editable=False)),
                ('letter_day', models.DateField(blank=True, editable=False, null=True)),
                ('paused_until', models.DateTimeField(blank=True, null=True, verbose_name='paused until')),
                ('booked', models.BooleanField(default=False, verbose_name='has booked')),
                ('remind_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(verbose_name='first asked')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='stopped')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.consent', verbose_name='asked')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrollments', to='contacts.contact', verbose_name='person')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='courses.course', verbose_name='course')),
                ('message', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mail.message', verbose_name='letter on its way')),
            ],
            options={
                'verbose_name': 'place in a course',
                'verbose_name_plural': 'people in courses',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='LastWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tried', models.CharField(choices=[('yes', 'Yes'), ('a_little', 'A little'), ('not_yet', 'Not yet')], max_length=10, verbose_name='tried something')),
                ('wrong', models.TextField(blank=True, verbose_name='what we got wrong')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('enrollment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='last_word', to='courses.enrollment')),
            ],
            options={
                'verbose_name': 'last word',
                'verbose_name_plural': 'last words',
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.SlugField(max_length=80, verbose_name='short name')),
                ('position', models.PositiveSmallIntegerField(verbose_name='order')),
                ('delay_days', models.PositiveSmallIntegerField(default=2, help_text='For the first lesson: days after the reader confirmed.', validators=[django.core.validators.MaxValueValidator(365)], verbose_name='days after the lesson before')),
                ('send_days', models.JSONField(blank=True, verbose_name='send on')),
                ('send_hour', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='send at')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('off', 'switched off')], default='draft', max_length=10, verbose_name='state')),
                ('newcomers_since', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='only for people who confirmed since')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='courses.course', verbose_name='course')),
                ('letter', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mail.letter')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
                'ordering': ('course', 'position', 'id'),
            },
        ),
        migrations.AddField(
            model_name='enrollment',
            name='next_lesson',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.lesson', verbose_name='next lesson'),
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                ('outcome', models.CharField(choices=[('on_its_way', 'on its way'), ('sent', 'sent'), ('failed', 'could not be sent'), ('skipped', 'skipped')], default='on_its_way', max_length=10, verbose_name='what happened')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='why')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contacts.contact')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='courses.enrollment')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='courses.lesson')),
            ],
            options={
                'verbose_name': 'lesson of a person',
                'verbose_name_plural': 'lessons of people',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.AddConstraint(
            model_name='lesson',
            constraint=models.UniqueConstraint(fields=('course', 'key'), name='lesson_key_in_course'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(condition=models.Q(('message', None), ('state', 'active')), fields=['state', 'due_at'], name='enrollment_due'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(condition=models.Q(('message__isnull', False)), fields=['message'], name='enrollment_on_its_way'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(condition=models.Q(('remind_at__isnull', False), ('state', 'waiting')), fields=['remind_at'], name='enrollment_to_remind'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(condition=models.Q(('state', 'left')), fields=['left_at'], name='enrollment_left'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['finished_at'], name='enrollment_finished'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(fields=['state', '-id'], name='enrollment_by_state'),
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(fields=['state', '-contact'], name='enrollment_person_by_state'),
        ),
        migrations.AddConstraint(
            model_name='enrollment',
            constraint=models.UniqueConstraint(fields=('contact', 'course'), name='one_place_in_a_course'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.UniqueConstraint(fields=('enrollment', 'lesson'), name='lesson_once_a_person'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.UniqueConstraint(fields=('contact', 'day'), name='one_lesson_a_day'),
        ),
    ]
