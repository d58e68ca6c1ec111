"""Addresses of private persons, and addresses of what is no person's."""

import pytest

from archive.text.home_addresses import home_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("家住漯河市源汇区五一路12号的居民", "家住漯河市源汇区五一路12号"),
        ("住址：河南省郾城县李庄村3组", "住址：河南省郾城县李庄村3组"),
        ("戶籍地址：臺北市大安區和平東路二段106號", "戶籍地址：臺北市大安區和平東路二段106號"),
        ("租户住在幸福路十二号", "住在幸福路十二号"),
        ("現居臺南市東區大學路1號5樓", "現居臺南市東區大學路1號"),
        ("业主李某（幸福小区3栋1202室）反映", "业主李某（幸福小区3栋1202室）"),
        ("Jane Doe (12 Mill Lane) asked", "Jane Doe (12 Mill Lane"),
        ("Jane Doe - 78 W. 5th St - objected", "Jane Doe - 78 W. 5th St"),
        ("meet at her home at 9 Mill Lane", "her home at 9 Mill Lane"),
        ("Mrs Jane Doe of 12 Mill Lane objected", "Mrs Jane Doe of 12 Mill Lane"),
        ("Jane Doe of 12 Mill Lane objected", "Jane Doe of 12 Mill Lane"),
        ("Jane Q. Doe, 1234 Pearl Street, spoke", "Jane Q. Doe, 1234 Pearl Street"),
        ("the residents of 12 Mill Lane", "residents of 12 Mill Lane"),
        ("residing at 45B High Street", "residing at 45B High Street"),
        ("Home address: Flat 3, 10 Station Road", "Home address: Flat 3, 10 Station Road"),
    ],
)
def test_home_address_is_found(text: str, found: str):
    assert [one.text for one in home_addresses(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "家住城东的居民",
        "会议在漯河市源汇区五一路12号召开",
        "居民代表（12人）在社区3号楼",
        "the rezoning of 12 Mill Lane",
        "The Old Mill Hall (12 Mill Lane)",
        "Proposed Demolition of 123 Main Street",
        "Town Hall, 12 Mill Lane",
        "The council met at 1777 Broadway Street",
        "She lives in Mill Lane",
        "",
    ],
)
def test_other_addresses_are_not(text: str):
    assert home_addresses(text) == []
