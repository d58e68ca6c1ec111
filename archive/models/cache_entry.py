"""The table of Django's cache: what all processes of all hosts count together, such as failed log-ins."""

from django.db import models


class CacheEntry(models.Model):
    """A row of DatabaseCache, which names its columns. Nothing of the record is in it; no backup has it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "archive_cache"
        default_permissions = ()

    def __str__(self) -> str:
        return self.cache_key
