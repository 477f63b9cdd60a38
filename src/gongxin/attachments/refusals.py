"""Why a file is not taken, or not opened: each reason once, with what can be done instead. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gongxin.refusal import Refusal


@dataclass(frozen=True)
class Why:
    """A reason in two languages, and a remedy."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


_PRINT_ZH: Final = "用打印功能另存为 PDF，或者拍照、截图后上传"
_PRINT_EN: Final = "print it to a new PDF, or hand in a photograph of it"
REASONS: Final[Mapping[str, Why]] = MappingProxyType(
    {
        "attachment.empty": Why("文件是空的", "the file is empty", "重新选择文件", "choose the file again"),
        "attachment.too_large": Why(
            "文件超过 10 MB", "the file has more than 10 MB",
            "压缩图片，或者把 PDF 分成几份", "make the picture smaller, or divide the PDF",
        ),
        "attachment.too_many": Why(
            "附件已满：每件事最多 20 个、共 60 MB", "no more files: at most 20, and 60 MB together",
            "合并成一个 PDF，或者带原件到窗口", "put them into one PDF, or bring the papers to the counter",
        ),
        "attachment.type": Why(
            "只收 PDF、JPEG 和 PNG；按内容认，不按文件名", "PDF, JPEG and PNG are taken, by what they are and not by their name",
            _PRINT_ZH, _PRINT_EN,
        ),
        "attachment.heic": Why(
            "不收 HEIC 照片", "HEIC photographs are not taken",
            "手机相机设置里选“兼容性最佳”，或者把照片存成 JPEG", "choose “most compatible” in the camera's settings, or save it as JPEG",
        ),
        "attachment.webp": Why("不收 WebP 图片", "WebP pictures are not taken", "存成 JPEG 或 PNG", "save it as JPEG or PNG"),
        "attachment.unreadable": Why(
            "文件打不开，或者不完整", "the file cannot be opened, or is not whole",
            "在自己的电脑上打开看看，再存一次", "open it on your own computer and save it again",
        ),
        "attachment.pixels": Why(
            "图片超过 4000 万像素", "the picture has more than 40 million pixels",
            "缩小后再上传", "make it smaller",
        ),
        "attachment.pages": Why(
            "PDF 超过 500 页，或者内部对象过多", "the PDF has more than 500 pages, or too many objects",
            "分成几份", "divide it",
        ),
        "attachment.encrypted": Why(
            "PDF 有密码或者加密", "the PDF is encrypted or has a password",
            "去掉密码再上传", "take the password off",
        ),
        "attachment.active": Why(
            "PDF 含脚本或者会自动执行的动作", "the PDF has scripts, or actions that start something",
            _PRINT_ZH, _PRINT_EN,
        ),
        "attachment.embedded": Why(
            "PDF 里嵌有别的文件", "the PDF has other files inside",
            "把嵌入的文件单独上传", "hand in the embedded file by itself",
        ),
        "attachment.infected": Why(
            "查毒发现恶意代码，文件不收、不打开", "malware was found: the file is neither taken nor opened",
            "检查自己的电脑，换一份干净的文件", "look after your computer, and hand in a clean copy",
        ),
        "attachment.waits": Why(
            "文件在等查毒，查完之前谁也打不开", "the file waits for the virus scanner, and nobody opens it before",
            "过几分钟再打开；一直如此，请告诉公共信用信息中心", "open it again in a few minutes; if it stays so, tell the centre",
        ),
        "attachment.too_hard": Why(
            "文件处理用时或用内存过多", "the file takes too much time or memory",
            _PRINT_ZH, _PRINT_EN,
        ),
        "attachment.confinement": Why(
            "本机无法隔离处理文件的进程，因此不收附件", "this machine cannot confine the process that handles files, so none is taken",
            "请系统管理员启用 seccomp 或网络命名空间", "ask the administrator to allow seccomp or network namespaces",
        ),
        "attachment.gone": Why(
            "文件不在原处或者被改动过", "the file is not where it was kept, or was changed",
            "请告诉公共信用信息中心；凭收到时的摘要可以核对原件", "tell the centre; the original can be compared with the digest taken when it came",
        ),
    }
)  # fmt: skip


class AttachmentRefused(Refusal):
    """A file that is not taken, or not given back; `code` says which of the reasons."""

    code = "attachment.refused"

    def __init__(self, reason: str) -> None:
        why = REASONS[reason]
        super().__init__(
            why.zh,
            why.en,
            remedy_zh=why.remedy_zh,
            remedy_en=why.remedy_en,
            details={"reason": reason},
        )
        self.reason = reason


def refused(reason: str) -> AttachmentRefused:
    return AttachmentRefused(reason)
