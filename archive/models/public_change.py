"""Public log of what changed in people, bodies, topics and matters, which have no versions."""

from functools import cache
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from archive.models.body import Body
from archive.models.matter import Matter
from archive.models.person import Person
from archive.models.topic import Topic

Thing = Person | Body | Topic | Matter


@cache
def is_of_public_thing() -> Q:
    """Return the condition of published(); kept, since it takes longer to put together than to run."""
    key, body = OuterRef("key"), OuterRef("body_key")
    people = Person.objects.named_in_public()
    shown: Any = Q(subject="person") & Exists(people.filter(pk=key))
    shown |= Q(subject="body") & Exists(Body.objects.known().filter(pk=key))
    shown |= Q(subject="topic") & Exists(Topic.objects.published().filter(pk=key))
    shown |= Q(subject="topic", what="is_public") & Exists(Topic.objects.ever_public().filter(pk=key))
    shown |= Q(subject="matter") & Exists(Matter.objects.published().filter(pk=key))
    return shown & (Q(body_key=None) | Exists(Body.objects.known().filter(pk=body)))


class PublicChangeQuerySet(models.QuerySet["PublicChange"]):
    def published(self) -> Self:
        """Keep changes of what the public may read today; of a withdrawn topic only that it is."""
        return self.filter(is_of_public_thing())

    def about(self, thing: Thing) -> Self:
        """Keep changes of one thing; of a body also those of posts in it."""
        own = self.of_thing(thing)
        return own | self.of_posts_in(thing) if isinstance(thing, Body) else own

    def of_thing(self, thing: Thing) -> Self:
        return self.filter(subject=subject_of(thing), key=thing.pk)

    def of_posts_in(self, body: Body) -> Self:
        return self.filter(body_key=body.pk)

    def readable_beside(self, line: "PublicChange") -> Self:
        """Keep changes of what a line is of, without those that are withheld."""
        return self.filter(subject=line.subject, key=line.key, is_withheld=False)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


def subject_of(thing: Thing) -> str:
    return str(thing._meta.model_name)


class PublicChange(models.Model):
    """One thing that a person, body, topic or matter said before, and what it says since.

    Rows are added and changed by archive/record/chain.py alone, which writes them onto the hash chain. They
    have keys and no foreign keys, because they stay when a person is merged into another. Who made the
    change is not shown.
    """

    class Subject(models.TextChoices):
        PERSON = "person", _("Person")
        BODY = "body", _("Body")
        TOPIC = "topic", _("Topic")
        MATTER = "matter", _("Matter")

    subject = models.CharField(_("of what"), max_length=10, choices=Subject)
    key = models.PositiveBigIntegerField(_("key"))
    name = models.CharField(_("name at that time"), max_length=200)
    # The name of a field, or "post", "other_name", "merged", "restored".
    what = models.CharField(_("what"), max_length=40)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    body_key = models.PositiveBigIntegerField(_("body of the post"), null=True)
    created_at = models.DateTimeField(_("when"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="+",
        verbose_name=_("by whom"),
        null=True,
    )
    # Set by record.chain.withhold_changes(), never cleared; the line then says why, and no more.
    is_withheld = models.BooleanField(_("withheld"), default=False)
    withheld_basis = models.TextField(_("why it is withheld"), blank=True)

    objects = PublicChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        indexes = [
            models.Index(fields=["subject", "key"], name="public_change_of_thing"),
            models.Index(
                fields=["body_key"], condition=Q(body_key__isnull=False), name="public_change_of_post"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_withheld=False) | ~Q(withheld_basis=""),
                name="public_change_withheld_says_why",
                violation_error_message=_("Say why it is withheld: the public reads the reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display() if self.is_withheld else self.name}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)
