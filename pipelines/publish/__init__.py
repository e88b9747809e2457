"""What happened, made into editions and reports, and delivered: from the store's events to receipts.

`edition` (what is worth telling), `subscription` (to whom), `words`, `render` and `markdown` (in which words and shape),
`report` (a comparison as a page) are pure; `mail` alone speaks SMTP, `channels` alone HTTP; `delivery` empties the
outbox; `outgoing` is the pass that ties them to the store. No fetching, no SQL.
"""

from pipelines.publish.channels import Channel
from pipelines.publish.delivery import Delivery, Routes
from pipelines.publish.gather import PortalName
from pipelines.publish.mail import MailSettings
from pipelines.publish.outgoing import Publishing, PublishResult, Reader, preview, publish
from pipelines.publish.subscription import Subscription

__all__ = [
    "Channel",
    "Delivery",
    "MailSettings",
    "PortalName",
    "PublishResult",
    "Publishing",
    "Reader",
    "Routes",
    "Subscription",
    "preview",
    "publish",
]
