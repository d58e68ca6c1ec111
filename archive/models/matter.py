"""Matters: what a body deals with in several decisions, under an official number that may return."""

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.body import Body
from archive.models.fields import SortKeyField, count_of, manager_of
from archive.models.slugs import Listed


class MatterQuerySet(models.QuerySet["Matter"]):
    def published(self) -> Self:
        """Keep matters with a decision that the public may read."""
        steps = manager_of("Resolution").published().filter(matter=models.OuterRef("pk"))
        return self.filter(models.Exists(steps))

    def withdrawn(self) -> Self:
        """Keep matters of which nothing is public any more: their page says only that."""
        withdrawn = manager_of("Resolution").open_to_all().filter(matter=models.OuterRef("pk"))
        gone = models.Exists(withdrawn.filter(meeting__publication="withdrawn"))
        return self.filter(gone).exclude(pk__in=self.published().values("pk"))

    def ever_public(self) -> Self:
        """Keep matters of which the public reads something, or did before it was withdrawn."""
        return self.published() | self.withdrawn()

    def with_steps(self) -> Self:
        """Add `step_count`, `first_name` and `last_date` of its decisions that are public."""
        steps = manager_of("Resolution").published()
        own = steps.filter(matter=models.OuterRef("pk"))
        return self.annotate(
            step_count=count_of(steps, "matter"),
            first_name=models.Subquery(own.oldest_first().values("name")[:1]),
            last_date=models.Subquery(own.order_by("-date").values("date")[:1]),
        )

    def with_key(self, key: int) -> Self:
        return self.filter(pk=key)

    def with_body(self) -> Self:
        return self.select_related("body")

    def by_key(self) -> Self:
        return self.order_by("pk")

    def newest_first(self) -> Self:
        """Order by the day of the last decision; needs with_steps()."""
        return self.order_by("-last_date", "-pk")


class Matter(Listed):
    """What was taken up, perhaps more than once: deferred in May, adopted in June.

    Its steps are decisions, in order of time; see Resolution.matter. The number is not unique in the
    database: many bodies start counting again each year, and number 5 of each year may come back. What
    the program joins has no title, so that a draft or a closed item never gives one to the public.
    """

    body = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="matters",
        verbose_name=_("body"),
        help_text=_("Which took it up first."),
    )
    identifier = models.CharField(
        _("official number"), max_length=100, blank=True, help_text=_("For example 2023-031.")
    )
    name = models.CharField(
        _("title"),
        max_length=500,
        blank=True,
        help_text=_("Left empty, the title of its first public decision is shown."),
    )
    alternate_name = models.CharField(
        _("title in another language"), max_length=500, blank=True, help_text=_("Found as well.")
    )
    sort_key = SortKeyField(_("sort key"))
    slug = models.SlugField(_("address"), max_length=80, unique=True, blank=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(identifier="", name=""),
                name="matter_is_named",
                violation_error_message=_("Give the matter an official number or a title."),
            )
        ]
        indexes = [models.Index(fields=["identifier"], name="matter_by_number")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("matter_detail", args=[self.slug])

    @property
    def label(self) -> str:
        return " ".join(dict.fromkeys(filter(None, [self.identifier, self.name])))

    @property
    def addressed_as(self) -> str:
        return self.label

    @property
    def sorted_as(self) -> str:
        return self.label

    def public_steps(self) -> Any:
        """Return its decisions that the public may read, the earliest first, with their meetings."""
        steps: Any = self.steps.published()
        return steps.with_meeting().oldest_first()
