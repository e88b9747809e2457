-- Lists by province: until documents have their province themselves (sides.sql).
CREATE INDEX revisions_province ON revisions (coalesce(substr(division_code, 1, 2), region), verdict);
