"""Publish, approve, correct, withdraw and move: what the rest of the archive calls."""

from archive.operations.publish.addresses import rename_body, rename_person
from archive.operations.publish.approval import CannotApprove, approve, approve_all, why_not_approved
from archive.operations.publish.gate import (
    CannotPublish,
    Problem,
    blocks_by_meeting,
    lacks_chair,
    problems_of,
)
from archive.operations.publish.publication import (
    correct,
    locked,
    move_meeting,
    publish,
    publish_all,
    withdraw,
)

__all__ = [
    "CannotApprove",
    "CannotPublish",
    "Problem",
    "approve",
    "approve_all",
    "blocks_by_meeting",
    "correct",
    "lacks_chair",
    "locked",
    "move_meeting",
    "problems_of",
    "publish",
    "publish_all",
    "rename_body",
    "rename_person",
    "why_not_approved",
    "withdraw",
]
