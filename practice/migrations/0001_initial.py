
import django.core.validators
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
            name='Image',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.ImageField(upload_to='', verbose_name='picture')),
                ('name', models.SlugField(blank=True, help_text='Such as garden-gate. It stays: letters that were sent show this picture.', max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]*$', 'Small letters, digits and hyphens.')], verbose_name='short name, for your texts')),
                ('alt', models.CharField(max_length=200, verbose_name='description for people who do not see it')),
                ('width', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('height', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('widths', models.JSONField(default=list, editable=False)),
                ('is_drawn', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'constraints': [models.UniqueConstraint(condition=models.Q(('name', ''), _negated=True), fields=('name',), name='picture_name_once')],
            },
        ),
        migrations.CreateModel(
            name='PracticeRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='number')),
                ('body', models.JSONField(verbose_name='what it said')),
                ('sha256', models.CharField(editable=False, max_length=64)),
                ('created_at', models.DateTimeField(verbose_name='since')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by whom')),
            ],
            options={
                'verbose_name': 'version of your practice',
                'verbose_name_plural': 'versions of your practice',
                'ordering': ('-number',),
            },
        ),
        migrations.CreateModel(
            name='SharePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200, unique=True)),
                ('drawn_of', models.CharField(max_length=64)),
                ('image', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practice.image')),
            ],
            options={
                'ordering': ('path',),
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='Example Practice', max_length=120, verbose_name='practice name')),
                ('language', models.CharField(default='en', help_text='Buttons, dates and small print of pages that belong to no one assessment: booking, privacy, letters of this site. What you wrote yourself stays as you wrote it.', max_length=10, verbose_name='language of your readers')),
                ('author_name', models.CharField(default='Your author', max_length=120, verbose_name='your name')),
                ('credentials', models.CharField(blank=True, max_length=200, verbose_name='credentials')),
                ('about', models.TextField(blank=True, verbose_name='who this is by')),
                ('legal_name', models.CharField(default='Example Practice', max_length=200, verbose_name='legal name')),
                ('postal_address', models.TextField(default='1 Example Street\n12345 Example Town', verbose_name='postal address')),
                ('contact_email', models.EmailField(default='hello@example.org', max_length=254, verbose_name='address readers may write to')),
                ('notice_email', models.EmailField(default='hello@example.org', max_length=254, verbose_name='address for notices to you')),
                ('from_email', models.EmailField(default='hello@example.org', max_length=254, verbose_name='letters come from')),
                ('from_name', models.CharField(default='Example Practice', max_length=120, verbose_name="sender's name")),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='replies go to')),
                ('tell_bookings', models.BooleanField(default=True, verbose_name='tell me of bookings')),
                ('tell_replies', models.BooleanField(default=True, verbose_name='tell me of replies')),
                ('tell_trouble', models.BooleanField(default=True, help_text='At most one letter in six hours, however much breaks.', verbose_name='tell me at once when something is broken')),
                ('tell_weekly', models.BooleanField(default=True, help_text='The numbers of the week, and what needs you.', verbose_name='write to me on Mondays')),
                ('dkim_selector', models.CharField(blank=True, help_text='Only if “Is everything well?” asks for it; your mail provider shows it.', max_length=63, verbose_name='DKIM selector')),
                ('count_clicks', models.BooleanField(default=False, help_text='Off, links lead straight to their pages. On, those in lessons and one-off letters pass through this site, which counts each click, never by whom. Your privacy page says so. A change holds from the next letter on; switching off stops counting at once.', verbose_name='count clicks on the links of letters')),
                ('sign_letters', models.BooleanField(default=True, verbose_name='your name, credentials and portrait below each letter')),
                ('zone', models.CharField(default='UTC', max_length=64, verbose_name='your time zone')),
                ('links', models.TextField(blank=True, verbose_name='links, one a line: name, space, address')),
                ('thanks', models.TextField(blank=True, verbose_name='thanks, at the end of the guide')),
                ('accent', models.CharField(default='#2f5d50', max_length=7, verbose_name='accent colour')),
                ('warm', models.CharField(default='#a8552a', max_length=7, verbose_name='second colour')),
                ('typeface', models.CharField(default='book', max_length=20, verbose_name='typefaces')),
                ('logo', models.CharField(blank=True, max_length=60, verbose_name='logo')),
                ('cover', models.CharField(default='drawing', max_length=20, verbose_name='cover')),
                ('cover_picture', models.CharField(blank=True, max_length=60, verbose_name='picture on the cover')),
                ('cover_alt', models.CharField(blank=True, max_length=200)),
                ('icon_svg', models.CharField(blank=True, editable=False, max_length=60)),
                ('icon_tab', models.CharField(blank=True, editable=False, max_length=60)),
                ('icon_touch', models.CharField(blank=True, editable=False, max_length=60)),
                ('set_up_at', models.DateTimeField(editable=False, null=True)),
                ('privacy_extra', models.TextField(blank=True, verbose_name='more for the privacy page')),
                ('portrait', models.ForeignKey(blank=True, limit_choices_to={'is_drawn': False}, null=True, on_delete=django.db.models.deletion.SET_NULL, to='practice.image', verbose_name='portrait')),
            ],
            options={
                'verbose_name': 'your practice',
                'verbose_name_plural': 'your practice',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_practice')],
            },
        ),
    ]
