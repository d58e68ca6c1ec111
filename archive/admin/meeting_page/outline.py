"""The agenda of a meeting's page with its motions beneath the items, and amendments inside their motion."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.urls import reverse

from archive.admin.form_page import FormPage
from archive.admin.meeting_page.read_text import fill_in
from archive.forms.desk.meeting import AgendaItemRowForm
from archive.forms.desk.resolution_rows import ResolutionFormSet, ResolutionRowForm
from archive.models import Resolution

ADD_ROW = "_add_row"
ITEMS, MOTIONS, ACTIONS = "agenda_items", "resolutions", "action_items"


class ActionRow(NamedTuple):
    """An action item of a resolution: its row on the page, who is responsible, and the day it is due."""

    place: str
    who: str
    due: Any


@dataclass
class Card:
    """A row as Django's admin wraps it, with the motions under an item or the amendments of a motion."""

    row: Any
    inline: Any
    motions: list["Card"] = field(default_factory=list)
    is_amendment: bool = False
    actions: list["ActionRow"] = field(default_factory=list)

    @property
    def name(self) -> str:
        form = self.row.form
        return value_in(form, "identifier") or value_in(form, "name")[:80]

    @property
    def kept_fields(self) -> list[Any]:
        """The fields beside those in `more` that the fold holds, always sent."""
        return [self.row.form[name] for name in ("order", "text") if self.inline.formset.prefix == ITEMS]

    @property
    def folded_fields(self) -> list[Any]:
        form = self.row.form
        return [form[name] for name in form.more if name in form.fields]

    @property
    def is_folded(self) -> bool:
        """Whether the script puts the folded fields in, from the pattern of a new row."""
        return bool(self.row.form.is_folded and self.inline.has_add_permission)

    @property
    def held(self) -> dict[str, str]:
        form = self.row.form
        return form.held() if form.is_thin and not self.is_folded else {}

    @property
    def may_delete(self) -> bool:
        return bool(self.inline.formset.can_delete and self.inline.has_delete_permission)

    @property
    def address(self) -> str:
        """The page of a stored motion, where proxies, weights and relations are."""
        if self.inline.formset.prefix != MOTIONS or not self.row.original:
            return ""
        return reverse("admin:archive_resolution_change", args=[self.row.original.pk])


def outline_context(context: dict[str, Any]) -> dict[str, Any]:
    """Return the `outline` for the template, which a page that is only viewed has not."""
    found = {inline.formset.prefix: inline for inline in context["inline_admin_formsets"]}
    inlines: list[Any] = [found.get(ITEMS), found.get(MOTIONS)]
    if not all(inline and inline.has_change_permission for inline in inlines):
        return {}
    (items, empty_item), (motions, empty_motion) = map(cards_of, inlines)
    if ACTIONS in found:
        note_actions(motions, found[ACTIONS].formset)
    return {
        "outline": {
            "items": items,
            "motions": placed(items, motions),
            "empty_item": empty_item,
            "empty_motion": empty_motion,
            "formsets": inlines,
            "may_add_action": inlines[1].formset.takes_actions,
        }
    }


def cards_of(inline: Any) -> tuple[list[Card], Card | None]:
    """Return the rows, and the pattern of a new one, None for who may not add any."""
    cards = [Card(row, inline) for row in inline]
    return (cards[:-1], cards[-1]) if inline.has_add_permission else (cards, None)


def note_actions(motions: list[Card], formset: Any) -> None:
    """Tell the card of each stored resolution of the action items that it has; no query."""
    cards = {card.row.form.instance.pk: card for card in motions if card.row.form.instance.pk}
    people = formset.known.get("responsible", {})
    for form in formset.initial_forms:
        action = form.instance
        if card := cards.get(action.resolution_id):
            who = action.responsible_text or people.get(str(action.responsible_id)) or action
            card.actions.append(ActionRow(f"id_{form.prefix}-description", str(who), action.due_date))


def placed(items: Iterable[Card], motions: list[Card]) -> list[Card]:
    """Put motions under their items and amendments into their motions; return those without an item."""
    by_key = {key: card for card in items for key in keys_of(card.row.form)}
    by_row: dict[Any, Card] = {
        key: card for number, card in enumerate(motions, 1) for key in (number, pk_of(card))
    }
    by_row.pop("", None)
    loose = []
    for card in motions:
        form = card.row.form
        above = by_row.get(number_in(form)) or by_row.get(value_in(form, "amends_motion"))
        if above and not leads_to(card, above, by_row):
            above.motions.append(card)
            card.is_amendment = True
        elif item := next(filter(None, map(by_key.get, item_keys_of(form))), None):
            item.motions.append(card)
        else:
            loose.append(card)
    return loose


def leads_to(card: Card, above: Card, by_row: dict[Any, Card]) -> bool:
    """Return whether the motions above one lead back to it, which saving will refuse."""
    seen: list[Card] = []
    at: Card | None = above
    while at is not None and at is not card and at not in seen:
        seen.append(at)
        form = at.row.form
        at = by_row.get(number_in(form)) or by_row.get(value_in(form, "amends_motion"))
    return at is not None


def keys_of(form: AgendaItemRowForm) -> list[str]:
    """Return what motions name an item by: its primary key, that of a new row, where it was read."""
    keys = [str(form.instance.pk or ""), value_in(form, "row_key")]
    read_at = getattr(form, "read_at", "")
    return [key for key in keys if key] + ([f"at {read_at}"] if read_at else [])


def item_keys_of(form: ResolutionRowForm) -> list[str]:
    return [*(value_in(form, name) for name in ("item_key", "agenda_item")), getattr(form, "read_item", "")]


def pk_of(card: Card) -> str:
    return str(card.row.form.instance.pk or "")


def number_in(form: ResolutionRowForm) -> int | None:
    typed = value_in(form, "motion_row")
    return int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else None


def value_in(form: Any, name: str) -> str:
    return str(form[name].value() or "") if name in form.fields else ""


# Steps, for who has no script: it adds rows in the page


def add_row(page: FormPage) -> None:
    """Step: add an empty row of the kind, and where, that the button says: a motion, agenda_items-2."""
    fields: Any = page.fields.copy()
    kind, _space, place = str(fields.pop(ADD_ROW)[-1]).partition(" ")
    if re.fullmatch(r"((agenda_items|resolutions)-\d{1,5})?", place):
        prefix = ITEMS if kind == "item" else MOTIONS
        number = fields.get(f"{prefix}-TOTAL_FORMS", "")
        if re.fullmatch(r"[0-9]{1,5}", number):
            fields[f"{prefix}-TOTAL_FORMS"] = str(int(number) + 1)
            start = f"{prefix}-{number}-"
            row = new_item() if kind == "item" else new_motion(fields, place)
            fields.update({f"{start}{name}": value for name, value in row.items()})
    fill_in(page, fields)


def new_item() -> dict[str, str]:
    return {"is_public": "on", "row_key": secrets.token_hex(8)}


def new_motion(fields: Any, place: str) -> dict[str, str]:
    """Return the fields of a motion under an item, or of an amendment to a motion."""
    row = {"decision_method": Resolution.DecisionMethod.NOT_RECORDED.value}
    row["classification"] = Resolution.Classification.RESOLUTION.value
    stored = fields.get(f"{place}-id", "")
    if place.startswith(ITEMS):
        key = fields.setdefault(f"{place}-row_key", secrets.token_hex(8)) if not stored else ""
        return row | ({"agenda_item": stored} if stored else {"item_key": key})
    if place:
        row["classification"] = Resolution.Classification.AMENDMENT.value
        number = str(int(place.rpartition("-")[2]) + 1)
        return row | ({"amends_motion": stored} if stored else {"motion_row": number})
    return row


def place_new_motions(formsets: Iterable[Any]) -> None:
    """Put motions under the agenda items that were saved with them."""
    found = {formset.prefix: formset for formset in formsets}
    motions = found.get(MOTIONS)
    if ITEMS in found and isinstance(motions, ResolutionFormSet):
        motions.place_under_new_items(found[ITEMS].forms)
        motions.save_actions()
