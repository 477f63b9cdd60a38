"""What cannot be printed."""

from gongxin.refusal import Refusal


class PaperRefused(Refusal):
    """The setter does not finish: the paper is too long for one that people read, or cannot be set at all."""

    code = "printing.refused"

    def __init__(self, why_zh: str, why_en: str) -> None:
        super().__init__(
            f"这份文件打印不出来：{why_zh}",
            f"this paper cannot be printed: {why_en}",
            remedy_zh="内容在网页上都看得到；请告诉平台是哪一页",
            remedy_en="everything is on the page; please tell the platform which page it was",
        )
