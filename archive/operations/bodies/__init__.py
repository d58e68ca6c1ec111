"""Bodies entered twice: preview of a merge, merge, undo. What the rest of the archive calls."""

from archive.operations.bodies.merge import merge_bodies
from archive.operations.bodies.merge_preview import BODY_REFERENCES, BodyPlan, plan_body_merge
from archive.operations.bodies.undo_merge import undo_body_merge

__all__ = ["BODY_REFERENCES", "BodyPlan", "merge_bodies", "plan_body_merge", "undo_body_merge"]
