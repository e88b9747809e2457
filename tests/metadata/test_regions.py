"""Regions: names to codes, ambiguous ones only with help."""

from __future__ import annotations

import pytest

from pipelines.regions import PortalRegion, fuller_name, locate


@pytest.mark.parametrize(
    ("name", "region", "code", "level"),
    [
        ("济南市历下区人民政府", "山东省济南市历下区", "370102", "county"),
        ("武清区人民政府", "天津市武清区", "120114", "county"),
        ("北京市朝阳区发展和改革委员会", "北京市朝阳区", "110105", "county"),
        ("张家口市人民政府", "河北省张家口市", "130700", "prefecture"),
        ("内蒙古自治区人民政府办公厅", "内蒙古自治区", "150000", "province"),
        ("中共昆山市委办公室", "江苏省苏州市昆山市", "320583", "county"),
        ("恩施州人民政府", "湖北省恩施土家族苗族自治州", "422800", "prefecture"),
        ("济源市商务局", "河南省济源市", "419001", "county"),
        ("东莞市人民政府", "广东省东莞市", "441900", "prefecture"),
        ("吉林市人民政府", "吉林省吉林市", "220200", "prefecture"),
        ("吉林省人民政府", "吉林省", "220000", "province"),
    ],
)
def test_names_that_say_it_all(name, region, code, level):
    found = locate(name, None)
    assert found is not None
    assert (found.region, found.code, found.level) == (region, code, level)


@pytest.mark.parametrize(
    "name", ["朝阳区商务局", "鼓楼区人民政府", "市政府", "区发展改革委", "国务院", "杨凌示范区管委会"]
)
def test_names_that_do_not_say_where(name):
    assert locate(name, None) is None


@pytest.mark.parametrize(
    ("name", "portal", "code"),
    [
        ("朝阳区商务局", PortalRegion("北京市", "110000"), "110105"),
        ("朝阳区商务局", PortalRegion("吉林省长春市", None), "220104"),
        ("鼓楼区人民政府", PortalRegion("福建省福州市", "350100"), "350102"),
        ("鼓楼区人民政府", PortalRegion("广东省", "440000"), None),
        ("区发展改革委", PortalRegion("天津市武清区", "120114"), "120114"),
        ("市政府办公室", PortalRegion("江苏省南京市浦口区", "320111"), "320100"),
        ("省政府", PortalRegion("江西省南昌市", "360100"), "360000"),
    ],
)
def test_the_portal_settles_what_the_name_leaves_open(name, portal, code):
    found = locate(name, portal)
    assert (found.code if found else None) == code


def test_a_fuller_name_in_the_text_settles_it_if_it_is_the_only_one():
    assert fuller_name("鼓楼区人民政府", "在南京市鼓楼区范围内") == "南京市鼓楼区"
    assert fuller_name("鼓楼区人民政府", "南京市鼓楼区、徐州市鼓楼区") is None
    assert fuller_name("鼓楼区人民政府", "鼓楼区范围内") is None
