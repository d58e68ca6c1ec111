"""Topics: matters that staff follow through the record."""

from typing import Any, NoReturn, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.fields import LanguageField, SortKeyField, with_fields
from archive.models.meeting import Meeting
from archive.models.resolution import Resolution
from archive.models.slugs import Listed

ONE_BY_ONE = _("Topics are deleted one by one: one that was public is withdrawn, and its address stays.")


class TopicQuerySet(models.QuerySet["Topic"]):
    def published(self) -> Self:
        return self.filter(is_public=True)

    def ever_public(self) -> Self:
        """Keep topics with a public address; the page of a withdrawn one says only that."""
        return self.filter(was_public=True)

    def delete(self) -> NoReturn:
        raise models.ProtectedError(str(ONE_BY_ONE), set(self))

    def by_name(self) -> Self:
        return self.order_by("sort_key", "pk")


class Topic(Listed):
    """A subject that staff follow: a search query, and records picked by hand."""

    name = models.CharField(_("name"), max_length=200, help_text=_("For example Flood wall, 防汛物资."))
    alternate_name = models.CharField(
        _("alternate name"),
        max_length=200,
        blank=True,
        help_text=_("The same name in the other language or in Latin letters."),
    )
    sort_key = SortKeyField(_("sort key"))
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Made from the name if left empty."),
    )
    language = LanguageField(_("language"), help_text=_("Of name and description: en, zh-Hans, zh-Hant, …"))
    description = models.TextField(
        _("description"), blank=True, help_text=_("What it is about, in two or three sentences.")
    )
    query = models.CharField(
        _("words to look for"),
        max_length=500,
        blank=True,
        help_text=_(
            "As in the search box, for example “flood wall” OR 防洪墙, or sandbags -beach. The public "
            "reads these words on the topic’s page."
        ),
    )
    resolutions = models.ManyToManyField(
        Resolution,
        related_name="topics",
        verbose_name=_("resolutions picked by hand"),
        blank=True,
        help_text=_("What the words do not find. Drafts show once they are published."),
    )
    meetings = models.ManyToManyField(
        Meeting,
        related_name="topics",
        verbose_name=_("meetings picked by hand"),
        blank=True,
        help_text=_("Where the matter was discussed without a resolution."),
    )
    left_out = models.ManyToManyField(
        Resolution,
        related_name="left_out_of",
        verbose_name=_("resolutions left out"),
        blank=True,
        help_text=_("What the words find and does not belong here."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=True,
        help_text=_(
            "Untick it while you are still gathering. A topic that was public is withdrawn by it: its page "
            "then says so."
        ),
    )
    withdrawal_reason = models.TextField(
        _("why it is withdrawn"), blank=True, help_text=_("The public reads it in place of the topic.")
    )
    was_public = models.BooleanField(_("was public"), default=False, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember that it was public, and when it no longer was."""
        self.was_public = self.was_public or self.is_public
        if self.is_public:
            self.withdrawn_at = None
        elif self.was_public and self.withdrawn_at is None:
            self.withdrawn_at = timezone.now()
        super().save(*args, **with_fields(kwargs, "was_public", "withdrawn_at"))

    def get_absolute_url(self) -> str:
        return reverse("topic_detail", args=[self.slug])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a topic that was never public; withdraw one that was, and delete nothing."""
        if not self.was_public:
            return super().delete(*args, **kwargs)
        self.is_public = False
        self.save(update_fields=["is_public"])
        return 0, {}
