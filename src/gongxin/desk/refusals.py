"""What the desk itself says no to: a form that says too little or what no page of ours offers."""

from gongxin.refusal import Refusal


class FormIncomplete(Refusal):
    code = "desk.form_incomplete"

    def __init__(self) -> None:
        super().__init__(
            "表单不完整，或内容不是本页给出的",
            "the form is incomplete, or says what this page does not offer",
            remedy_zh="请返回上一页，重新填写后提交",
            remedy_en="go back, fill it in again and send it",
        )
