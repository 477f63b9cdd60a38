"""What a Chinese name looks like in running text: surnames, given names, what stands for a hidden name. A table; it decides no cell."""

# Words begin with these too: they count as surnames only where a colon or a bracket says that a name stands there.
_ALSO_WORDS = "于向时和经从成全应能单计都利支代常明平方万包查项解党商古冷农劳宁尚左盛石金水木易文"
# After 当事人, which begins half the sentences of a decision, only these count.
_NEVER_WORDS = (
    "王李刘赵吴徐孙胡朱郭罗郑梁宋邓冯曹彭蔡潘袁叶杜苏魏吕丁沈姚卢姜崔谭汪廖韦贾邹薛尹郝龚邵覃钱戴赖樊翟倪霍"
    "谢唐韩萧肖董余傅孟秦邱侯黎贺毛武龙段"
)
_OTHERS = (
    "张陈杨黄周何高林马程曾许任江钟白严安邢路康谷车伍连曲舒关季施梅华钱池丘汤温洪欧田夏陆范熊史陶顾俞齐岳牛鲁葛"
    "毕柳聂骆甘柯卜辛管祝涂柴庄阮吉耿焦裴冀苗鲍卫穆娄岑饶宗凌符席蒙佘蒋付殷莫庞兰雷阎闫苑房靳申桂邬凤甄屈项童"
    "詹谌晏瞿湛危揭缪伏隋佟盘迟鄢桑花喻麦巫初冼练钮植敖仇晋蓝幸翁荀司游窦费蒲褚卓阳仝冉银晁鞠淦覃刁占"
)
SURNAME = f"[{_NEVER_WORDS}{_OTHERS}]"
ANY_SURNAME = f"[{_NEVER_WORDS}{_OTHERS}{_ALSO_WORDS}]"
FIRM_SURNAME = f"[{_NEVER_WORDS}]"
DOUBLE = "(?:欧阳|司马|上官|诸葛|司徒|东方|令狐|尉迟|皇甫|公孙|慕容|夏侯|轩辕|长孙|宇文|端木|司空|百里|呼延|南宫)"
# A given name holds none of the small words of a sentence.
_SMALL = "的了是在不未已及与等为被将把对从由于无其该此以至所者人之也或但并须均都每另第某称经应即又仍还有没其们"
# Nor does one begin what the person did.
_DEEDS = (
    "擅自|涉嫌|明知|利用|使用|通过|违反|委托|承认|确认|表示|提供|出示|销售|经营|生产|采购|实施|组织|安排|招用|代表|进行|发现|当场|现场"
    "|负责|承包|前往|共同|伙同|先后|分别|多次|同意|要求|接受|配合|履行|参与|私自|故意|单独|携带|运输|储存|存放|再次|陪同|陈述|抽逃"
    "|名下|本人|夫妇|夫妻|先生|女士|到场|驾驶|签字|签收|收取|支付|购买|购进|出售|开设|雇用|雇佣|聘用|租赁|租用"
)
GIVEN = rf"(?![{_SMALL}]|{_DEEDS})[\u4e00-\u9fff]"
# Where a colon or a bracket says that a name stands there, 大为 and 羲之 are names too.
ANY_GIVEN = r"(?![的了是在不未已及与和等被将把])[\u4e00-\u9fff]"
HIDDEN = "[某×＊*ＸX○〇]"

# Surname and a second character that together begin a word; a name that begins so is taken for the word.
_WORDS = (
    "周围 周边 周转 周期 周末 周一 周二 周三 周四 周五 周六 周日 周年 周到 周知 周密 何时 何种 何地 何处 何物 何况 林业 林地 林木 "
    "林场 林区 林下 林权 罗列 谢绝 谢谢 叶片 叶面 杜绝 杜撰 苏打 陆续 陆地 陆运 范围 范本 范例 姜片 熊猫 钱款 钱财 钱物 "
    "戴口 戴安 戴帽 戴手 赖账 霍乱 孙女 孙子 胡同 胡椒 胡萝 胡乱 胡说 丁烷 丁酮 丁醇 丁类 丁级 李子 王府 陈述 陈列 陈旧 "
    "陈设 陈放 陈年 张贴 张挂 张数 张开 张拉 黄金 黄色 黄牛 黄标 黄页 黄线 马上 马路 马达 马匹 马桶 高度 高于 高空 "
    "高温 高价 高级 高等 高层 高新 高危 高速 高压 高中 高校 高额 高考 高处 高三 高二 高一 曾经 曾多 曾因 曾于 曾在 曾被 曾向 "
    "程序 程度 许可 许诺 许多 任何 任意 任职 任命 任务 任用 任教 江边 钟表 白酒 白天 白色 白糖 白条 严重 严格 严禁 严厉 严密 "
    "安全 安装 安排 安置 安检 安徽 安保 安静 安心 路面 路段 路口 路边 路过 路经 康复 车辆 车间 车主 车牌 车号 车身 车载 "
    "车型 车速 连续 连同 连锁 连接 连带 关于 关联 关闭 关键 关门 关系 关停 施工 施用 施行 施救 梅花 华侨 汤料 温度 洪水 "
    "夏季 夏天 史料 毛利 毛重 毛坯 毛巾 武器 武装 雷达 雷管 段落 贺卡 陶瓷 顾客 顾问 齐全 齐备 牛奶 牛肉 牛羊 毕业 甘蔗 "
    "祝贺 管理 管道 管控 管线 卫生 卫星 卫浴 庄稼 吉祥 焦炭 苗木 苗圃 凌晨 符合 符号 席位 蒙混 龙头 唐突 韩式 韩国 董事 "
    "余款 余额 余下 余量 秦皇 田地 田间 莫名 兰州 房屋 房间 房产 房东 房租 申请 申报 申辩 申领 申述 申诉 桂林 童装 童车 "
    "童鞋 危险 危害 危化 危废 桑拿 花费 花生 花园 花炮 麦片 初中 初一 初二 初三 初次 初步 练习 植物 植树 游戏 游客 游泳 "
    "费用 蓝色 银行 银色 占用 占地 占有 占道 占比 司机 司法 阳台 阳光 盘点 迟到 迟延 柳州 连云 欧盟 欧式 梁柱 丘陵 "
    "司炉 游艺 翁婿 幸免 江西 江苏 江门 贺州 温州 杨梅 黄豆 黄瓜 黄酒 马铃 马肉 车厢 车站 车票 车库 车位 关照 关注 关押 "
    "石料 石材 石油 石灰 石场 金额 金属 金融 金钱 万元 万余 方法 方式 方面 方便 方案 方向 文件 文书 文字 文化 文号 "
    "易燃 易爆 易制 易腐 包装 包括 包含 包裹 包工 查询 查获 查处 查看 查验 查封 查实 时间 时代 时期 平台 平时 平均 "
    "单位 单独 单据 单价 单方 项目 全部 全体 全程 利用 利润 明知 明示 明确 明显 应当 应急 解释 解除 解决 代表 代理 "
    "代办 商品 商户 商铺 商业 商标 冷库 冷藏 冷链 农药 农产 农村 农民 农户 劳动 劳务 左右 左侧 成立 成品 成本 成分 "
    "成绩 常用 常年 常规 常见 向东 和解 水库 水稻 水果 木材 安福 支付 计算 经营 经理 经办 从事 都市 能够 代码 代销"
)
WORDS = frozenset(_WORDS.split())
# Who is meant without being named.
_NOBODY = (
    "女孩 男孩 儿童 幼儿 学生 少年 顾客 孩子 婴儿 小孩 青年 员工 工人 职工 童工 女童 男童 少女 女生 男生 家长 老师 教师 "
    "老人 妇女 乘客 旅客 患者 病人 司机 店员 父亲 母亲 父母 监护 不详 未知 略 见附件 详见附件 同上 保密 匿名 无 空 "
    "未提供 不便透露 如下 以下 自然人 法人 公民 先生 女士 本人 他人 负责人 经营者 当事人 拒绝提供 拒绝透露"
)
NOBODY = frozenset(_NOBODY.split())
# What an organisation or a shop ends in; a given name hardly does.
BODY_END = tuple("店厂部铺所司局校馆社站吧队户")
BODY_END_OF_FOUR = tuple("行场院室坊堂会园心团处科股办")


def is_name(text: str) -> bool:
    """Whether characters that stand where a name stands may be one, and not a word or a shop."""
    if text[:2] in WORDS or text in NOBODY or any(word in text for word in ("某",)):
        return False
    if text.endswith(BODY_END):
        return False
    return not (len(text) >= 4 and text.endswith(BODY_END_OF_FOUR))
