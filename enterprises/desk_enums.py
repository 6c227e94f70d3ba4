"""Words of the officials' desk; imports nothing local."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tone(models.TextChoices):
    """The colours of chips."""

    PLAIN = "plain", _("Grey")
    SEA = "sea", _("Blue")
    PINE = "pine", _("Green")
    SAND = "sand", _("Yellow")
    TILE = "tile", _("Red")


class DeskCode(models.TextChoices):
    """Whose queue a label, a stored list or somebody's columns belong to."""

    FUNDS = "funds", _("Support funds")
    TALENT = "talent", _("Talent")


class ReplyNoun(models.TextChoices):
    """Where a canned reply is offered."""

    CORRECTION = "correction", _("Reason for a correction")
    REFUSAL = "refusal", _("Refusal")
    OBJECTION = "objection", _("Objection")
    DECISION = "decision", _("Decision")
    COMMENT = "comment", _("Remark of a step")
    # At the talent desk.
    TALENT_CORRECTION = "tal_correct", _("Talent: reason for a correction")
    TALENT_REFUSAL = "tal_refuse", _("Talent: not accepted")
    TALENT_REMARK = "tal_remark", _("Talent: remark of a step")


class BatchDeed(models.TextChoices):
    STEP = "step", _("Step")
    TAKE = "take", _("Take")
    LABEL = "label", _("Set a label")
    UNLABEL = "unlabel", _("Remove a label")
    ASSIGN = "assign", _("Assign")


class BatchPhase(models.TextChoices):
    """A trial runs through all lines and changes nothing; then a person starts it, or drops it."""

    TRYING = "trying", _("Being tried")
    TRIED = "tried", _("Tried, not started")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")
    DROPPED = "dropped", _("Dropped")


class LineResult(models.TextChoices):
    WAITING = "waiting", _("Not done yet")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Not done")
