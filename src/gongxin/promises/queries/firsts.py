"""Which version of a record tells that its decision arrived: the first of those that were not undone with their batch.

A batch that was undone brought nothing: its decisions are missing until they are reported again, and arrive then.
"""

from typing import Final

# A common table beside which ARRIVED stands; few rows, read once.
UNDONE: Final = (
    "undone AS MATERIALIZED (SELECT record, number FROM records_version WHERE state = 'undone')"
)
# Of a version `v`.
ARRIVED: Final = """v.state = 'admitted'
      AND (v.number = 1
           OR EXISTS (SELECT 1 FROM undone AS u WHERE u.record = v.record AND u.number = v.number - 1))
      AND NOT EXISTS (SELECT 1 FROM undone AS u WHERE u.record = v.record AND u.number = v.number + 1)"""
