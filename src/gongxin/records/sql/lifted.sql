-- Lifted: an exit that the same authority decided names the number of this decision. It need not be released: hiding is in
-- the subject's favour. Of a version called v; part of the read model, and of the news of what it takes from readers.
EXISTS (
    SELECT 1
    FROM catalogue_ending AS e
    JOIN records_version AS x ON x.subject_id = v.subject_id AND x.item = e.exit_code
    WHERE e.jurisdiction = v.jurisdiction AND e.item_code = v.item
      AND x.authority_id = v.authority_id
      AND x.state = 'admitted'
      AND x.decided_date <= %(today)s
      AND upper(x.payload ->> e.exit_field) = upper(v.payload ->> e.item_field)
      AND NOT EXISTS (
          SELECT 1 FROM records_version AS later
          WHERE later.record = x.record AND later.number = x.number + 1)
      AND NOT EXISTS (SELECT 1 FROM records_tombstone AS t WHERE t.record = x.record))
