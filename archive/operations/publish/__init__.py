"""Publish, approve, correct, withdraw and move: what the rest of the archive calls."""

from archive.operations.publish.addresses import rename_body, rename_person
from archive.operations.publish.approval import CannotApprove, approve, approve_all, why_not_approved
from archive.operations.publish.gate import blocks_by_meeting, lacks_chair, problems_of
from archive.operations.publish.problems import (
    Accept,
    CannotPublish,
    Problem,
    Verdict,
    accept_all,
    accept_keys,
    accept_none,
    accept_public,
    doubt_keys,
)
from archive.operations.publish.publication import (
    correct,
    locked,
    move_meeting,
    publish,
    publish_all,
    publish_ready,
    withdraw,
)

__all__ = [
    "Accept",
    "CannotApprove",
    "CannotPublish",
    "Problem",
    "Verdict",
    "accept_all",
    "accept_keys",
    "accept_none",
    "accept_public",
    "approve",
    "approve_all",
    "blocks_by_meeting",
    "correct",
    "doubt_keys",
    "lacks_chair",
    "locked",
    "move_meeting",
    "problems_of",
    "publish",
    "publish_all",
    "publish_ready",
    "rename_body",
    "rename_person",
    "why_not_approved",
    "withdraw",
]
