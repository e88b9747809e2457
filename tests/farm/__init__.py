"""The portal farm: six government portals on loopback that behave like the real ones, faults included.

Here live the servers, the pages they build and the texts they publish. Nothing of planwatch is imported, so the
farm can be served from the checkout (`python -m tests.farm`) and from the wheel (`crawler._farm`) alike.
What each portal and each day shows: README.md.
"""

from .farm import Farm
from .server import Request

__all__ = ["Farm", "Request"]
