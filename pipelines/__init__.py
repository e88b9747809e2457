"""From bytes to knowledge: pure functions, and thin Scrapy classes in item_pipelines.py."""
