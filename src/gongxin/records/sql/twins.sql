-- Pairs of records of one subject and one item that may tell the same decision, of which at least one came in the
-- chunks given. Rides on record_row_enters_once for the chunk, on records_version(subject_id) for its neighbours and
-- on the primary key for "no later version"; no index is added for it. `records/duplicates.py` says which and why.
WITH shape AS (
    SELECT * FROM unnest(
        %(items)s::text[], %(versions)s::int[], %(documents)s::text[], %(authorities)s::text[], %(parties)s::text[],
        %(contents)s::text[], %(parts)s::text[]
    ) AS s(item, item_version, document, authority_name, party_name, contents, parts)
), fresh AS (
    SELECT v.record, v.item, v.subject_id
    FROM records_chunk AS c
    JOIN records_version AS v ON v.batch = c.batch AND v.row_no BETWEEN c.first_row AND c.last_row
    WHERE c.leaf_index = ANY(%(leaves)s) AND v.state = 'admitted'
), met AS (
    SELECT DISTINCT least(f.record, o.record) AS one, greatest(f.record, o.record) AS other
    FROM fresh AS f
    JOIN records_version AS o
      ON o.subject_id = f.subject_id AND o.item = f.item AND o.record <> f.record AND o.number = 1
), told AS (
    SELECT m.one, m.other, v.record, v.subject_id, v.item, v.decided_date, v.authority_id, v.provider_id,
        written.number, written.authority, written.party,
        -- What stays when brackets, blanks, width, leading zeros and the words around a number are left out.
        replace(loose.number, '/', '') AS loose_number,
        btrim(regexp_replace(loose.number, '[^0-9]+', '/', 'g'), '/') AS digits,
        nullif(loose.content, '') AS content, loose.parts
    FROM met AS m
    JOIN records_version AS v ON v.record IN (m.one, m.other)
    JOIN shape AS s ON s.item = v.item AND s.item_version = v.item_version
    CROSS JOIN LATERAL (
        SELECT v.payload ->> s.document AS number, v.payload ->> s.authority_name AS authority,
               v.payload ->> s.party_name AS party
    ) AS written
    CROSS JOIN LATERAL (
        SELECT regexp_replace(
                   regexp_replace(upper(normalize(coalesce(written.number, ''), NFKC)), '([^0-9A-Z一-鿿]|[第號号字])+', '/', 'g'),
                   '(^|[^0-9])0+(?=[0-9])', '\1', 'g') AS number,
               (SELECT coalesce(string_agg(regexp_replace(upper(normalize(v.payload ->> c, NFKC)), '[^0-9A-Z一-鿿]+', '', 'g'), '/' ORDER BY c), '')
                FROM unnest(string_to_array(s.contents, ' ')) AS c) AS content,
               (SELECT string_agg(coalesce(v.payload ->> p, ''), '/' ORDER BY p)
                FROM unnest(string_to_array(s.parts, ' ')) AS p) AS parts
    ) AS loose
    WHERE v.state = 'admitted' AND NOT EXISTS (
        SELECT 1 FROM records_version AS later WHERE later.record = v.record AND later.number = v.number + 1)
), pair AS (
    SELECT a.one, a.other, a.provider_id AS a_provider, b.provider_id AS b_provider,
        a.authority_id = b.authority_id AS same_authority,
        a.loose_number <> '' AND a.loose_number = b.loose_number AS same_number,
        a.digits ~ '[0-9]' AND a.digits = b.digits AS same_digits,
        a.number IS NOT DISTINCT FROM b.number AS identical,
        abs(a.decided_date - b.decided_date) AS days,
        coalesce(a.content = b.content, false) AS same_content,
        a.authority IS DISTINCT FROM b.authority AS authority_differs,
        a.party IS DISTINCT FROM b.party AS party_differs
    FROM told AS a
    JOIN told AS b ON b.one = a.one AND b.other = a.other AND b.record = a.other
    WHERE a.record = a.one AND b.subject_id = a.subject_id AND a.parts IS NOT DISTINCT FROM b.parts
), suspected AS (
    SELECT * FROM pair
    WHERE CASE WHEN same_authority
          THEN same_number AND (days <= %(days)s OR same_content)
            OR same_digits AND same_content AND days <= %(days)s
          ELSE same_number AND same_content AND days <= %(days)s END
)
INSERT INTO records_twin (jurisdiction, agency_key, one, other, reasons, found_at)
SELECT %(jurisdiction)s, CASE WHEN a_provider = b_provider THEN provider.key ELSE '*' END, one, other,
    array_remove(ARRAY[
        CASE WHEN identical THEN 'number.same' WHEN same_number THEN 'number.form'
             WHEN same_digits THEN 'number.digits' END,
        CASE WHEN days = 0 THEN 'date.same' WHEN days <= %(days)s THEN 'date.near' END,
        CASE WHEN same_content THEN 'content.same' END,
        CASE WHEN NOT same_authority THEN 'authority.other' WHEN authority_differs THEN 'authority.alias' END,
        CASE WHEN party_differs THEN 'party.name' END], NULL),
    %(now)s
FROM suspected JOIN agencies_agency AS provider ON provider.id = a_provider
ORDER BY one, other
ON CONFLICT (one, other) DO NOTHING
