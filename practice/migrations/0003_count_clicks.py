from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practice', '0002_dkim_selector'),
    ]

    operations = [
        migrations.AddField(
            model_name='practice',
            name='count_clicks',
            field=models.BooleanField(default=False, help_text='Off, links lead straight to their pages. On, those in lessons and one-off letters pass through this site, which counts each click, never by whom. Your privacy page says so. Publish letters again after a change; switching off stops counting at once.', verbose_name='count clicks on the links of letters'),
        ),
    ]
