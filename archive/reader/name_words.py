"""The words that names come with: posts, forms of address, surnames, and signs of presence."""

import re

from archive.text.pinyin import HAN

# Source: 百家姓 and the 400 surnames most frequent in the census of 2020, both scripts.
SURNAMES = frozenset(
    "赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢"
    "謝邹鄒喻柏水窦竇章云苏蘇潘葛奚范範彭郎鲁魯韦韋昌马馬苗凤鳳花方俞任袁柳酆鲍鮑史唐费費廉岑薛雷贺賀倪汤"
    "湯滕殷罗羅毕畢郝邬鄔安常乐樂于時时傅皮卞齐齊康伍余元卜顾顧孟平黄黃和穆萧蕭尹姚邵湛汪祁毛禹狄米贝貝明"
    "臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强強贾賈路娄婁危江童颜顏郭梅盛林刁钟鍾"
    "鐘徐邱骆駱高夏蔡田樊胡凌霍虞万萬支柯昝管卢盧莫经經房裘缪繆干解应應宗丁宣贲鄧邓郁單单杭洪包诸諸左石崔"
    "吉钮鈕龚龔程嵇邢滑裴陆陸荣榮翁荀羊於惠甄曲家封芮储儲靳汲邴糜松井段富巫乌烏焦巴弓牧隗山谷车車侯宓蓬全"
    "郗班仰秋仲伊宫宮宁寧仇栾欒暴甘钭厉厲戎祖武符刘劉景詹束龙龍叶葉幸司韶郜黎蓟薄印宿白怀懷蒲邰从鄂索咸籍"
    "赖賴卓蔺藺屠蒙池乔喬阴鬱胥能苍双雙闻聞莘党黨翟谭譚贡貢劳勞逄姬申扶堵冉宰郦雍桑桂濮牛寿壽通边邊扈燕冀"
    "郏浦尚农農温溫别庄莊晏柴瞿阎閻充慕连連茹习習宦艾鱼魚容向古易慎戈廖庾终暨居衡步都耿满滿弘匡国國文寇广"
    "廣禄阙闕东欧歐殳沃利蔚越夔隆师師巩鞏聂聶晁勾敖融冷訾辛阚闞那简簡饶饒空曾毋沙乜养鞠须須丰豐巢关關蒯相"
    "查后荆荊红紅游竺权權逯盖蓋益桓公仉督岳帅帥缑亢况況郈琴归歸海晋晉楚闫閆法汝鄢涂塗钦欽商牟佘佴伯赏墨哈"
    "谯笪年爱愛阳陽佟言福邸冼尧堯粟练練揭覃辜麦麥苑肖卿代占栗滑原官粘凃游修尉朴植来來英由甯歹候"
)
FAMILY_NAMES = SURNAMES | frozenset(
    (
        "欧阳 歐陽 上官 司马 司馬 诸葛 諸葛 皇甫 尉迟 尉遲 令狐 公孙 公孫 慕容 司徒 东方 東方 夏侯 "
        "端木 独孤 獨孤 南宫 南宮 长孙 宇文 轩辕 钟离 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 "
        "仲孙 张简 張簡 范姜 陈林 高金"
    ).split()
)

# Longest first where one begins another: an alternation takes the first that fits.
_POSTS = sorted(
    (
        "书记 書記 局长 局長 处长 處長 科长 科長 股长 股長 部长 部長 市长 市長 县长 縣長 区长 區長 "
        "镇长 鎮長 乡长 鄉長 村长 村長 里长 里長 院长 院長 校长 校長 次长 次長 司长 司長 署长 署長 "
        "厅长 廳長 省长 省長 会长 會長 社长 社長 馆长 館長 所长 所長 站长 站長 队长 隊長 组长 組長 "
        "团长 團長 课长 課長 室长 室長 议长 議長 理事长 理事長 董事长 董事長 秘书长 秘書長 干事长 "
        "總幹事 总干事 行长 行長 庭长 庭長 检察长 檢察長 总长 總長 主任委员 主任委員 召集委员 "
        "召集委員 专门委员 專門委員 委员长 委員長 主任委 委员 委員 主任秘书 主任秘書 简任秘书 "
        "簡任秘書 簡任編審 編審 秘书 秘書 主任 主席 副主席 召集人 理事 监事 監事 常务理事 常務理事 "
        "常务监事 常務監事 候補理事 候补理事 董事 独立董事 議員 议员 代表 教授 副教授 讲师 講師 "
        "研究员 研究員 老师 老師 经理 經理 总经理 總經理 总监 總監 总裁 總裁 工程师 工程師 总工程师 "
        "总工 律师 律師 会计师 會計師 参事 參事 参议 參議 專員 专员 科员 科員 干事 幹事 顾问 顧問 "
        "助理 助教 主管 负责人 負責人 调研员 調研員 巡视员 主办 主辦 技正 技士 组员 組員 書記官 "
        "法官 检察官 檢察官 大使 总领事 常委 政委 主編 主编 編輯 编辑 記者 记者 同志 先生 女士 小姐 "
        "博士 醫師 医师 醫生 医生 牧師 法師 執行長 执行长 政務委員 政务委员 发言人 主持人 主计长 "
        "審計長 總務長 教務長 學務長 参谋长 司令 司令员 政治委员 组织委员 宣传委员 纪检委员 联络员 "
        "聯絡員 协调员 分析师 分析師 设计师 產品經理 产品经理 架构师 总书记 总师 总会计师 院士 站長 "
        "领队 班长 班長 店长 業務員 职员 職員 學生代表 学生代表 家长代表 家長代表 教师代表 教師代表 "
        "代理"
    ).split(),
    key=len,
    reverse=True,
)
POST = "(?:" + "|".join(_POSTS) + ")"
_RANK = "(?:第[一二三四五]|[副正前代原兼]|常[务務]|名[誉譽]|[执執]行|首席|[资資]深|高[级級]|助理)"
POST_WORD = re.compile(f"{_RANK}*{POST}")
EMBEDDED_POST = re.compile(f"(?P<family>[{HAN}]{{1,2}}?)(?P<post>{_RANK}*{POST})(?P<given>[{HAN}]{{1,2}})")
# Whatever ends in these is a unit and not a person, unless a post and a name follow.
UNIT = re.compile(
    "(?:局|委|办|辦|处|處|科|公司|院|部|中心|会|會|室|政府|站|所|厅|廳|署|队|隊|集团|集團|"
    "学校|學校|大學|大学|学院|學院|银行|銀行|支部|小组|小組"
    "|協會|协会|學會|学会|單位|单位|機關|机关|部門|部门|人員|人员|名单|名單|成员|成員|領導|"
    "领导|主管|首長|首长|代表团|委员会|委員會|街道|乡|镇|鄉|鎮|村|社区|社區|组|組|團隊|"
    "团队)$"
)
NOBODY = frozenset(
    (
        "上午 下午 主持 主席 記錄 记录 紀錄 出席 列席 出缺席 出缺席表 議員出缺席表 簽到簿 签到表 无 "
        "無 略 没有 沒有 从略 如下 同上 同前 均 全体 全體 详 詳 等 暂无 暫無 待定 缺 未 是 否 有 "
        "其他 其它 各 本会 本會 以下 如附件 如簽到簿 如签到簿 none n/a na nil tbd tba nobody all - "
        "-- — everyone everybody quorum unknown members observers guests others yes no name names "
        "same others? et al and or the as above see list below none. nil. n/a. public staff various "
        "remote chat recording notes minutes agenda company email affiliation organization "
        "organisation role status attendance present absent regrets excused website"
    ).split()
)

_ADDRESS_WORDS = (
    "Mr Mrs Ms Miss Mx Messrs Mses Mmes Dr Drs Prof Professor Rev Reverend Fr Father Sr Sister "
    "Hon Honourable Honorable Cllr Cllrs Cr Crs Councillor Councillors Councilor Councilors "
    "Councilmember Councilmembers Councilman Councilwoman Councilperson Alderman Alderwoman "
    "Alderperson Ald Commissioner Commissioners Comm Supervisor Supervisors Selectman "
    "Selectwoman Selectperson Selectboard Trustee Trustees Director Directors Mayor Sir Lady "
    "Lord Dame Judge Justice Senator Sen Representative Rep Captain Capt Colonel Col General "
    "Gen Sgt Chief Chairman Chairwoman Chairperson Chair President Secretary Treasurer Clerk "
    "Deputy Vice Pro Tem Acting Member Members Ambassador Minister Officer Governor Bailiff "
    "Warden Reeve Attorney Manager Superintendent"
).split()
_ADDRESS_SET = frozenset(word.casefold() for word in _ADDRESS_WORDS) | frozenset(
    "the town city county village parish council board committee school vice- co- of".split()
)


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


def is_latin_post(words: str) -> bool:
    parts = [part.strip(".,()").casefold() for part in words.split()]
    parts = [part for part in parts if part]
    if not parts or len(parts) > 7:
        return False
    return all(part in _LATIN_POST_SET for part in parts) and any(part in _CORE_POSTS for part in parts)


STATUS_WORDS = [
    (
        re.compile(
            r"请假|請假|告假|公假|病假|事假|因公外出|\b(?:excused|apolog(?:y|ies)|regrets?|on leave|"
            r"leave of absence)\b",
            re.IGNORECASE,
        ),
        "excused",
    ),
    (
        re.compile(
            r"缺席|未出席|未到|缺勤|未參加|未参加|\b(?:absent|not present|no show|missing)\b", re.IGNORECASE
        ),
        "absent",
    ),
    (
        re.compile(
            r"出席|到会|到會|实到|\b(?:present|attended|in person|remote(?:ly)?|online|virtual(?:ly)?|"
            r"by phone)\b",
            re.IGNORECASE,
        ),
        "present",
    ),
]


def status_in(words: str) -> str:
    return next((status for pattern, status in STATUS_WORDS if pattern.search(words)), "")
