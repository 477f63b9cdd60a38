"""Under which ids the rows of a batch entered: its own, and those of its admissions after a judgement. A view; no row is touched.

It sees what whoever asks may see: the walls of both tables hold (`security_invoker`).
"""

from django.db import migrations

_VIEW = """
CREATE VIEW intake_entered WITH (security_invoker = true) AS
    SELECT b.id, b.id AS batch_id, b.agency_key FROM intake_batch AS b
    UNION ALL
    SELECT a.id, a.batch_id, a.agency_key FROM intake_admission AS a
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_machines")]
    operations = [migrations.RunSQL(_VIEW, "DROP VIEW intake_entered")]
