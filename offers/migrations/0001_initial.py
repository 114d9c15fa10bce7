
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
    ]
