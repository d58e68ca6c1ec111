"""The words that names come with: posts, forms of address, surnames, and signs of presence."""

import re

from archive.text.pinyin import HAN

# Source: 百家姓 and the 400 surnames most frequent in the census of 2020, both scripts.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁"
    "韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆"
    "萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑"
    "裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉"
    "戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬"
    "申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步"
    "都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后"
    "荆红游竺权逯盖益桓公仉督岳帅缑亢况郈琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福邸冼尧粟"
    "练揭覃辜麦苑肖卿代占栗原官粘凃修尉朴植来英由甯歹候"
)
FAMILY_NAMES = SURNAMES | frozenset(
    (
        "欧阳 上官 司马 诸葛 皇甫 尉迟 令狐 公孙 慕容 司徒 东方 夏侯 端木 独孤 南宫 长孙 宇文 轩辕 "
        "钟离 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 张简 范姜 陈林 高金"
    ).split()
)

# Longest first where one begins another: an alternation takes the first that fits.
_POSTS = sorted(
    (
        "书记 局长 处长 科长 股长 部长 市长 县长 区长 镇长 乡长 村长 里长 院长 校长 次长 司长 署长 "
        "厅长 省长 会长 社长 馆长 所长 站长 队长 组长 团长 课长 室长 议长 理事长 董事长 秘书长 干事长 "
        "总干事 行长 庭长 检察长 总长 主任委员 召集委员 专门委员 委员长 主任委 委员 主任秘书 简任秘书 "
        "简任编审 编审 秘书 主任 主席 副主席 召集人 理事 监事 常务理事 常务监事 候补理事 董事 独立董事 "
        "议员 代表 教授 副教授 讲师 研究员 老师 经理 总经理 总监 总裁 工程师 总工程师 总工 律师 会计师 "
        "参事 参议 专员 科员 干事 顾问 助理 助教 主管 负责人 调研员 巡视员 主办 技正 技士 组员 书记官 "
        "法官 检察官 大使 总领事 常委 政委 主编 编辑 记者 同志 先生 女士 小姐 博士 医师 医生 牧师 法师 "
        "执行长 政务委员 发言人 主持人 主计长 审计长 总务长 教务长 学务长 参谋长 司令 司令员 政治委员 "
        "组织委员 宣传委员 纪检委员 联络员 协调员 分析师 设计师 产品经理 架构师 总书记 总师 总会计师 "
        "院士 领队 班长 店长 业务员 职员 学生代表 家长代表 教师代表 代理 "
        "党组成员 党委成员 班子成员 网格员 楼栋长 楼长 支书 出纳 会计 "
        "文书 监察人 辅导员 技术员 安全员 管理员 调解员 驻村干部 护士长 护士 经济师 社工 校董"
    ).split(),
    key=len,
    reverse=True,
)
POST = "(?:" + "|".join(_POSTS) + ")"
_RANKS = "(?:第[一二三四五]|[副正前代原兼]|常务|名誉|执行|首席|资深|高级|助理){0,4}"
POST_WORD = re.compile(f"{_RANKS}{POST}")
EMBEDDED_POST = re.compile(f"(?P<family>[{HAN}]{{1,2}}?)(?P<post>{_RANKS}{POST})(?P<given>[{HAN}]{{1,2}})")
# Whatever ends in these is a unit and not a person, unless a post and a name follow.
UNIT = re.compile(
    "(?:局|委|办|处|科|公司|院|部|中心|会|室|政府|站|所|厅|署|队|集团|学校|大学|学院|银行|支部|小组"
    "|协会|学会|单位|机关|部门|人员|名单|成员|领导|主管|首长|代表团|委员会|街道|乡|镇|村|社区|组|团队)$"
)
NOBODY = frozenset(
    (
        "上午 下午 主持 主席 记录 纪录 出席 列席 出缺席 出缺席表 议员出缺席表 签到簿 签到表 无 略 没有 "
        "从略 如下 同上 同前 均 全体 详 等 暂无 待定 缺 未 是 否 有 其他 其它 各 本会 以下 如附件 "
        "如签到簿 如签到表 裁示 报告 致词 致辞 讲话 指示 总结 发言 提问 答复 宣布 意见 说明 结论 提案 决议 "
        "表决 讨论 none n/a na nil tbd tba nobody all - -- — everyone everybody quorum unknown "
        "members observers guests others yes no name names same others? et al and or the as above see list "
        "below none. nil. n/a. public staff various remote chat recording notes minutes agenda company "
        "email affiliation organization organisation role status attendance present absent regrets "
        "excused website"
    ).split()
)

_ADDRESS_WORDS = (
    "Mr Mrs Ms Miss Mx Messrs Mses Mmes Dr Drs Prof Professor Rev Revd Reverend Fr Father Sr Sister "
    "Hon Honourable Honorable Cllr Cllrs Cr Crs Councillor Councillors Councilor Councilors "
    "Councilmember Councilmembers Councilman Councilwoman Councilperson Alderman Alderwoman "
    "Alderperson Ald Commissioner Commissioners Comm Supervisor Supervisors Selectman "
    "Selectwoman Selectperson Selectboard Trustee Trustees Director Directors Mayor Sir Lady "
    "Lord Dame Judge Justice Senator Sen Representative Rep Captain Capt Colonel Col General "
    "Gen Sgt Chief Chairman Chairwoman Chairperson Chair President Secretary Treasurer Clerk "
    "Deputy Vice Pro Tem Acting Member Members Ambassador Minister Officer Governor Bailiff "
    "Warden Reeve Attorney Manager Superintendent PCSO PC Inspector Alderpersons Aldermen Selectmen "
    "Senators Governors Judges Justices Planner Engineer Solicitor Professors Counsel Counsellor "
    "Vice-Chair Vice-Chairman Vice-Chairwoman Vice-Chairperson Vice-President Vice-Mayor Co-Chair "
    "CAO CEO CFO COO CTO CIO"
).split()
_ADDRESS_SET = frozenset(word.casefold() for word in _ADDRESS_WORDS) | frozenset(
    "the town city county village parish borough district ward council board committee school vice- co- "
    "of".split()
)


# A title before several names is the title of each: Councillors A, B and C.
_SINGULAR = {"aldermen": "Alderman", "selectmen": "Selectman", "messrs": "", "mses": "", "mmes": ""} | {
    f"{word}s".casefold(): word
    for word in (
        "Councillor Councilor Cllr Cr Councilmember Commissioner Supervisor Trustee Director Member "
        "Alderperson Senator Governor Judge Justice Dr Professor Prof Sir Alderman Mayor Officer"
    ).split()
}


def singular_title(label: str) -> str | None:
    """Return the title of one for a title of several, Town Councillors → Town Councillor, or None."""
    *before, last = label.rstrip(".").split(" ") if label else [""]
    one = _SINGULAR.get(last.casefold())
    return None if one is None else " ".join([*before, one]).strip()


def without_address(words: str) -> str:
    """Return a name without the forms of address before it: Cllr. Jane Smith → Jane Smith."""
    rest = words
    while (parts := rest.split(None, 1)) and len(parts) == 2:
        if parts[0].rstrip(".").casefold() not in _ADDRESS_SET:
            break
        rest = parts[1]
    # Without a family name left, a first word like Dean or Rev belonged to the name.
    return rest if rest[:1].isalpha() else words


COURTESY = frozenset(
    (
        "mr mrs ms miss mx messrs mses mmes the mr. mrs. ms. miss. mx. messrs. mses. mmes. 同志 "
        "先生 女士 小姐"
    ).split()
)
_LATIN_POST_WORDS = (
    "chair chairs chairman chairwoman chairperson chairpersons co-chair cochair vice-chair "
    "vicechair vice deputy acting interim president secretary treasurer clerk mayor member "
    "members director directors officer manager administrator attorney counsel solicitor "
    "engineer planner chief executive head lead leader coordinator organizer organiser "
    "facilitator moderator host scribe recorder minutes taker minute note-taker notetaker notes "
    "secretary councillor councilor alderman commissioner trustee supervisor superintendent "
    "principal dean professor representative rep observer guest staff assistant associate "
    "senior general finance town city county village parish council board committee ceo cto cfo "
    "coo cio vp evp svp phd md esq qc kc mp mep jp obe mbe cbe dl ba bsc ma msc mba pe cpa ret "
    "retired emeritus ex officio ex-officio ward elect pro tem tempore past immediate "
    "non-voting voting alternate program project product community developer advocate and of "
    "the for to & public works police fire parks planning legal economist adviser advisor "
    "specialist analyst he/him she/her they/them"
).split()
_LATIN_POST_SET = frozenset(_LATIN_POST_WORDS)
_CORE_POSTS = frozenset(
    (
        "chair chairs chairman chairwoman chairperson co-chair cochair vice-chair president "
        "secretary treasurer clerk mayor member director officer manager administrator attorney "
        "counsel solicitor engineer planner executive lead leader coordinator organizer organiser "
        "facilitator moderator host scribe recorder councillor councilor alderman commissioner "
        "trustee supervisor superintendent principal dean professor representative observer guest "
        "staff assistant ceo cto cfo coo cio vp evp svp phd md esq qc kc mp mep jp obe mbe cbe pe "
        "cpa emeritus officio ex-officio advocate economist adviser advisor specialist analyst "
        "elect alternate he/him she/her they/them note-taker taker"
    ).split()
)


# Of a name the one, beside it the other: Walter Greene, Jr.; Jane Doe, OBE.
GENERATION = re.compile(r",?[ ](?:Jr|Sr|Jnr|Snr|II|III|IV)\b\.?", re.IGNORECASE)
_HONOURS = frozenset("obe mbe cbe kbe dbe jp qc kc mp mep phd md esq cpa dl".split())


def without_honours(name: str) -> tuple[str, str]:
    """Return a name and the letters behind it: Jane Doe OBE → Jane Doe, OBE."""
    words = name.split(" ")
    last = len(words)
    while last > 2 and words[last - 1].replace(".", "").casefold() in _HONOURS:
        last -= 1
    return " ".join(words[:last]), " ".join(words[last:])


def is_latin_post(words: str) -> bool:
    parts = [part.strip(",()").replace(".", "").casefold() for part in words.split()]
    parts = [part for part in parts if part]
    if not parts or len(parts) > 7:
        return False
    return all(part in _LATIN_POST_SET for part in parts) and any(part in _CORE_POSTS for part in parts)


STATUS_WORDS = [
    (
        re.compile(
            r"请假|告假|公假|病假|事假|因公外出|(?<!no )(?<!without )(?<!without any )"
            r"\b(?:excused|apolog(?:y|ies)|regrets?|on leave|leave of absence)\b",
            re.IGNORECASE,
        ),
        "excused",
    ),
    (
        re.compile(
            r"缺席|未出席|未到|缺勤|未参加|\b(?:absent|not present|no show|missing)\b", re.IGNORECASE
        ),
        "absent",
    ),
    (
        re.compile(
            r"出席|到会|实到|\b(?:present|attended|in person|remote(?:ly)?|online|virtual(?:ly)?"
            r"|by phone)\b",
            re.IGNORECASE,
        ),
        "present",
    ),
]


# Posts of several people: 、 shares them out where a comma parts the posts, 副会长施文、凌霄，秘书长邱小红.
HELD_BY_SEVERAL = re.compile(r"副[^副]{1,3}$|(?:委员|理事|监事|董事|代表|顾问|常委|议员|成员)$")
VACANT = frozenset("vacant vacancy vacancies none nil n/a 空缺 悬缺 出缺 缺额 无".split())
# What concerns a part of the meeting only, and why somebody was away, which is nobody else's business.
PARTLY = re.compile(
    r"\b(?:joined|left|arrived|departed|late|early|partial|until|from \d|remote|online|phone|via|"
    r"items?|only|for discussion)\b"
    r"|第.{1,8}[项案]|迟到|早退|中途|先行离|离席|到场|[时点分0-9](?:到|离)|^(?:线上|视频|远程|委托)",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(?:ill(?:ness)?|sick|unwell|holidays?|vacation|work|business|family|travel(?:ling|ing)?|personal|"
    r"bereavement|funeral|medical|hospital|surgery|maternity|paternity|parental|another meeting|"
    r"commitments?|conflict|jury)\b"
    r"|[病事公丧产婚年休]假|公差|公出|出差|休养|因[公病事故]|赴|开会|外出|学习|培训|住院|手术|探亲|身体|家中",
    re.IGNORECASE,
)


def status_in(words: str) -> str:
    return next((status for pattern, status in STATUS_WORDS if pattern.search(words)), "")
