"""One slow portal does not hold up the run."""

from time import monotonic

import pytest
from scrapy import Request

from crawler.faults import Fault
from crawler.middlewares.patience import PatienceMiddleware

SLOW, QUICK = (Request("http://www.example.gov.cn/", meta={"portal": name}) for name in ("slow", "quick"))


def test_a_portal_that_took_too_long_in_all_is_asked_nothing_more():
    patience = PatienceMiddleware(minutes=20)
    patience.process_request(SLOW)
    patience.begun["slow"] = monotonic() - 21 * 60
    with pytest.raises(Fault, match="longer than 20 minutes") as raised:
        patience.process_request(SLOW)
    assert raised.value.name == "timeout"
    patience.process_request(QUICK)
