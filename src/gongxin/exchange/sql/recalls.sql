-- The only definition of which recalls are owed: one for each change that hurts a copy and each recipient that was given an
-- older version (of a deletion or a mark also the same one). Nothing of it is stored. Rides on change_of_record,
-- given_of_record, disclosure_of_recipient, and on the primary keys of disclosures and versions.
--
-- A mark is owed to those alone who were given the record before it: whoever came later read the mark.
SELECT c.sequence, c.jurisdiction, c.record, c.operation, c.at AS opened_at,
       d.recipient_kind, d.recipient,
       array_agg(DISTINCT g.number ORDER BY g.number) AS bad_versions,
       -- Whom the latest version given was about, and whether the change made it another's: then it is gone for them.
       (array_agg(v.subject_id ORDER BY g.number DESC))[1] AS subject_id,
       bool_or(c.operation = 'modify' AND v.subject_id IS DISTINCT FROM made.subject_id) AS is_anothers,
       bool_and(d.channel IN ('feed', 'recall')) AND bool_or(d.channel = 'feed') AS by_feed_alone
FROM records_change AS c
JOIN disclosures_given AS g ON g.record = c.record
    AND (g.number < c.number OR (g.number = c.number AND c.operation <> 'modify'))
JOIN disclosures_disclosure AS d ON d.id = g.disclosure_id
    AND (c.operation IN ('delete', 'modify') OR d.at <= c.at + %(mark_margin)s)
JOIN records_version AS v ON v.record = g.record AND v.number = g.number
LEFT JOIN records_version AS made ON made.record = c.record AND made.number = c.number
WHERE c.operation IN ('delete', 'modify', 'mark', 'unmark') AND {filter}
GROUP BY c.sequence, d.recipient_kind, d.recipient
