"""Sets papers that are handed out: PDF/A-2a, tagged, with every character of every name. It knows no law and no record.

Text is data: nothing in it is read as markup, no file outside the templates' folder and no network is reached, and the same
data give the same bytes.
"""

from gongxin.printing.compiling import document
from gongxin.printing.refusals import PaperRefused

__all__ = ["PaperRefused", "document"]
