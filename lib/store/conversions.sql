-- How text becomes a value. Each macro gives NULL for what it cannot read; whoever calls it counts those.
CREATE OR REPLACE MACRO filled(cell) AS
    CASE WHEN trim(cell) IN ('', '-', '--', '—', 'NA', 'N/A', 'n/a', '#N/A', 'null', 'NULL', 'None', 'nan', 'NaN', '****', '(not set)')
         THEN NULL ELSE trim(cell) END;

CREATE OR REPLACE MACRO to_text(cell, format) AS filled(cell);

CREATE OR REPLACE MACRO to_id(cell, format) AS
    CASE WHEN format = 'decimal_id' THEN regexp_replace(filled(cell), '\.0+$', '') ELSE filled(cell) END;

-- Times in ISO order: with an offset (a blank before it is closed up), or naive and then of the given zone.
CREATE OR REPLACE MACRO to_instant(cell, format, zone) AS
    CASE
        WHEN format = 'epoch_s' THEN to_timestamp(try_cast(cell AS DOUBLE)) AT TIME ZONE 'UTC'
        WHEN format = 'epoch_ms' THEN make_timestamp(try_cast(cell AS BIGINT) * 1000)
        WHEN format = 'epoch_us' THEN make_timestamp(try_cast(cell AS BIGINT))
        WHEN format = 'excel' THEN timezone(zone, TIMESTAMP '1899-12-30'
            + to_milliseconds((try_cast(cell AS DOUBLE) * 86400000)::BIGINT)) AT TIME ZONE 'UTC'
        WHEN length(trim(cell)) IN (10, 19) THEN timezone(zone, try_cast(trim(cell) AS TIMESTAMP)) AT TIME ZONE 'UTC'
        WHEN regexp_matches(trim(cell), ':[0-9.]+ ?(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)$')
        THEN try_cast(regexp_replace(trim(cell), ' ?(Z|UTC|GMT|[+-][0-9:]+)$', '\1') AS TIMESTAMPTZ) AT TIME ZONE 'UTC'
        ELSE timezone(zone, try_cast(filled(cell) AS TIMESTAMP)) AT TIME ZONE 'UTC'
    END;

CREATE OR REPLACE MACRO to_day(cell, format, zone) AS try_cast(left(trim(cell), 10) AS DATE);

-- Currency signs and blanks fall away; '(12.50)' and '12.50-' are negative.
CREATE OR REPLACE MACRO bare_amount(cell, format) AS
    (CASE WHEN regexp_matches(cell, '^\s*\(.*\)\s*$|-\s*$') THEN '-' ELSE '' END)
    || (CASE WHEN format = 'comma'
             THEN replace(replace(regexp_replace(regexp_replace(cell, '-\s*$', ''), '[^0-9,.\-]', '', 'g'), '.', ''), ',', '.')
             ELSE replace(regexp_replace(regexp_replace(cell, '-\s*$', ''), '[^0-9,.\-eE+]', '', 'g'), ',', '') END);

CREATE OR REPLACE MACRO to_money(cell, format) AS
    CASE
        WHEN format = 'cents' THEN (try_cast(cell AS DECIMAL(20,4)) / 100)::DECIMAL(18,2)
        WHEN format = 'micros' THEN (try_cast(cell AS DECIMAL(24,0)) / 1000000)::DECIMAL(18,2)
        WHEN format = 'comma' THEN try_cast(bare_amount(filled(cell), 'comma') AS DECIMAL(18,2))
        ELSE coalesce(try_cast(cell AS DECIMAL(18,2)), try_cast(bare_amount(filled(cell), 'dot') AS DECIMAL(18,2)))
    END;

CREATE OR REPLACE MACRO to_number(cell, format) AS
    CASE WHEN isfinite(try_cast(CASE WHEN format = 'comma' THEN bare_amount(filled(cell), 'comma')
                                     ELSE coalesce(CASE WHEN try_cast(cell AS DOUBLE) IS NOT NULL THEN trim(cell) END, bare_amount(filled(cell), 'dot')) END AS DOUBLE))
         THEN try_cast(CASE WHEN format = 'comma' THEN bare_amount(filled(cell), 'comma')
                            ELSE coalesce(CASE WHEN try_cast(cell AS DOUBLE) IS NOT NULL THEN trim(cell) END, bare_amount(filled(cell), 'dot')) END AS DOUBLE) END;

CREATE OR REPLACE MACRO to_integer(cell, format) AS
    coalesce(try_cast(cell AS BIGINT), CASE WHEN to_number(cell, format) = floor(to_number(cell, format)) THEN to_number(cell, format)::BIGINT END);

CREATE OR REPLACE MACRO to_flag(cell, format) AS
    CASE WHEN lower(trim(cell)) IN ('yes', 'y', 'true', 't', '1', 'ja') THEN true
         WHEN lower(trim(cell)) IN ('no', 'n', 'false', 'f', '0', 'nein') THEN false END;
