"""Tables of security: incidents, canaries, backups and drills, verifications, checkpoints in other hands."""

from gongxin.security.models.canary import AlarmAnswer, Canary
from gongxin.security.models.copies import Backup, Drill, Handover, Verification
from gongxin.security.models.incident import Incident, IncidentEntry

__all__ = [
    "AlarmAnswer",
    "Backup",
    "Canary",
    "Drill",
    "Handover",
    "Incident",
    "IncidentEntry",
    "Verification",
]
