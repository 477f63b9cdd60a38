"""A tip is about a body. What looks like a person is refused, in any way of writing it."""

import pytest

from gongxin.cases.receipts import CODE_CHARS, fresh_code, printed
from gongxin.cases.saying import FilingRefused
from gongxin.cases.targets import ensure_body
from tests.builders.codes import unified_code


@pytest.mark.parametrize(
    "name",
    ["构造市样例贸易有限公司", "样例便利店", "构造市第一小学", "样例村民委员会", "Sample Trading Co., Ltd.", unified_code(1)],
)  # fmt: skip
def test_a_body_may_be_told_of(name: str) -> None:
    assert ensure_body(f"  {name} ", was_covered=False) == name


@pytest.mark.parametrize(
    "name", ["张三", "欧阳某某", "Zhang San", "", "我的邻居", "11010519491231002X"]
)
def test_a_person_may_not(name: str) -> None:
    with pytest.raises(FilingRefused):
        ensure_body(name, was_covered=False)


def test_nor_a_body_written_with_a_persons_marks() -> None:
    with pytest.raises(FilingRefused):
        ensure_body("样例便利店 〔已遮盖：电话〕", was_covered=True)


def test_a_receipt_is_long_enough_to_stand_alone() -> None:
    codes = {fresh_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == CODE_CHARS for code in codes)
    assert [len(part) for part in printed(fresh_code()).split("-")] == [5, 5, 5]
