"""What happened, made into editions and reports, and delivered: from the store's events to receipts.

`edition` (what is worth telling), `words` and `render` (in which words and shape), `report` (a comparison as a page)
are pure; `mail` alone speaks SMTP; `outgoing` is the pass that ties them to the store. No fetching, no SQL.
"""

from pipelines.publish.mail import MailSettings
from pipelines.publish.outgoing import Delivery, PublishResult, preview, publish

__all__ = ["Delivery", "MailSettings", "PublishResult", "preview", "publish"]
