-- The only definition of what the public may read on a day. Rides on records_version(subject_id) and on the
-- primary key for "no later version"; the rules are a few dozen rows.
--
-- Visible only until the earlier of the end by today's rule and the end by the rule of the decision's day; where
-- either rule is missing nothing is shown: the system refuses, it never guesses.
WITH current_version AS (
    SELECT v.*
    FROM records_version AS v
    JOIN subjects_subject AS s ON s.id = v.subject_id
    WHERE {filter}
      AND v.state = 'admitted'
      AND v.decided_date <= %(today)s
      AND NOT (s.kind = 'individual_business' AND s.status <> 'active')
      AND NOT EXISTS (
          SELECT 1 FROM records_version AS later
          WHERE later.record = v.record AND later.number = v.number + 1)
      AND NOT EXISTS (SELECT 1 FROM records_tombstone AS t WHERE t.record = v.record)
      -- Hidden: of some holder the latest event says so, from a day that has come. Rides on mask_of_record.
      AND NOT EXISTS (
          SELECT 1 FROM records_maskevent AS m
          WHERE m.record = v.record AND m.event = 'placed' AND m.from_date <= %(today)s
            AND NOT EXISTS (
                SELECT 1 FROM records_maskevent AS later
                WHERE later.record = m.record AND later.holder = m.holder AND later.id > m.id))
      AND ({shown_alike} EXISTS (
          SELECT 1 FROM records_release AS r
          WHERE r.batch = v.batch OR (r.record = v.record AND r.number = v.number)))
      AND NOT {lifted}
)
SELECT v.record, v.number, v.item, v.item_version, v.subject_id, v.decided_date, v.severity, v.payload,
       v.recorded_at, lower(v.valid) AS valid_from, upper(v.valid) AS valid_until,
       authority.key AS authority_key, authority.uscc AS authority_code, provider.key AS provider_key,
       rule.ends AS shown_until, rule.repair_from,
       rule.rule_key, rule.rule_zh, rule.rule_en, rule.rule_mark, rule.rule_source,
       mark.marks
FROM current_version AS v
JOIN agencies_agency AS authority ON authority.id = v.authority_id
JOIN agencies_agency AS provider ON provider.id = v.provider_id
CROSS JOIN LATERAL (
    SELECT min(applied.ends) AS ends,
           bool_and(applied.published) AS published,
           bool_or(applied.governs_today) AS governed_today,
           bool_or(applied.governed_then) AS governed_then,
           max(applied.repair_from) FILTER (WHERE applied.governs_today) AS repair_from,
           (array_agg(applied.rule_key ORDER BY applied.ends NULLS LAST, applied.governs_today DESC, applied.rule_key))[1] AS rule_key,
           (array_agg(applied.zh ORDER BY applied.ends NULLS LAST, applied.governs_today DESC, applied.rule_key))[1] AS rule_zh,
           (array_agg(applied.en ORDER BY applied.ends NULLS LAST, applied.governs_today DESC, applied.rule_key))[1] AS rule_en,
           (array_agg(applied.mark ORDER BY applied.ends NULLS LAST, applied.governs_today DESC, applied.rule_key))[1] AS rule_mark,
           (array_agg(applied.source ORDER BY applied.ends NULLS LAST, applied.governs_today DESC, applied.rule_key))[1] AS rule_source
    FROM (
        SELECT p.rule_key, p.zh, p.en, p.mark, p.source, p.published,
               least(
                   (v.decided_date + make_interval(months => p.ceiling_months))::date,
                   CASE WHEN p.until_field_role = 'valid_until' THEN upper(v.valid) END) AS ends,
               (v.decided_date + make_interval(months => p.floor_months))::date AS repair_from,
               p.in_force_from <= %(today)s AND (p.in_force_until IS NULL OR p.in_force_until > %(today)s) AS governs_today,
               p.in_force_from <= v.decided_date AND (p.in_force_until IS NULL OR p.in_force_until > v.decided_date) AS governed_then
        FROM catalogue_publicationrule AS p
        WHERE p.jurisdiction = v.jurisdiction
          AND p.item_code = v.item
          AND p.severity = v.severity
          AND (p.provider_key IS NULL OR p.provider_key = authority.key)
    ) AS applied
    WHERE applied.governs_today OR applied.governed_then
) AS rule
-- The marks that stand: of each kind, the latest event says "placed".
CROSS JOIN LATERAL (
    SELECT array_agg(latest.kind || ' ' || latest.at::text ORDER BY latest.kind)
               FILTER (WHERE latest.event = 'placed') AS marks
    FROM (
        SELECT DISTINCT ON (m.kind) m.kind, m.event, m.at
        FROM records_markevent AS m
        WHERE m.record = v.record
        ORDER BY m.kind, m.id DESC
    ) AS latest
) AS mark
WHERE rule.published AND rule.governed_today AND rule.governed_then
  AND (rule.ends IS NULL OR %(today)s < rule.ends)
ORDER BY v.subject_id, v.decided_date DESC, v.item, v.record
