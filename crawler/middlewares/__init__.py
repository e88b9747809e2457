"""What every request and answer passes on its way: manners towards hosts, validators, the archive, the guard.

A middleware here knows requests and answers, not what is on a page; reading pages is the adapters' and readers' work.
"""
