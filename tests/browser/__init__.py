"""Pages as a reader has them: in the real browser, on a phone, on a desk and on paper."""
