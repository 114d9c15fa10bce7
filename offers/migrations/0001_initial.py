
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As you call it; readers see your own titles.', max_length=120, verbose_name='name')),
                ('slug', models.SlugField(help_text='Its front page is at /o/…/ under this name. Links that went out lead there.', max_length=60, unique=True, verbose_name='name in the address')),
                ('language', models.CharField(default='en', help_text='Buttons, dates and small print around your texts: on its pages, in its letters, in its guide.', max_length=10, verbose_name='language of its readers')),
                ('state', models.CharField(choices=[('draft', 'draft: only you see it'), ('open', 'open'), ('closed', 'closed: takes no new people, goes on for those in it')], default='draft', max_length=10, verbose_name='state')),
                ('is_home', models.BooleanField(default=False, help_text='One offer is: whoever opens your address meets it.', verbose_name='the first page of your site')),
                ('made_at', models.DateTimeField(editable=False, verbose_name='made')),
            ],
            options={
                'verbose_name': 'offer',
                'verbose_name_plural': 'offers',
                'ordering': ('-is_home', 'name', 'id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_home', True)), fields=('is_home',), name='offer_one_home')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(editable=False, max_length=64, unique=True)),
                ('name', models.CharField(blank=True, max_length=202, verbose_name='name')),
                ('piece', models.CharField(choices=[('landing', 'your own page'), ('inline', 'the piece in the page'), ('popup', 'the popup'), ('bar', 'the bar'), ('button', 'the button'), ('form', 'the sign-up form'), ('plain_form', 'the plain form'), ('book', 'the booking page')], default='landing', max_length=10, verbose_name='piece')),
                ('referrer', models.CharField(blank=True, max_length=100, verbose_name='site')),
                ('page', models.CharField(blank=True, max_length=200, verbose_name='page')),
                ('utm_source', models.CharField(blank=True, max_length=100)),
                ('utm_medium', models.CharField(blank=True, max_length=100)),
                ('utm_campaign', models.CharField(blank=True, max_length=100)),
                ('utm_term', models.CharField(blank=True, max_length=100)),
                ('utm_content', models.CharField(blank=True, max_length=100)),
                ('made_at', models.DateTimeField(db_index=True, editable=False, verbose_name='first seen')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='LookCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('piece', models.CharField(choices=[('landing', 'your own page'), ('inline', 'the piece in the page'), ('popup', 'the popup'), ('bar', 'the bar'), ('button', 'the button'), ('form', 'the sign-up form'), ('plain_form', 'the plain form'), ('book', 'the booking page')], max_length=10)),
                ('name', models.CharField(blank=True, max_length=202)),
                ('count', models.PositiveIntegerField(default=0, verbose_name='count')),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offers.offer')),
            ],
            options={
                'verbose_name': 'daily looks',
                'verbose_name_plural': 'daily looks',
                'constraints': [models.UniqueConstraint(fields=('day', 'offer', 'piece', 'name'), name='look_once_a_day'), models.UniqueConstraint(condition=models.Q(('offer', None)), fields=('day', 'piece', 'name'), name='look_for_all_once_a_day')],
            },
        ),
    ]
