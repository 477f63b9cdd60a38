"""Who waits for whom before a code is made, tried or used: everything about one organisation."""

from gongxin.subjects.models import Subject


def locked(subject_id: int) -> None:
    """For the rest of the transaction nobody else makes, tries or uses a code of this organisation."""
    Subject.objects.select_for_update(of=("self",), no_key=True).filter(pk=subject_id).first()
