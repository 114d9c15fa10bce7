
import django.db.models.deletion
import guides.models.guides
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessments', '0001_initial'),
        ('contacts', '0001_initial'),
        ('courses', '0001_initial'),
        ('offers', '0001_initial'),
        ('practice', '0001_initial'),
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.CharField(choices=[('guide', 'the guide'), ('letters', 'their letters')], default='guide', max_length=10)),
                ('email', models.CharField(max_length=254, verbose_name='email')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('due_at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'request for a link',
                'verbose_name_plural': 'requests for a link',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft', models.JSONField(default=dict, editable=False)),
                ('schema_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('head', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(editable=False, null=True, verbose_name='saved')),
                ('starter_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                ('attach', models.BooleanField(default=False, help_text='The letter always carries the link. A file above 1 MB is not attached. Whoever can read the mail can then read the guide, also when the link has expired.', verbose_name='attach the PDF to the letter')),
                ('own_sharing_wording', models.CharField(blank=True, help_text='What people agree to, and why you ask. {{ practice.author_name }} puts in your name. Empty: “… may read my answers, to prepare if we talk.”', max_length=300, validators=[guides.models.guides.validate_words], verbose_name='words beside the box that lets you read the answers')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guides', to='offers.offer', verbose_name='offer')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.course', verbose_name='letters offered with it')),
                ('published', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'guide',
                'verbose_name_plural': 'guides',
                'ordering': ('slug',),
            },
        ),
        migrations.CreateModel(
            name='GuideCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name on the cover')),
                ('zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('paper', models.CharField(choices=[('a4', 'A4'), ('letter', 'US Letter')], default='a4', max_length=6, verbose_name='paper')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='said to be theirs')),
                ('shared_at', models.DateTimeField(blank=True, null=True, verbose_name='answers shared')),
                ('state', models.CharField(choices=[('wanted', 'waiting to be made'), ('building', 'being made'), ('ready', 'ready'), ('failed', 'could not be made')], default='wanted', max_length=10, verbose_name='state')),
                ('file', models.FileField(blank=True, max_length=200, upload_to='guides/', verbose_name='file')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('next_try_at', models.DateTimeField(verbose_name='next try')),
                ('turn', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('claimed_by', models.CharField(blank=True, editable=False, max_length=120)),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                ('requested_at', models.DateTimeField(verbose_name='asked for')),
                ('ready_at', models.DateTimeField(blank=True, null=True, verbose_name='made')),
                ('mail_at', models.DateTimeField(blank=True, null=True, verbose_name='letter wanted')),
                ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='last letter')),
                ('letters', models.PositiveSmallIntegerField(default=0, verbose_name='letters with the link')),
                ('link_number', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('expires_at', models.DateTimeField(verbose_name='link good until')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guides', to='assessments.attempt', verbose_name='answers')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guides', to='contacts.contact', verbose_name='person')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='guides.guide', verbose_name='guide')),
                ('practice_revision', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practicerevision')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': "reader's guide",
                'verbose_name_plural': "readers' guides",
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='GuideRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.CharField(blank=True, max_length=254, verbose_name='email')),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='first name')),
                ('zone', models.CharField(blank=True, max_length=64, verbose_name='time zone')),
                ('paper', models.CharField(choices=[('a4', 'A4'), ('letter', 'US Letter')], max_length=6, verbose_name='paper')),
                ('boxes', models.JSONField(default=dict, verbose_name='ticked')),
                ('pace', models.PositiveSmallIntegerField(default=0, verbose_name='days between letters')),
                ('turn', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('due_at', models.DateTimeField(editable=False, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('confirmed', 'confirmed'), ('dismissed', 'not theirs'), ('corrected', 'the address was a slip'), ('repeated', 'asked before in the same words')], max_length=10, verbose_name='outcome')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guide_requests', to='assessments.attempt', verbose_name='answers')),
                ('copy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='guides.guidecopy', verbose_name="reader's guide")),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guides.guide', verbose_name='guide')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.revision', verbose_name='published version')),
            ],
            options={
                'verbose_name': 'request for a guide',
                'verbose_name_plural': 'requests for a guide',
                'ordering': ('-id',),
            },
        ),
        migrations.AddIndex(
            model_name='guidecopy',
            index=models.Index(condition=models.Q(('state', 'wanted')), fields=['next_try_at'], name='guide_copy_due'),
        ),
        migrations.AddIndex(
            model_name='guidecopy',
            index=models.Index(condition=models.Q(('state', 'building')), fields=['claimed_by'], name='guide_copy_claimed'),
        ),
        migrations.AddIndex(
            model_name='guidecopy',
            index=models.Index(fields=['requested_at'], name='guide_copy_requested'),
        ),
        migrations.AddIndex(
            model_name='guidecopy',
            index=models.Index(condition=models.Q(('state', 'failed')), fields=['id'], name='guide_copy_failed'),
        ),
        migrations.AddConstraint(
            model_name='guidecopy',
            constraint=models.UniqueConstraint(fields=('attempt', 'contact'), name='one_copy_for_answers_and_person'),
        ),
        migrations.AddIndex(
            model_name='guiderequest',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='guide_request_due'),
        ),
    ]
