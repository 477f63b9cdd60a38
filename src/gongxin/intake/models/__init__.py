"""Tables of incoming batches, of what programs sent, and of the databases that are asked on a schedule."""

from gongxin.intake.models.batch import Batch, Row
from gongxin.intake.models.machine import Sent, Source

__all__ = ["Batch", "Row", "Sent", "Source"]
