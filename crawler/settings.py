"""Scrapy's settings: polite, patient and never from a cache. A run adds those of config/settings.yaml (crawl.py)."""

BOT_NAME = "planwatch"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
USER_AGENT = "planwatch/0.1 (policy monitor; one request at a time)"
# The run tells what happened; what would listen or report beside it is not loaded.
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.logstats.LogStats": None,
}
LOG_LEVEL = "WARNING"

# Manners: robots.txt is obeyed, a host is asked one thing at a time, and slower where it is slow.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 3.0
DOWNLOAD_DELAY_JITTER = 0  # Scrapy would else ask after half of the delay, too
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 3.0
DOWNLOAD_VERIFY_CERTIFICATES = True  # but for portals that say `tls: legacy` (crawl.py)
COOKIES_ENABLED = False  # a cookie handshake is a block; blocks are recorded and left alone
METAREFRESH_ENABLED = (
    False  # moved.py goes on where that is the portal's own doing; else it is a fault, and has a name
)
REFERRER_POLICY = "no-referrer"
# A host with many open requests must not keep the others waiting.
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.DownloaderAwarePriorityQueue"
CONCURRENT_ITEMS = 2

# Bounds that a run replaces by its own.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 30_000_000
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 1
RETRY_SECONDS = 5.0
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the portal's verdict tells it
REDIRECT_MAX_TIMES = 5
PORTAL_MINUTES = 20.0
PRIVATE_HOSTS: list[str] = []

DOWNLOADER_MIDDLEWARES = {
    # Answers pass from the bottom up, so the guard sees them last: retried, unpacked and redirected.
    "crawler.middlewares.guard.GuardMiddleware": 50,
    "crawler.middlewares.moved.MovedMiddleware": 55,
    "crawler.middlewares.keep.KeepMiddleware": 60,
    "crawler.middlewares.patience.PatienceMiddleware": 70,
    "crawler.middlewares.manners.MannersMiddleware": 80,
    "crawler.middlewares.conditional.ConditionalMiddleware": 90,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.again.AgainMiddleware": 550,
}
HTTPERROR_ALLOW_ALL = True  # the guard names what is wrong with an answer
ITEM_PIPELINES = {
    "pipelines.item_pipelines.ReadPipeline": 100,
    "pipelines.item_pipelines.StorePipeline": 200,
}
