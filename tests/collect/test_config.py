"""What a user hears about a mistake in the configuration: the file, the line, the key, and what was expected."""

from pathlib import Path

import pytest

from crawler.config import ConfigError, load_config
from pipelines.embedded import config_dir

PORTAL = """\
- id: example
  name: 示例市人民政府
  region: 河南省示例市
  division_code: "410200"
  adapter: generic
  home: http://www.example.gov.cn/
  columns:
    - name: 政策文件
      url: http://www.example.gov.cn/zcwj/
  evidence: written for this test
  checked: 2024-10-01
"""


def folder(tmp_path: Path, *, portals: str = PORTAL, settings: str = "") -> Path:
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals/henan.yaml").write_text(portals, encoding="utf-8")
    (tmp_path / "settings.yaml").write_text(settings, encoding="utf-8")
    return tmp_path


def complaint(tmp_path: Path, **files: str) -> str:
    with pytest.raises(ConfigError) as raised:
        load_config(folder(tmp_path, **files))
    return str(raised.value).replace(f"{tmp_path}/", "")


def test_the_configuration_that_ships_is_right():
    config = load_config(config_dir())
    assert all(portal.evidence for portal in config.portals)
    assert config.settings.schedule.timezone == "Asia/Shanghai"


def test_every_setting_may_be_left_out(tmp_path):
    config = load_config(folder(tmp_path))
    assert config.settings.crawl.delay_seconds == 3
    assert config.settings.mail.recipients == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"410200"', "410200", "portals/henan.yaml:4: [0].division_code: expected text, found 410200; put it in quotes"),
        ("adapter: generic", "adapter: jpages", "portals/henan.yaml:5: [0].adapter: expected one of anhui, fjdzapp, generic, "),
        ("  home:", "  hmoe:", "portals/henan.yaml:6: [0].hmoe: unknown key"),
        ("  name: 示例市人民政府\n", "", "portals/henan.yaml:1: [0].name: expected a value, but the key is missing"),
        ("url: http://", "url: ", "portals/henan.yaml:9: [0].columns[0].url: expected an address that starts with"),
        ("2024-10-01", "sometime", "portals/henan.yaml:11: [0].checked"),
        ("- name: 政策文件", "- name: [政策文件", "not valid YAML"),
        ("      url", "      options: {rwos: li}\n      url", "portals/henan.yaml:9: [0].columns[0].options.rwos: unknown option"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_portal_is_told_with_line_and_key(tmp_path, old, new, told):
    assert told in complaint(tmp_path, portals=PORTAL.replace(old, new))


def test_two_portals_cannot_share_an_id(tmp_path):
    told = complaint(tmp_path, portals=PORTAL + PORTAL)
    assert told == "portals/henan.yaml:12: [1].id: 'example' is taken already, by portals/henan.yaml:1"


def test_two_columns_cannot_share_an_address(tmp_path):
    column = PORTAL[PORTAL.index("    - name") : PORTAL.index("  evidence")]
    assert "portals/henan.yaml:11: [0].columns[1].url" in complaint(
        tmp_path, portals=PORTAL.replace(column, column + column)
    )


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("schedule:\n  time: 7.30\n", "settings.yaml:2: schedule.time: expected text, found 7.3"),
        ("schedule:\n  time: '25:00'\n", "settings.yaml:2: schedule.time: expected a time of day such as '07:30'"),
        ("schedule:\n  timezone: Asia/Peking\n", "settings.yaml:2: schedule.timezone: expected a time zone"),
        ("crawl:\n  delay_seconds: -1\n", "settings.yaml:2: crawl.delay_seconds: expected greater than or equal to 0"),
        ("mail:\n  security: ssl\n", "settings.yaml:2: mail.security: expected 'none', 'starttls' or 'tls', found 'ssl'"),
        ("mial: {}\n", "settings.yaml:1: mial: unknown key"),
        ("- a\n", "settings.yaml:1: expected"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_told_with_line_and_key(tmp_path, settings, told):
    assert told in complaint(tmp_path, settings=settings)


def test_all_mistakes_of_a_portal_are_told_at_once(tmp_path):
    told = complaint(
        tmp_path, portals=PORTAL.replace("generic", "no").replace("http://www.example.gov.cn/\n", "x\n")
    )
    assert told.count("portals/henan.yaml:") == 2


def test_an_unknown_portal_is_named_with_those_of_like_names(tmp_path):
    config = load_config(folder(tmp_path))
    with pytest.raises(ConfigError, match=r"no portal is called 'exampel'; did you mean example\?"):
        config.chosen(["exampel"])


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ConfigError, match="expected a configuration folder"):
        load_config(tmp_path / "nothing")
