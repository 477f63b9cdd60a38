"""The statements that compare a chunk of a register with ours and write what is new. Decides in sets; holds no loop."""

STAGE = """
DROP TABLE IF EXISTS pg_temp.gx_reg, pg_temp.gx_reg_id, pg_temp.gx_reg_former;
CREATE TEMP TABLE gx_reg (
    row int PRIMARY KEY, name text, norm text, bigrams text[], kind text, status text,
    registered date, deregistered date, address text, division text, industry text,
    authority_name text, capital text, scope text, entry text, salt text,
    subject_id bigint, outcome text, code text, fresh boolean DEFAULT false, renamed boolean DEFAULT false
) ON COMMIT DROP;
CREATE TEMP TABLE gx_reg_id (row int, scheme text, value text, grade text) ON COMMIT DROP;
CREATE TEMP TABLE gx_reg_former (
    row int, name text, norm text, bigrams text[], place serial
) ON COMMIT DROP;
"""

# Rival: another chunk of a register bringing the same number. Readers and intake of records go on.
LOCK = "LOCK TABLE subjects_identifier IN SHARE ROW EXCLUSIVE MODE"

INDEX = """
CREATE INDEX ON gx_reg_id (row);
CREATE INDEX ON gx_reg_former (row);
CREATE INDEX ON gx_reg (subject_id);
ANALYZE gx_reg; ANALYZE gx_reg_id; ANALYZE gx_reg_former
"""

# Rides on identifier_live_names_one_subject.
RESOLVE = """
UPDATE gx_reg r
SET subject_id = hit.subject_id,
    outcome = CASE WHEN hit.bodies > 1 THEN 'held' END,
    code = CASE WHEN hit.bodies > 1 THEN 'subject.identifiers_disagree' END
FROM (
    SELECT g.row, count(DISTINCT i.subject_id) AS bodies, min(i.subject_id) AS subject_id
    FROM gx_reg_id g
    JOIN subjects_identifier i
      ON i.scheme = g.scheme AND i.value = g.value AND i.valid_until IS NULL
    GROUP BY g.row
) hit
WHERE hit.row = r.row
"""

# Each finds one contradiction between a row and the subject its numbers name; the first one holds the row.
CONTRADICTIONS = (
    (
        "subject.conflicting_rows",
        """
        SELECT r.row FROM gx_reg r
        JOIN (SELECT subject_id, min(row) AS first FROM gx_reg
              WHERE subject_id IS NOT NULL AND outcome IS NULL GROUP BY subject_id) f
          ON f.subject_id = r.subject_id AND f.first < r.row
        """,
    ),
    (
        "subject.other_code",
        """
        SELECT r.row FROM gx_reg r
        JOIN gx_reg_id g ON g.row = r.row AND g.scheme IN ('uscc', 'org_code')
        JOIN subjects_identifier i
          ON i.subject_id = r.subject_id AND i.scheme = g.scheme AND i.value <> g.value
         AND i.valid_until IS NULL
        """,
    ),
    (
        "subject.revived",
        """
        SELECT r.row FROM gx_reg r JOIN subjects_subject s ON s.id = r.subject_id
        WHERE r.status = 'active' AND s.status IN ('deregistered', 'revoked')
        """,
    ),
    (
        "subject.kind_changed",  # an individual business's name is guarded, an enterprise's is not
        """
        SELECT r.row FROM gx_reg r JOIN subjects_subject s ON s.id = r.subject_id
        WHERE (r.kind = 'individual_business') <> (s.kind = 'individual_business')
        """,
    ),
    (
        "subject.dates_contradict",
        """
        SELECT r.row FROM gx_reg r JOIN subjects_subject s ON s.id = r.subject_id
        WHERE coalesce(r.registered, s.registered_date)
            > coalesce(r.deregistered, s.deregistered_date)
        """,
    ),
    (
        "subject.former_name_again",  # most likely an old file: a name laid down does not come back unasked
        """
        SELECT r.row FROM gx_reg r
        JOIN subjects_name n ON n.subject_id = r.subject_id AND n.norm = r.norm AND n.kind = 'former'
        """,
    ),
)
HOLD = """
UPDATE gx_reg r SET outcome = 'held', code = %s
FROM ({found}) f WHERE f.row = r.row AND r.outcome IS NULL
"""

RENAMED = """
UPDATE gx_reg r SET renamed = true
FROM subjects_name n
WHERE n.subject_id = r.subject_id AND n.kind = 'present' AND n.norm <> r.norm AND r.outcome IS NULL
"""

# A null means "not said" and changes nothing; so does an unknown status or kind.
DUPLICATES = """
UPDATE gx_reg r SET outcome = 'duplicate'
FROM subjects_subject s
WHERE s.id = r.subject_id AND r.outcome IS NULL AND NOT r.renamed
  AND (coalesce(r.registered, s.registered_date), coalesce(r.deregistered, s.deregistered_date),
       coalesce(r.address, s.address), coalesce(r.division, s.division_code),
       coalesce(r.industry, s.industry), coalesce(r.authority_name, s.registering_authority),
       coalesce(r.capital, s.capital), coalesce(r.scope, s.scope),
       coalesce(nullif(r.status, 'unknown'), s.status), coalesce(nullif(r.kind, 'other'), s.kind))
      IS NOT DISTINCT FROM
      (s.registered_date, s.deregistered_date, s.address, s.division_code, s.industry,
       s.registering_authority, s.capital, s.scope, s.status, s.kind)
  AND NOT EXISTS (
      SELECT FROM gx_reg_id g
      LEFT JOIN subjects_identifier i
        ON i.scheme = g.scheme AND i.value = g.value AND i.valid_until IS NULL
      WHERE g.row = r.row AND i.id IS NULL)
  AND NOT EXISTS (
      SELECT FROM gx_reg_former f
      LEFT JOIN subjects_name n ON n.subject_id = r.subject_id AND n.norm = f.norm
      WHERE f.row = r.row AND n.id IS NULL)
"""

# An earlier chunk of the same file said something else of the body: which of the two is right, nobody knows.
CONFLICTING_CHUNKS = """
UPDATE gx_reg r SET outcome = 'held', code = 'subject.conflicting_rows', renamed = false
FROM subjects_entry e
WHERE e.subject_id = r.subject_id AND e.batch = %s AND r.outcome IS NULL
"""

CHANGE_SUBJECTS = """
UPDATE subjects_subject s
SET registered_date = coalesce(r.registered, s.registered_date),
    deregistered_date = coalesce(r.deregistered, s.deregistered_date),
    address = coalesce(r.address, s.address),
    division_code = coalesce(r.division, s.division_code),
    industry = coalesce(r.industry, s.industry),
    registering_authority = coalesce(r.authority_name, s.registering_authority),
    capital = coalesce(r.capital, s.capital),
    scope = coalesce(r.scope, s.scope),
    status = coalesce(nullif(r.status, 'unknown'), s.status),
    kind = coalesce(nullif(r.kind, 'other'), s.kind)
FROM gx_reg r
WHERE s.id = r.subject_id AND r.outcome IS NULL
"""

ADMIT_CHANGED = """
UPDATE gx_reg SET outcome = 'admitted',
    code = CASE WHEN renamed THEN 'subject.renamed' ELSE 'subject.changed' END
WHERE outcome IS NULL AND subject_id IS NOT NULL
"""

ADD_SUBJECTS = """
WITH added AS (
    INSERT INTO subjects_subject (
        jurisdiction, subject_kind, kind, status, registered_date, deregistered_date, address,
        division_code, industry, registering_authority, agency_id, capital, scope, batch, row_no)
    SELECT %(jurisdiction)s, 'organisation', kind, status, registered, deregistered, address,
        division, industry, authority_name, %(agency)s, capital, scope, %(batch)s, row
    FROM gx_reg WHERE outcome IS NULL ORDER BY row
    RETURNING id, row_no
)
UPDATE gx_reg r SET subject_id = added.id, outcome = 'admitted', fresh = true
FROM added WHERE added.row_no = r.row
"""

ADD_IDENTIFIERS = """
INSERT INTO subjects_identifier (jurisdiction, subject_id, scheme, value, grade)
SELECT %(jurisdiction)s, r.subject_id, g.scheme, g.value, g.grade
FROM gx_reg_id g JOIN gx_reg r ON r.row = g.row
WHERE r.outcome = 'admitted'
  AND NOT EXISTS (
      SELECT FROM subjects_identifier i
      WHERE i.scheme = g.scheme AND i.value = g.value AND i.valid_until IS NULL)
ORDER BY r.row
"""

# The register does not say when a name was changed: it ends on the day on which we are told.
END_NAMES = """
UPDATE subjects_name n
SET kind = 'former', valid_until = greatest(%(today)s::date, n.valid_from + 1)
FROM gx_reg r
WHERE r.renamed AND r.outcome = 'admitted' AND n.subject_id = r.subject_id AND n.kind = 'present'
"""

ADD_NAMES = """
WITH added AS (
    INSERT INTO subjects_name (jurisdiction, subject_id, name, norm, kind, valid_from, bigrams)
    SELECT %(jurisdiction)s, subject_id, name, norm, kind, since, bigrams
    FROM (
        SELECT r.row, 0 AS place, r.subject_id, r.name, r.norm, 'present' AS kind,
               CASE WHEN r.fresh THEN r.registered ELSE %(today)s::date END AS since, r.bigrams
        FROM gx_reg r WHERE r.outcome = 'admitted' AND (r.fresh OR r.renamed)
        UNION ALL
        SELECT r.row, f.place, r.subject_id, f.name, f.norm, 'former', NULL, f.bigrams
        FROM gx_reg_former f JOIN gx_reg r ON r.row = f.row
        WHERE r.outcome = 'admitted'
          AND NOT EXISTS (SELECT FROM subjects_name n
                          WHERE n.subject_id = r.subject_id AND n.norm = f.norm)
    ) told ORDER BY row, place
    RETURNING bigrams
)
INSERT INTO subjects_bigram AS b (bigram, names)
SELECT pair, count(*) FROM added, unnest(added.bigrams) AS pair
GROUP BY pair ORDER BY pair
ON CONFLICT (bigram) DO UPDATE SET names = b.names + excluded.names
"""

ADD_ENTRIES = """
INSERT INTO subjects_entry (jurisdiction, subject_id, batch, chunk, row_no, entry, salt)
SELECT %(jurisdiction)s, subject_id, %(batch)s, %(chunk)s, row, entry, salt
FROM gx_reg WHERE outcome = 'admitted' ORDER BY row
"""

OUTCOMES = "SELECT row, outcome, subject_id, code FROM gx_reg ORDER BY row"
