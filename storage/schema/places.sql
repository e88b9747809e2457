-- Lists by province: the words of storage/library.py's PROVINCE, so that the index serves them.
CREATE INDEX revisions_province ON revisions (coalesce(substr(division_code, 1, 2), region), verdict);
