"""The web page's pages: what each shows (`site`, which asks the store), how it is drawn (`charts`, `look`: pure).

Whoever serves them (`crawler/web.py`) only routes. Nothing here writes to the store or speaks HTTP.
"""
