-- The only definition of which notices are owed: one for each thing that happened of which its subject must hear. Nothing of it
-- is stored, so no job can lose one. A reader puts its own condition on the outermost select; it reaches down to the indexes.
--
-- Each SELECT gives: kind and the two parts of the key; a record it is about; whose; behind whose wall; since when; why a record left. Another kind is another SELECT.
SELECT owed.kind, owed.ref, owed.number, owed.record, owed.jurisdiction, owed.subject_id, owed.agency_key, owed.at,
       owed.word
FROM (
    -- Listed: the first release of a record about this subject; of what was decided since the duty is in force, so that
    -- loading ten years owes no ten years of letters. Published by the rules of the decision's day. A correction is no new entry.
    -- Rides on the batch of a version, and leaves out batches of items that hurt nobody.
    SELECT 'listed' AS kind, first.record AS ref, first.number::bigint AS number, first.record, first.jurisdiction, first.subject_id,
           provider.key AS agency_key, first.at, NULL::text AS word
    FROM (
        SELECT shown.record, shown.subject_id,
               (array_agg(shown.number ORDER BY shown.at, shown.number))[1] AS number,
               (array_agg(shown.jurisdiction ORDER BY shown.at, shown.number))[1] AS jurisdiction,
               (array_agg(shown.provider_id ORDER BY shown.at, shown.number))[1] AS provider_id,
               min(shown.at) AS at
        FROM (
            SELECT v.record, v.number, v.subject_id, v.jurisdiction, v.provider_id, v.item, v.severity, v.decided_date, v.authority_id,
                   r.released_at AS at
            FROM records_release AS r
            JOIN records_version AS v ON v.batch = r.batch
            WHERE r.batch IS NOT NULL AND r.released_at >= %(since)s::date AND v.state = 'admitted' AND v.subject_id IS NOT NULL
              AND v.item = ANY(%(adverse)s) AND v.severity <> 'none' AND v.decided_date >= %(since)s::date
              AND NOT EXISTS (SELECT 1 FROM intake_batch AS b WHERE b.id = r.batch AND b.item <> ALL(%(adverse)s))
            UNION ALL
            SELECT v.record, v.number, v.subject_id, v.jurisdiction, v.provider_id, v.item, v.severity, v.decided_date, v.authority_id,
                   r.released_at
            FROM records_release AS r
            JOIN records_version AS v ON v.record = r.record AND v.number = r.number
            WHERE r.record IS NOT NULL AND r.released_at >= %(since)s::date AND v.state = 'admitted' AND v.subject_id IS NOT NULL
              AND v.item = ANY(%(adverse)s) AND v.severity <> 'none' AND v.decided_date >= %(since)s::date
        ) AS shown
        JOIN LATERAL (
            SELECT bool_and(p.published) AS published
            FROM catalogue_publicationrule AS p
            WHERE p.jurisdiction = shown.jurisdiction AND p.item_code = shown.item AND p.severity = shown.severity
              AND (p.provider_key IS NULL
                   OR p.provider_key = (SELECT a.key FROM agencies_agency AS a WHERE a.id = shown.authority_id))
              AND p.in_force_from <= shown.decided_date
              AND (p.in_force_until IS NULL OR p.in_force_until > shown.decided_date)
        ) AS rule ON rule.published
        GROUP BY shown.record, shown.subject_id
    ) AS first
    JOIN agencies_agency AS provider ON provider.id = first.provider_id

    UNION ALL
    -- A step of a case that its subject did not take itself.
    SELECT 'case', c.id, e.number::bigint, c.records[1], c.jurisdiction, c.subject_id, c.agency_key, e.at, NULL
    FROM cases_caseevent AS e
    JOIN cases_case AS c ON c.id = e.case_id
    WHERE e.event = ANY(%(steps)s) AND e.at >= %(since)s::date AND c.kind = ANY(%(cases)s) AND c.subject_id IS NOT NULL

    UNION ALL
    -- Silence hid a record: the mask was placed with a day ahead, the day came, and nothing had ended the case or moved the mask.
    SELECT 'masked', c.id, m.id, m.record, c.jurisdiction, c.subject_id, c.agency_key,
           m.from_date::timestamp AT TIME ZONE %(zone)s, NULL
    FROM records_maskevent AS m
    JOIN cases_case AS c ON m.holder = 'case:' || c.id AND m.record = c.records[1]
    WHERE m.event = 'placed' AND m.from_date >= %(since)s::date AND m.from_date <= %(today)s::date
      AND m.from_date > (m.at AT TIME ZONE %(zone)s)::date
      AND c.kind = ANY(%(cases)s) AND c.subject_id IS NOT NULL
      AND NOT EXISTS (
          SELECT 1 FROM records_maskevent AS later
          WHERE later.record = m.record AND later.holder = m.holder AND later.id > m.id
            AND (later.at AT TIME ZONE %(zone)s)::date < m.from_date)
      AND NOT EXISTS (
          SELECT 1 FROM cases_caseevent AS ended
          WHERE ended.case_id = c.id AND ended.event = ANY(%(ends)s) AND ended.at >= m.at
            AND (ended.at AT TIME ZONE %(zone)s)::date < m.from_date)

    UNION ALL
    -- A record left, or was found to be another's: whom it was about until then. What a case decided is told by its step.
    -- Where the version that stands is taken out of what is shown, it is itself the one that was.
    SELECT 'left', c.record, c.sequence, c.record, c.jurisdiction, was.subject_id, provider.key, c.at,
           CASE WHEN made.state <> 'admitted' THEN made.state WHEN c.operation = 'delete' THEN 'ended' ELSE 'anothers' END
    FROM records_change AS c
    JOIN records_version AS made ON made.record = c.record AND made.number = c.number
    JOIN records_version AS was ON was.record = c.record AND was.state = 'admitted'
        AND was.number = c.number - CASE WHEN c.operation = 'delete' AND made.state = 'admitted' THEN 0 ELSE 1 END
    JOIN agencies_agency AS provider ON provider.id = was.provider_id
    WHERE c.operation IN ('delete', 'modify') AND c.at >= %(since)s::date AND was.subject_id IS NOT NULL
      AND (c.operation = 'delete' OR made.subject_id IS DISTINCT FROM was.subject_id)
      AND coalesce(made.reason, '') NOT LIKE 'case.%%'
      -- A mask hides for a time and is a matter of its case; news of what was gone before is none.
      AND NOT EXISTS (
          SELECT 1 FROM records_maskevent AS m WHERE m.record = c.record AND m.event = 'placed' AND m.at = c.at AND made.state = 'admitted')
      AND NOT EXISTS (
          SELECT 1 FROM records_change AS before
          WHERE before.record = c.record AND before.number = c.number AND before.operation = 'delete'
            AND before.sequence < c.sequence AND made.state <> 'admitted')
      AND EXISTS (
          SELECT 1 FROM records_version AS o
          JOIN records_release AS r ON r.batch = o.batch OR (r.record = o.record AND r.number = o.number)
          WHERE o.record = was.record AND o.subject_id = was.subject_id)

    UNION ALL
    -- Reinserted: what had left came back on its provider's certificate. Told here or where it was let in, whichever is first.
    SELECT 'reinserted', i.id, 0::bigint, i.record, i.jurisdiction, g.subject, i.agency_key, i.at, NULL
    FROM intake_reinsertion AS i
    JOIN intake_certificate AS g ON g.id = i.certificate_id
    WHERE i.at >= %(since)s::date AND (
        NOT EXISTS (SELECT 1 FROM intake_reinsertiontold AS t WHERE t.reinsertion_id = i.id)
        OR EXISTS (SELECT 1 FROM notices_delivery AS d WHERE d.kind = 'reinserted' AND d.ref = i.id))

    UNION ALL
    -- Used: a recipient of a recall says that somebody had decided by it. Told to whom the latest version given was about.
    SELECT 'used', e.recall, 0::bigint, c.record, c.jurisdiction, given.subject_id, given.agency_key, min(e.at), NULL
    FROM exchange_recallevent AS e
    JOIN records_change AS c ON c.sequence = e.sequence
    CROSS JOIN LATERAL (
        SELECT v.subject_id, provider.key AS agency_key
        FROM disclosures_given AS g
        JOIN disclosures_disclosure AS d ON d.id = g.disclosure_id
            AND d.recipient_kind = e.recipient_kind AND d.recipient = e.recipient
        JOIN records_version AS v ON v.record = g.record AND v.number = g.number
        JOIN agencies_agency AS provider ON provider.id = v.provider_id
        WHERE g.record = c.record AND (g.number < c.number OR (g.number = c.number AND c.operation <> 'modify'))
        ORDER BY g.number DESC LIMIT 1
    ) AS given
    WHERE e.event = 'acknowledged' AND e.outcome = 'used_in_decision' AND e.at >= %(since)s::date AND given.subject_id IS NOT NULL
    GROUP BY e.recall, c.record, c.jurisdiction, given.subject_id, given.agency_key

    UNION ALL
    -- Moved: the law was loaded with another calendar, and a clock of an open case ends on another day. Which ones, the workings
    -- say (`queries/moves.py`); a working is no SQL.
    SELECT 'moved', c.id, l.id, c.records[1], c.jurisdiction, c.subject_id, c.agency_key, l.at, NULL
    FROM unnest(%(moved_cases)s::uuid[], %(moved_by)s::bigint[]) AS moved(case_id, loading)
    JOIN cases_case AS c ON c.id = moved.case_id
    JOIN catalogue_loading AS l ON l.id = moved.loading
    WHERE c.subject_id IS NOT NULL
) AS owed
-- The wall of what is derived: whoever acts for an agency meets notices about what it reported, as the rows of a table.
WHERE current_setting('gongxin.agency', true) IN (owed.agency_key, '*') AND ({filter})
