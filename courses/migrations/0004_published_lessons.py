import django.db.models.deletion
from django.db import migrations, models


def remember_present_words(apps, _editor):
    """What goes out now is the first known publishing of each lesson."""
    Lesson = apps.get_model("courses", "Lesson")
    PublishedLesson = apps.get_model("courses", "PublishedLesson")
    for lesson in Lesson.objects.exclude(letter=None).exclude(published_at=None):
        PublishedLesson.objects.create(
            lesson=lesson, letter_id=lesson.letter_id, published_at=lesson.published_at
        )


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0003_desk_lists"),
        ("mail", "0003_desk_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedLesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publishings",
                        to="courses.lesson",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "published lesson",
                "verbose_name_plural": "published lessons",
                "ordering": ("-published_at", "-id"),
            },
        ),
        migrations.RunPython(remember_present_words, migrations.RunPython.noop),
    ]
