"""The words that mark decisions, and what ends them."""

import re

from archive.text.pinyin import HAN

_P = "[ \t\u3000]{0,60}"


def _padded(words: str) -> str:
    return "|".join(_P.join(word) for word in sorted(words.split(), key=len, reverse=True))


HAN_LETTER = re.compile(f"[{HAN}]")
HAN_KINDS = _padded(
    "決議 决议 議決 议决 決定 决定 結論 结论 裁示 審查意見 审查意见 討論結果 讨论结果 "
    "表決結果 表决结果 議定 议定 審議結果 审议结果 處理結果 主席裁示 会议结论 會議結論 "
    "会议决定 會議決定 会议决议 會議決議 議定事項 议定事项 决定事项 決定事項 決議事項 "
    "决议事项 会议议定 投票结果 投票結果 評審結論 评审结论 評議"
)
HAN_LABEL = re.compile(
    rf"(?P<lead>(?:\([^()\n]{{1,6}}\)|[0-9]{{1,2}}[.、)]|[\u2474-\u249b\u2460-\u2473]|"
    rf"[一二三四五六七八九十]{{1,3}}、)?{_P}(?:[^:,，。\n]{{0,10}},)?{_P}(?:大[會会]|本[會会]|"
    rf"[會会][議议]|院[會会]|委[員员][會会]|全[體体]|经|經)?{_P})"
    rf"(?P<kind>{HAN_KINDS}){_P}(?:如下|情形|內容|内容)?{_P}(?P<end>:|$)"
)
HAN_SUBJECT = re.compile(
    rf"(?:[案][ \t\u3000]{{0,60}}[由名]|[議议][題题案][0-9一二三四五六七八九十]{{0,3}}|[提][ "
    rf"]?案[0-9一二三四五六七八九十]{{0,3}}|主[ \u3000]{{0,60}}旨|事[ "
    rf"\u3000]{{0,60}}由){_P}[、:.]{_P}(?P<rest>.*)"
)
_OTHER_LABELS = _padded(
    "說明 说明 辦法 办法 提案人 提案單位 提案单位 連署人 汇报人 匯報人 遗留问题 報告人 報告單位 "
    "备注 備註 理由 擬辦 討論 讨论 背景 附件 主席 案由 時間 地點 散會 臨時動議 "
    "擬定 遗留 待办 后续 下一步"
)
HAN_OTHER_LABEL = re.compile(rf"(?:{_OTHER_LABELS}|[一-鿿／/]{{2,12}})(?:[／/][{HAN}]{{1,6}})?{_P}:")
HAN_END = re.compile(
    r"(?:散[ \u3000]{0,60}[會会]|[臨临][ \u3000]{0,60}[時时][ \u3000]{0,60}[動动提][ "
    r"\u3000]{0,60}[議议案]|[討讨][ \u3000]{0,60}[論论][ \u3000]{0,60}事[ \u3000]{0,60}[項项]|"
    r"[報报][ \u3000]{0,60}告[ \u3000]{0,60}事[ \u3000]{0,60}[項项]|[選选][ "
    r"\u3000]{0,60}[舉举][ \u3000]{0,60}事|其[ \u3000]{0,60}他[ \u3000]{0,60}事|\(?休息|第[ "
    r"]?[一二三四五六七八九十0-9]+案)"
)
LATIN_LABEL = re.compile(
    r"(?:(?P<speaker>[^\W\d_][^:\n<>]{0,30}):[ ]{1,4})?(?:\[?(?P<open>proposed|draft)[ "
    r"]+)?(?P<kind>resolution|resolved|decision|decided|decision made|agreed|agreement|"
    r"consensus|conclusion|outcome|proposal|proposed|motion|resolution passed)s?"
    r"(?:[ ]?(?:\#|no\.?|number)?[ ]?(?P<number>[0-9]+(?:[./-][0-9]+)*))?[ "
    r"]*(?:\([^()\n]{0,30}\)[ ]*)?(?:\]?:|=>|[–—](?=[ ]))[ ]*(?P<rest>\S.*)?$",
    re.IGNORECASE,
)
SECTION = re.compile(
    (
        r"(?:(?:key|main|summary of|list of|meeting|final)[ ]+)?(?:decisions?|resolutions?|"
        r"conclusions?|outcomes?|agreements?)(?:[ ](?:made|taken|reached|adopted|passed|items?|of "
        r"the meeting))?(?:[ ](?:and|&)[ ](?:conclusions|agreements|outcomes|resolutions))?[ ]*:?"
    ),
    re.IGNORECASE,
)
STATUS_LINE = re.compile(
    r"(?:(?:status|result|outcome|decision)[ ]*:[ ]*)?(?P<result>(?:conditionally |"
    r"provisionally |unanimously |not |needs? |motion |bill |item |won'?t )?(?:approved|"
    r"accepted|rejected|declined|adopted|passed|carried|defeated|deferred|postponed|"
    r"tabled|withdrawn|work|ready yet|ready|closed|fix|takes work|denied|failed|referred|"
    r"noted|agreed)(?: (?:as proposed|as amended|with (?:changes|feedback|comments|"
    r"amendments)|unanimously|in principle|with conditions|by consensus))?)[ ]*(?:[|.!]|$)",
    re.IGNORECASE,
)
SPEAKER = re.compile(r"[^\W\d_][^:\n|]{0,30}:(?:\s|$)")
LIST_NUMBER = re.compile(
    r"(?:\((?P<han>[一二三四五六七八九十]{1,3})\)|(?P<comma>[一二三四五六七八九十]{1,3})、|"
    r"(?P<digit>[0-9]{1,2})[、.)](?![0-9]))[ \t\u3000]{0,60}"
)
MOVER = re.compile(r"\((?P<name>[^()\n]{3,40})\)$")
ROW = re.compile(r"\|")
NOTHING = re.compile(
    r"(?:none|n/?a|tbd|nil|无|無|暂无|略|no (?:decisions?|resolutions?|conclusions?).*)?[.。]?",
    re.IGNORECASE,
)
AGREEING = frozenset(
    [
        "resolution",
        "resolved",
        "decision",
        "decided",
        "decision made",
        "agreed",
        "agreement",
        "consensus",
        "resolution passed",
    ]
)
PROPOSING = frozenset(["proposal", "proposed"])
LONGEST_DECISION = 12_000
LEAST_WRAPPED = 48
MOST_RESOLUTIONS = 5_000
