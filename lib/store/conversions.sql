-- How text becomes a value. Each macro gives NULL for what it cannot read; whoever calls it counts those.

-- Lists of words are never asked with IN: the planner would turn a long one into a join over every row, even where
-- a CASE in front of it lets hardly any row through.
CREATE OR REPLACE MACRO is_one_of(cell, words) AS list_position(words, cell) IS NOT NULL;

-- Millions of cells go through it, so that it first asks cheaply whether anything can be wrong: each of the
-- words begins with a sign before '0', with N or n, or not in ASCII.
CREATE OR REPLACE MACRO filled(cell) AS
    CASE WHEN cell < '0' OR ends_with(cell, ' ') OR cell >= '—' OR (cell >= 'N' AND cell < 'O') OR (cell >= 'n' AND cell < 'o')
         THEN CASE WHEN is_one_of(trim(cell), ['', '-', '--', '—', 'NA', 'N/A', 'n/a', '#N/A', 'null', 'NULL', 'None', 'nan', 'NaN', '****', '(not set)'])
                   THEN NULL ELSE trim(cell) END
         ELSE cell END;

-- Free text is kept as it was written, '-' too, unless it is blank.
CREATE OR REPLACE MACRO written(cell) AS nullif(trim(cell, e' \t\r\n'), '');

-- All that follow take cells that are filled or NULL.
-- A spreadsheet that takes ids for numbers writes '12583.0'; others are told not to by a sign before them.
CREATE OR REPLACE MACRO to_id(cell) AS
    CASE WHEN ends_with(cell, '.0') THEN regexp_replace(cell, '^([0-9]+)\.0$', '\1')
         WHEN starts_with(cell, '''') THEN regexp_replace(cell, '^''([0-9]+)$', '\1') ELSE cell END;

-- What a person could be reached by: an e-mail address, or a phone number written as one.
CREATE OR REPLACE MACRO is_personal(id) AS
    contains(id, '@') OR regexp_full_match(id, '(\+|00)[1-9][0-9 ()/.\-]{7,18}|0[0-9]{1,5}[ /\-][0-9 \-]{4,14}|\([0-9]{2,5}\)[0-9 \-]{5,14}');
-- HMAC-SHA256 (RFC 2104) with the two padded keys of this installation; spelling does not matter.
CREATE OR REPLACE MACRO pseudonym(id, inner_key, outer_key) AS
    'p_' || left(lower(sha256(outer_key || unhex(sha256(inner_key || encode(lower(trim(id))))))), 20);
-- What systems write where they do not know who it was; it must never become one giant customer.
CREATE OR REPLACE MACRO is_nobody(id) AS
    is_one_of(lower(id), ['guest', 'unknown', 'anonymous', 'anonym', 'undefined', 'nobody', 'test', 'n.a.', '(null)', '(none)', '0', '-1',
                          '00000000-0000-0000-0000-000000000000'])
    OR starts_with(lower(id), 'test@') OR starts_with(lower(id), 'guest@') OR starts_with(lower(id), 'noreply@');
-- Every other id is left alone at a glance: what nobody is called begins with one of few letters and is short,
-- what reaches a person holds an @ or begins with a sign before '1'.
CREATE OR REPLACE MACRO may_be_person(cell) AS
    contains(cell, '@') OR cell < '1' OR (strlen(cell) < 10 AND list_position([65, 71, 78, 84, 85, 97, 103, 110, 116, 117], ascii(cell)) IS NOT NULL);
CREATE OR REPLACE MACRO to_person(cell, inner_key, outer_key) AS
    CASE WHEN may_be_person(cell)
         THEN CASE WHEN is_nobody(cell) THEN NULL WHEN is_personal(cell) THEN pseudonym(cell, inner_key, outer_key) ELSE to_id(cell) END
         ELSE to_id(cell) END;

-- Free text without what a person could be reached by; dates, prices and short numbers stay.
CREATE OR REPLACE MACRO masked(cell) AS
    CASE WHEN regexp_matches(cell, '@|[0-9]{4}|[0-9].*[0-9].*[0-9].*[0-9].*[0-9].*[0-9].*[0-9]') THEN
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(cell,
            '[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+', '[e-mail]', 'g'),
            '\b[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}\b', '[number]', 'g'),
            '(?i)\b(cep|zip|plz|postcode)[ :.\-]*[0-9][0-9.\-]{3,9}', '\1 [postcode]', 'g'),
            '(\+|\b00)[1-9][0-9 ()/.\-]{6,16}[0-9]|\(0?[0-9]{2,5}\)[ \-]?[0-9][0-9 \-]{4,12}[0-9]|\b0[1-9][0-9]{1,4}[ /\-][0-9][0-9 \-]{3,12}[0-9]|\b[0-9]{2}[ \-]9[0-9]{4}[ \-]?[0-9]{4}\b', '[phone]', 'g'),
            '\b[0-9]{6,9}[ \-][0-9]{4}\b|\b[0-9]{10,13}\b', '[phone]', 'g')
    ELSE cell END;

-- Times in ISO order: with an offset (a blank before it is closed up), or naive and then of the given zone.
CREATE OR REPLACE MACRO has_offset(cell) AS
    regexp_matches(cell, ':[0-9.]+ ?(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)$');
CREATE OR REPLACE MACRO naive(moment, zone) AS
    CASE WHEN zone = 'UTC' THEN moment ELSE make_timestamp(epoch_us(timezone(zone, moment))) END;
CREATE OR REPLACE MACRO zoned(cell) AS
    coalesce(try_cast(cell AS TIMESTAMPTZ),
             try_cast(regexp_replace(regexp_replace(cell, ' ?(Z|UTC|GMT)$', '+00'), ' ([+-][0-9:]+)$', '\1') AS TIMESTAMPTZ));
CREATE OR REPLACE MACRO instant_iso(cell, zone) AS
    -- the two usual forms need no pattern to be told apart
    CASE WHEN strlen(cell) = 20 AND ends_with(cell, 'Z') AND cell LIKE '____-__-__T__:__:__Z' THEN make_timestamp(epoch_us(try_cast(cell AS TIMESTAMPTZ)))
         WHEN strlen(cell) = 19 AND cell LIKE '____-__-__ __:__:__' THEN naive(try_cast(cell AS TIMESTAMP), zone)
         WHEN has_offset(cell) THEN make_timestamp(epoch_us(zoned(cell)))
         WHEN cell LIKE '____-%' OR cell LIKE '____/%' THEN naive(try_cast(cell AS TIMESTAMP), zone) END;
CREATE OR REPLACE MACRO instant_epoch_s(cell, zone) AS make_timestamp((try_cast(cell AS DOUBLE) * 1000000)::BIGINT);
CREATE OR REPLACE MACRO instant_epoch_ms(cell, zone) AS make_timestamp((try_cast(cell AS DOUBLE) * 1000)::BIGINT);
CREATE OR REPLACE MACRO instant_epoch_us(cell, zone) AS make_timestamp(try_cast(cell AS BIGINT));
CREATE OR REPLACE MACRO instant_excel(cell, zone) AS
    naive(TIMESTAMP '1899-12-30' + to_seconds(round(try_cast(cell AS DOUBLE) * 86400)::BIGINT), zone);

-- Currency signs and blanks fall away; '(12.50)' and '12.50-' are negative.
CREATE OR REPLACE MACRO below_zero(cell) AS
    CASE WHEN regexp_matches(cell, '^\s*\(.*\)\s*$|[0-9]\s*-\s*$') THEN '-' ELSE '' END;
CREATE OR REPLACE MACRO digits(cell) AS regexp_replace(regexp_replace(cell, '-\s*$', ''), '[^0-9,.\-]', '', 'g');
CREATE OR REPLACE MACRO bare_dot(cell) AS below_zero(cell) || replace(digits(cell), ',', '');
CREATE OR REPLACE MACRO bare_comma(cell) AS below_zero(cell) || replace(replace(digits(cell), '.', ''), ',', '.');

CREATE OR REPLACE MACRO money_dot(cell) AS
    coalesce(try_cast(cell AS DECIMAL(18,2)), try_cast(bare_dot(cell) AS DECIMAL(18,2)));
CREATE OR REPLACE MACRO money_comma(cell) AS try_cast(bare_comma(cell) AS DECIMAL(18,2));
CREATE OR REPLACE MACRO money_cents(cell) AS try_cast(try_cast(cell AS DECIMAL(20,4)) / 100 AS DECIMAL(18,2));
CREATE OR REPLACE MACRO money_micros(cell) AS try_cast(try_cast(cell AS DECIMAL(24,4)) / 1000000 AS DECIMAL(18,2));

CREATE OR REPLACE MACRO finite(value) AS CASE WHEN isfinite(value) THEN value END;
CREATE OR REPLACE MACRO number_dot(cell) AS
    finite(coalesce(try_cast(cell AS DOUBLE), try_cast(bare_dot(cell) AS DOUBLE)));
CREATE OR REPLACE MACRO number_comma(cell) AS finite(try_cast(bare_comma(cell) AS DOUBLE));
CREATE OR REPLACE MACRO whole(value) AS CASE WHEN value = floor(value) THEN try_cast(value AS BIGINT) END;

CREATE OR REPLACE MACRO to_flag(cell) AS
    CASE WHEN is_one_of(lower(trim(cell)), ['yes', 'y', 'true', 't', '1', 'ja', 'on', 'subscribed']) THEN true
         WHEN is_one_of(lower(trim(cell)), ['no', 'n', 'false', 'f', '0', 'nein', 'off', 'unsubscribed', 'not_subscribed', 'never_subscribed']) THEN false END;
