"""Traditional Chinese: which tags mean it, and our own words in those of Taiwan."""

import pytest

from archive.text.traditional_chinese import in_words_of_taiwan, is_traditional


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh-Hant", True),
        ("zh-TW", True),
        ("zh-Hant-HK", True),
        ("zh-MO", True),
        ("zh-Hans", False),
        ("zh", False),
        ("en-HK", False),
        ("", False),
    ],
)
def test_tag_means_traditional_chinese(tag: str, expected: bool):
    assert is_traditional(tag) is expected


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("会议纪要已发布，可以搜索。", "會議紀錄已發布，可以搜尋。"),
        ("没有“更正”权限", "沒有「更正」權限"),
        ("记名表决：议程项目", "記名表決：議程項目"),
        ("上传文件 %(name)s", "上傳檔案 %(name)s"),
        ('<a href="/desk/">登录</a>', '<a href="/desk/">登入</a>'),
        ("English", "English"),
    ],
)
def test_words_are_those_of_taiwan(simplified: str, traditional: str):
    assert in_words_of_taiwan(simplified) == traditional
