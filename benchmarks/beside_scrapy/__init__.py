"""What `benchmarks.crawl` needs beside itself: the site that is crawled, and the bare spider of its peer."""
