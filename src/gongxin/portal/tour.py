"""The three doors of the demo: who comes in, the six pages they are led to, and what to notice there. Texts, no reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS = 6
Text = str | Promise


@dataclass(frozen=True)
class Step:
    """One click: `target` names the page; which organisation it shows is found when it is opened."""

    target: str
    title: Text
    notice: Text


@dataclass(frozen=True)
class Door:
    key: str
    title: Text
    lead: Text
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Guide:
    """Where on a tour a page was opened."""

    door: Door
    number: int

    @property
    def step(self) -> Step:
        return self.door.steps[self.number - 1]

    @property
    def next_number(self) -> int | None:
        return self.number + 1 if self.number < STEPS else None


OWNER = Door(
    "owner",
    _("企业负责人"),
    _("您的单位名下有一条处罚记录。它从哪来，公开到哪天，您能做什么？"),
    (
        Step(
            "search",
            _("按名称查自己的单位"),
            _("只凭名称，结果里只有单位和代码，没有任何记录：重名的单位不会互相牵连。"),
        ),
        Step(
            "organisation",
            _("打开单位页面"),
            _("每条记录都写明谁作出、依据什么、为什么公开、公开到哪天。没有分数，没有等级。"),
        ),
        Step(
            "record",
            _("读一条处罚记录"),
            _("看“为什么公开”一栏：规则有名称和出处，尚未核实的数值直接标出来。"),
        ),
        Step(
            "day_before",
            _("公开的最后一天"),
            _("日期换成了期满前一天，记录还在。页面按这一天的规则现算，不靠夜间任务。"),
        ),
        Step(
            "day_after",
            _("第二天"),
            _("只把日期往后拨一天，记录就不见了。没有任务运行过，也不需要谁来申请。"),
        ),
        Step(
            "rights",
            _("异议、修复和费用"),
            _("认为有误随时可以提出异议；满最短公示期可以申请修复。两者都不收费。"),
        ),
    ),
)

OFFICIAL = Door(
    "official",
    _("部门工作人员"),
    _("您手里有一份表格要报送。哪些可以报，哪里会错，错了怎么改？"),
    (
        Step(
            "catalogue",
            _("看目录：可以报什么"),
            _("目录之外的信息，系统里没有地方可以存。每一项都写明法律依据和适用日期。"),
        ),
        Step(
            "item",
            _("看一项的要求"),
            _("字段、必填条件、代码表、保存多久、公开多久，全部来自同一份数据。"),
        ),
        Step(
            "try",
            _("拿一份有毛病的表试一试"),
            _("按“用示例文件试一试”。文件只在内存里核对，不保存。"),
        ),
        Step(
            "checks",
            _("看全部检查规则"),
            _("每一个问题都有编号、原因和改法，没有“格式错误，请重试”。"),
        ),
        Step(
            "refuse",
            _("看什么不收"),
            _("计划生育、信访、网络言论、个人打分：不但不做，连字段都没有。"),
        ),
        Step(
            "organisation",
            _("看公众看到的结果"),
            _("报送的内容到了这里是这个样子。法定代表人的姓名在读入时就已经去掉。"),
        ),
    ),
)

ENGINEER = Door(
    "engineer",
    _("工程师"),
    _("不要相信页面上的话。看证据：账本、证明、接口、规则数据。"),
    (
        Step(
            "journal",
            _("看账本的检查点"),
            _("C2SP 格式，Ed25519 签名。叶子里只有加盐的承诺值，没有任何个人数据。"),
        ),
        Step(
            "record",
            _("看一条记录的存证"),
            _("版本、规则编号和存证位置都在页面底部，可以自己验证它在账本里。"),
        ),
        Step(
            "day_after",
            _("看“到期”是怎么算的"),
            _("?day= 只移动规则的日子。撤回或修复的记录在任何一天都看不到。"),
        ),
        Step(
            "item",
            _("看规则数据"),
            _("法律的数字都在 jurisdictions/ 的 TOML 里，带出处和核实标记，代码里没有。"),
        ),
        Step(
            "checks",
            _("看检查表"),
            _("一张表驱动读入、回执、文档和本页。检查是列运算，不逐行进 ORM。"),
        ),
        Step(
            "openapi",
            _("打开接口说明"),
            _("OpenAPI 3.1。同一个读模型供页面、接口和命令行使用。"),
        ),
    ),
)

DOORS: Mapping[str, Door] = MappingProxyType({d.key: d for d in (OWNER, OFFICIAL, ENGINEER)})


def step_of(text: str) -> Guide | None:
    """`owner-3` → the third step of that door; anything else is no guide."""
    key, _dash, number = text.partition("-")
    door = DOORS.get(key)
    if door is None or not (number.isascii() and number.isdigit() and len(number) == 1):
        return None
    return Guide(door, int(number)) if 1 <= int(number) <= STEPS else None
