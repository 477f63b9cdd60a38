"""The statements that read the register: by number, by id, for matching. Each names the index it rides on."""

# In the order in which a body is best known.
SCHEME_ORDER = "array_position(ARRAY['uscc','org_code','reg15','reg13','coop','reg_other','institution','social','tax'], i.scheme)"

# An individual business that was cancelled is a private matter again.
SHOWN = "NOT (s.kind = 'individual_business' AND s.status = 'deregistered')"

# Lines (from 1) of a text "scheme TAB number" that are somebody's, joined by commas.
REGISTERED = """
SELECT string_agg(given.line::text, ',')
FROM (
    SELECT line, split_part(text, E'\\t', 1) AS scheme, split_part(text, E'\\t', 2) AS value
    FROM string_to_table(%s, E'\\n') WITH ORDINALITY AS lines (text, line)
) AS given
WHERE EXISTS (
    SELECT 1 FROM subjects_identifier AS i
    WHERE i.scheme = given.scheme AND i.value = given.value AND i.valid_until IS NULL)
"""

# COPY takes no parameters: the three arrays are written in as literals by psycopg.sql.
# One line per distinct number given. identifier_live_names_one_subject, then primary keys.
RESOLVE = """
COPY (
    WITH RECURSIVE hit AS (
        SELECT g.line, i.subject_id
        FROM unnest({lines}::int[], {schemes}::text[], {values}::text[]) AS g(line, scheme, value)
        JOIN subjects_identifier i
          ON i.scheme = g.scheme AND i.value = g.value AND i.valid_until IS NULL
    ), ancestry AS (
        SELECT x.successor_id AS id, x.predecessor_id
        FROM subjects_succession x WHERE x.successor_id IN (SELECT subject_id FROM hit)
        UNION
        SELECT a.id, x.predecessor_id
        FROM ancestry a JOIN subjects_succession x ON x.successor_id = a.predecessor_id
    ), explained AS (
        SELECT a.id, min(coalesce(p.registered_date, '0001-01-01'::date)) AS since
        FROM ancestry a JOIN subjects_subject p ON p.id = a.predecessor_id GROUP BY a.id
    )
    SELECT hit.line, s.id, s.kind, s.status, s.registered_date, s.deregistered_date, n.norm,
        (SELECT string_agg(concat_ws(E'\\x1f', o.norm, o.kind, coalesce(o.valid_from::text, ''),
                    coalesce(o.valid_until::text, ''),
                    CASE WHEN EXISTS (
                        SELECT FROM subjects_name b
                        WHERE b.norm = o.norm AND b.kind = 'present' AND b.subject_id <> s.id)
                    THEN 't' ELSE 'f' END), E'\\x1e' ORDER BY o.id)
         FROM subjects_name o WHERE o.subject_id = s.id AND o.kind <> 'present'),
        e.since,
        EXISTS (SELECT FROM subjects_succession x WHERE x.predecessor_id = s.id),
        (SELECT string_agg(encode(j.party_fingerprint, 'hex'), ' ')
         FROM subjects_judgement j WHERE j.subject_id = s.id AND j.verdict = 'different')
    FROM hit
    JOIN subjects_subject s ON s.id = hit.subject_id
    LEFT JOIN subjects_name n ON n.subject_id = s.id AND n.kind = 'present'
    LEFT JOIN explained e ON e.id = s.id
    ORDER BY hit.line
) TO STDOUT (FORMAT csv)
"""

ORGANISATION = f"""
SELECT s.id, s.public_id, s.kind, s.status, s.registered_date, s.deregistered_date, s.address,
       s.division_code, s.industry, s.registering_authority,
       (SELECT n.name FROM subjects_name n WHERE n.subject_id = s.id AND n.kind = 'present'),
       (SELECT json_agg(json_build_array(n.name, n.valid_from, n.valid_until)
                        ORDER BY n.valid_until DESC NULLS LAST, n.id)
        FROM subjects_name n WHERE n.subject_id = s.id AND n.kind = 'former'),
       (SELECT json_agg(json_build_array(i.scheme, i.value, i.grade) ORDER BY {SCHEME_ORDER}, i.id)
        FROM subjects_identifier i WHERE i.subject_id = s.id AND i.valid_until IS NULL),
       (SELECT json_agg(json_build_array(x.kind, x.effective_date, x.successor_id = s.id, o.name,
                                         b.public_id) ORDER BY x.effective_date, x.id)
        FROM subjects_succession x
        JOIN subjects_subject b ON b.id = x.predecessor_id + x.successor_id - s.id
        LEFT JOIN subjects_name o ON o.subject_id = b.id AND o.kind = 'present'
        WHERE s.id IN (x.predecessor_id, x.successor_id))
FROM subjects_subject s
WHERE s.subject_kind = 'organisation' AND {SHOWN} AND {{condition}}
"""  # noqa: S608 - constants of this module alone
BY_ID = ORGANISATION.format(condition="s.id = %s")
BY_PUBLIC_ID = ORGANISATION.format(condition="s.public_id = %s")
# A number without its scheme: the schemes it can be written in are tried in the index.
BY_CODE = ORGANISATION.format(
    condition="""s.id = (
        SELECT i.subject_id FROM subjects_identifier i
        WHERE i.scheme = ANY(%s) AND i.value = %s AND i.valid_until IS NULL
        ORDER BY array_position(%s, i.scheme) LIMIT 1)"""
)

# The best-known number, as a body's page shows it; by primary key.
BRIEFS = f"""
SELECT s.id, s.public_id,
       (SELECT n.name FROM subjects_name n WHERE n.subject_id = s.id AND n.kind = 'present'),
       (SELECT i.value FROM subjects_identifier i WHERE i.subject_id = s.id AND i.valid_until IS NULL
        ORDER BY {SCHEME_ORDER}, i.id LIMIT 1)
FROM subjects_subject s WHERE s.id = ANY(%s)
"""  # noqa: S608 - constants of this module alone

FIGURES = f"""
SELECT count(*), count(*) FILTER (WHERE s.status = 'active')
FROM subjects_subject s WHERE s.subject_kind = 'organisation' AND {SHOWN}
"""  # noqa: S608 - constants of this module alone

ENTRIES = """
SELECT salt, entry FROM subjects_entry WHERE batch = %s AND chunk = %s ORDER BY row_no
"""

# Everything matching wants to know of some subjects; by primary key.
CANDIDATES = """
SELECT s.id, s.status, s.registered_date, s.deregistered_date, s.address, s.division_code,
       (SELECT min(coalesce(p.registered_date, '0001-01-01'::date))
        FROM subjects_succession x JOIN subjects_subject p ON p.id = x.predecessor_id
        WHERE x.successor_id = s.id),
       EXISTS (SELECT FROM subjects_succession x WHERE x.predecessor_id = s.id),
       EXISTS (SELECT FROM subjects_judgement j
               WHERE j.subject_id = s.id AND j.verdict = 'different' AND j.party_fingerprint = %s),
       (SELECT json_agg(json_build_array(n.norm, n.kind, n.valid_from, n.valid_until, EXISTS (
            SELECT FROM subjects_name b
            WHERE b.norm = n.norm AND b.kind = 'present' AND b.subject_id <> s.id)) ORDER BY n.id)
        FROM subjects_name n WHERE n.subject_id = s.id),
       (SELECT json_agg(json_build_array(i.scheme, i.value) ORDER BY i.id)
        FROM subjects_identifier i WHERE i.subject_id = s.id AND i.valid_until IS NULL)
FROM subjects_subject s WHERE s.id = ANY(%s) ORDER BY s.id
"""
