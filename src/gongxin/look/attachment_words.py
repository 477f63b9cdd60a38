"""Words of files that come with a form, beside the others of `words.py`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ATTACHMENTS: Mapping[str, Mapping[str, Promise]] = {
    "attachment_type": {"pdf": _("PDF 文件"), "jpeg": _("JPEG 图片"), "png": _("PNG 图片")},
    "attachment_state": {
        "clean": _("已查毒"),
        "not_scanned": _("未查毒"),
        "waits": _("等待查毒"),
        "infected": _("发现恶意代码"),
    },
    "attachment_note": {
        "clean": _("查毒程序没有发现恶意代码。"),
        "not_scanned": _("本平台没有配置查毒程序，打开前请自行查毒。"),
        "waits": _("查完才能打开；打开时会再查一次。"),
        "infected": _("不能打开。"),
    },
}
