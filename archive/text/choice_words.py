"""Words for the choices of a meeting, its decisions, papers, actions and bodies, English and Chinese.

Results, presence, votes and ways of meeting stand in vocabulary.py, which also reads running text. Words
are compared as there; a choice is its own first word.
"""

from functools import lru_cache

from archive.text.vocabulary import MOST_WORDS, bare_key

# {model.field: {stored value: words}}
CHOICE_WORDS = {
    "meeting.status": {
        "held": "held, took place, completed, concluded, 已召开, 召开, 已举行, 如期召开",
        "cancelled": "cancelled, canceled, called off, not held, did not take place, "
        "取消, 已取消, 停开, 未召开",
        "scheduled": "scheduled, planned, upcoming, to be held, announced, "
        "拟召开, 将召开, 待召开, 预定, 已安排",
    },
    "meeting.classification": {
        "regular": "regular, ordinary, regular meeting, ordinary meeting, stated meeting, "
        "例会, 定期会, 定期会议, 常会, 常规会议",
        "special": "special, special meeting, extraordinary, extraordinary meeting, called meeting, "
        "临时会, 临时会议, 专题会, 专题会议, 特别会议",
        "extended": "extended, enlarged, extended meeting, enlarged meeting, 扩大会, 扩大会议",
        "emergency": "emergency, emergency meeting, urgent, urgent meeting, 紧急会, 紧急会议",
        "annual": "annual, annual meeting, annual general meeting, agm, 年会, 年度会议, 年度大会",
        "study": "study, study session, study meeting, 学习会, 学习会议, 中心组学习",
    },
    "attendancespan.reason": {
        "interest_declared": "interest declared, declared an interest, conflict of interest, interest, "
        "recused, 回避, 利益回避, 申报利益",
        "other": "other, 其他",
    },
    "resolution.classification": {
        "resolution": "resolution, decision, 决议, 决定, 议决",
        "motion": "motion, 动议, 提案",
        "amendment": "amendment, 修正案, 修正动议",
        "directive": "directive, instruction, 指示, 批示",
        "appointment": "appointment, election, nomination, 任命, 任免, 选举, 人事任免",
        "approval_of_minutes": "approval of minutes, minutes, 通过会议纪要, 确认会议记录",
    },
    "resolutionrelation.kind": {
        "amends": "amends, amended, modifies, 修改, 修正, 修订",
        "replaces": "replaces, supersedes, 取代, 替代, 代替",
        "repeals": "repeals, rescinds, revokes, annuls, 废止, 撤销, 废除",
        "repeals_in_part": "repeals in part, partly repeals, rescinds in part, 部分废止",
        "implements": "implements, carries out, 落实, 执行, 贯彻",
        "relates_to": "relates to, see also, related, 相关, 参见",
    },
    "actionitem.status": {
        "open": "open, pending, in progress, ongoing, to do, not started, started, "
        "未完成, 进行中, 待办, 办理中, 推进中, 未办结, 正在办理",
        "done": "done, completed, complete, closed, finished, 完成, 已完成, 办结, 已办结, 已办",
        "dropped": "dropped, cancelled, canceled, abandoned, no longer needed, "
        "取消, 已取消, 不再办理, 终止",
    },
    "document.classification": {
        "agenda": "agenda, order of business, 议程, 会议议程, 议事日程",
        "minutes": "minutes, minutes of the meeting, 会议纪要, 纪要, 会议记录, 议事录",
        "signed_copy": "signed copy, signed minutes, 签字件, 签署件, 签字扫描件",
        "attachment": "attachment, annex, appendix, enclosure, exhibit, 附件, 附录",
        "presentation": "presentation, slides, slide deck, 演示文稿, 幻灯片, 简报",
        "recording": "recording, video, audio, 录音, 录像, 视频, 音频",
    },
    "body.classification": {
        "council": "council, city council, town council, parish council, "
        "委员会全会, 理事会, 议会, 人大, 代表大会",
        "committee": "committee, standing committee, subcommittee, commission, 委员会, 常务委员会, 常委会",
        "bureau": "bureau, office, department, 局, 局务会, 厅, 处",
        "board": "board, board of directors, 董事会, 监事会",
        "working_group": "working group, task force, team, group, 工作组, 小组, 领导小组, 专班",
        "other": "other, 其他",
    },
    "membership.role": {
        "chair": "chair, chairman, chairwoman, chairperson, convener, "
        "主席, 主任, 主任委员, 召集人, 理事长, 董事长, 组长",
        "vice_chair": "vice chair, vice chairman, deputy chair, "
        "副主席, 副主任, 副主任委员, 副理事长, 副董事长, 副组长",
        "secretary": "secretary, clerk, 秘书, 秘书长, 书记员",
        "member": "member, councillor, councilor, councilmember, commissioner, "
        "委员, 成员, 理事, 董事, 议员, 组员",
        "alternate": "alternate, substitute, deputy member, 候补委员, 候补, 替补",
        "observer": "observer, guest, 观察员, 列席",
    },
}
_CHOICES = {
    field: {bare_key(word): value for value, row in words.items() for word in (value, *row.split(","))}
    for field, words in CHOICE_WORDS.items()
}


@lru_cache(MOST_WORDS)
def choice_of(field: str, word: str) -> str:
    """Return the stored value that a word stands for in a field, "resolution.kind", or ""."""
    return _CHOICES[field].get(bare_key(word), "")
