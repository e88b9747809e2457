"""planwatch as a Scrapy project: Scrapy's own commands work, and its settings are polite."""

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.config import load_config
from crawler.crawl import scrapy_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(watch) -> Settings:
    """The settings of a run over the farm and a portal without a delay of its own."""
    config = load_config(watch.config)
    politely = config.portals[0].model_copy(
        update={
            "delay_seconds": None,
            "private_hosts": False,
            "home": "http://www.example.gov.cn/",
            "columns": [],
        }
    )
    return scrapy_settings(config.settings.crawl, [politely, *config.portals[1:]])


def test_scrapy_lists_the_spider_and_opens_its_shell():
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout == "portal\n"
    shell = [*scrapy, "shell", "-c", "print(settings['BOT_NAME'])"]
    opened = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "planwatch" in opened.stdout


def test_portals_are_asked_politely(settings):
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getfloat("DOWNLOAD_DELAY") == settings.getfloat("AUTOTHROTTLE_START_DELAY") == 3
    assert "planwatch" in settings["USER_AGENT"]
    assert settings["HTTPCACHE_ENABLED"] is False


def test_a_delay_of_its_own_is_a_portals_own(settings):
    slots = settings.getdict("DOWNLOAD_SLOTS")
    assert "www.example.gov.cn" not in slots
    assert slots["127.0.0.12"] == {"concurrency": 1, "delay": 0.01}
    assert "www.example.gov.cn" not in settings.getlist("PRIVATE_HOSTS")
