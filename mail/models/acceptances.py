"""What servers accepted, beside the workers' own files: a container's folder may go with it.

Written on PostgreSQL alone; with SQLite there is one machine, and its files are enough.
"""

from __future__ import annotations

from django.db import models


class Acceptance(models.Model):
    """A message that left and is not marked yet; gone with the mark."""

    # No foreign key: it would lock the message's row at every insert.
    message = models.BigIntegerField(primary_key=True)
    worker = models.CharField(max_length=120)

    class Meta:
        verbose_name = "acceptance"

    def __str__(self) -> str:
        return f"{self.worker}: {self.message}"
