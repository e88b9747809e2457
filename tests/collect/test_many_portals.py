"""Many portals in one run: no host is asked two things at once, nor sooner than its delay."""

from __future__ import annotations

from benchmarks.many_portals import SLACK, Crowd, poll

PORTALS, DELAY = 40, 0.3


def test_every_host_is_asked_one_thing_at_a_time_and_at_its_pace(tmp_path):
    with Crowd(PORTALS) as crowd:
        result = poll(crowd, tmp_path, DELAY)
    assert result.failed == []
    assert len(crowd.hosts) == PORTALS
    assert {host.requests for host in crowd.hosts.values()} == {
        5
    }  # robots.txt, two list pages, two documents
    assert {host.at_once for host in crowd.hosts.values()} == {1}
    assert min(host.shortest for host in crowd.hosts.values()) >= DELAY - SLACK
