-- Documents with neither number nor date, of which nobody can tell whether they are another: few, and looked for by place.
CREATE INDEX documents_bare ON documents (province, id) WHERE number_key IS NULL AND signed_date IS NULL;
