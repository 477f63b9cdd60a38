"""Tables of incoming batches and of what people and programs do with their rows: drafts of an agency, behind its wall."""

from gongxin.intake.models.batch import Batch, Row
from gongxin.intake.models.fix import AcceptedFix, Profile
from gongxin.intake.models.judged import Admission, Review
from gongxin.intake.models.machine import Sent, Source
from gongxin.intake.models.returned import Certificate, Reinsertion, ReinsertionTold
from gongxin.intake.models.upload import Upload

__all__ = [
    "AcceptedFix",
    "Admission",
    "Batch",
    "Certificate",
    "Profile",
    "Reinsertion",
    "ReinsertionTold",
    "Review",
    "Row",
    "Sent",
    "Source",
    "Upload",
]
