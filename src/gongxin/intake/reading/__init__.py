"""Reading a file: bytes to a redacted table of text, in a confined child process. Nothing of a person passes; nothing is guessed."""

from gongxin.intake.reading.plan import Limits, PersonColumn, Plan
from gongxin.intake.reading.reader import read_table
from gongxin.intake.reading.refusals import FileRefused
from gongxin.intake.reading.table import ReadTable, open_table

__all__ = ["FileRefused", "Limits", "PersonColumn", "Plan", "ReadTable", "open_table", "read_table"]
