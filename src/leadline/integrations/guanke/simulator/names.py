"""The simulator's cast: agents, tasks, lines, places and the customer's grades, with how often each occurs."""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


AGENTS: Final = tuple(
    zip(
        range(3001, 3025),
        _words(
            "王芳 李娜 张伟 刘洋 陈静 杨敏 赵磊 黄丽 周凯 吴倩 徐鹏 孙悦 马超 朱琳 胡雪 "
            "郭涛 何欣 林峰 罗兰 高翔 郑浩 梁宇 谢婷 宋佳"
        ),
        strict=True,
    )
)
NOT_AGENTS: Final = ((9001, "系统管理员"), (9002, "测试账号"), (9003, "质检专用"))
ACCOUNTS: Final = (*AGENTS, *NOT_AGENTS)
TASKS: Final = tuple(
    zip(
        range(501, 513),
        _words(
            "新客首充A组 新客首充B组 老客唤醒 沉默用户召回 活动邀约一期 活动邀约二期 会员续费 "
            "体验课邀约 高意向回访 公海再呼 华东专项 华南专项"
        ),
        strict=True,
    )
)
LINES: Final = ((21, "广州联通-01"), (22, "深圳移动-03"), (23, "杭州电信-02"), (24, "成都移动-01"))
PLACES: Final = tuple(
    (province, city)
    for province, cities in (
        ("广东", "广州 深圳 东莞 佛山"),
        ("江苏", "南京 苏州 无锡"),
        ("浙江", "杭州 宁波 温州"),
        ("山东", "济南 青岛 临沂"),
        ("河南", "郑州 洛阳"),
        ("四川", "成都 绵阳"),
        ("湖北", "武汉 宜昌"),
        ("湖南", "长沙 衡阳"),
        ("河北", "石家庄 保定"),
        ("福建", "福州 厦门 泉州"),
        ("北京", "北京"),
        ("上海", "上海"),
        ("重庆", "重庆"),
        ("陕西", "西安"),
        ("辽宁", "沈阳 大连"),
        ("广西", "南宁"),
    )
    for city in cities.split()
)
PREFIXES: Final = tuple(
    int(prefix)
    for prefix in _words(
        "130 131 132 133 134 135 136 137 138 139 147 "
        "150 151 152 153 155 156 157 158 159 166 170 "
        "173 175 176 177 178 180 181 182 183 185 186 "
        "187 188 189 191 198 199"
    )
)
SUCCESS_GRADES: Final = (("AS1 成功单9元", 70), ("AS2 成功单1元", 30))
CONNECTED_GRADES: Final = (
    ("AF5 没说话直接挂断", 30.0),
    ("AN2 明确不需要", 22.0),
    ("AF2 在忙/晚点再说", 16.0),
    ("AG 话务员未操作", 6.0),
    ("AN3 语音助手", 5.0),
    ("F-直接挂机", 5.0),
    ("AF11", 3.5),
    ("AOT 其他", 3.0),
    ("AF3 加微信成功挂断", 2.5),
    ("AF12", 2.0),
    ("AF4 付费环节挂断", 1.5),
    ("邀约失败", 1.5),
    ("AF13", 0.8),
    ("AF14", 0.5),
    ("AN4 已报名", 0.4),
    ("AN1 骂人", 0.3),
    (None, 1.0),
)
# (grade, cause) of calls that nobody answered: both the announcement and the cause may be missing or say little.
UNANSWERED: Final = (
    ((None, "NO_ANSWER"), 22.0),
    (("未接通", "NORMAL_CLEARING"), 20.0),
    (("无人接听", "NO_ANSWER"), 16.0),
    (("拒接", "CALL_REJECTED"), 12.0),
    (("关机", "NORMAL_TEMPORARY_FAILURE"), 9.0),
    ((None, "USER_BUSY"), 9.0),
    (("空号", "UNALLOCATED_NUMBER"), 5.0),
    (("停机", "SUBSCRIBER_ABSENT"), 4.0),
    ((None, None), 3.0),
)
CUSTOMERS: Final = _words("陈先生 李女士 王先生 张女士 刘总 赵先生 孙女士 周经理 吴先生 郑女士 冯先生 何女士")
COMPANIES: Final = _words("宏达商贸 云帆科技 金穗农业 蓝海物流 锦程教育 安和医疗 春晖家政 远景装饰")
# Calls by hour of the day, 9:00 to 21:00, with the pause at noon and the tired evening.
HOURS: Final = dict(zip(range(9, 21), (9, 13, 12, 5, 6, 11, 12, 11, 9, 5, 4, 3), strict=True))
