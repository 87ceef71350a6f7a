-- How text becomes a value. Each macro gives NULL for what it cannot read; whoever calls it counts those.

-- Lists of words are never asked with IN: the planner would turn a long one into a join over every row, even where
-- a CASE in front of it lets hardly any row through.
CREATE OR REPLACE MACRO is_one_of(cell, words) AS list_position(words, cell) IS NOT NULL;

-- How many cells something holds for, where each comes with its number of rows.
CREATE OR REPLACE MACRO cells_with(n, holds) AS coalesce(sum(CASE WHEN holds THEN n END), 0)::BIGINT;

-- Millions of cells go through it, so that it first asks cheaply whether anything can be wrong: each of the
-- words begins with 00 or a sign before '0', with N or n, or not in ASCII.
CREATE OR REPLACE MACRO filled(cell) AS
    CASE WHEN cell < '01' OR ends_with(cell, ' ') OR cell >= '—' OR cell = '<Other>' OR (cell >= 'N' AND cell < 'O') OR (cell >= 'n' AND cell < 'o')
         THEN CASE WHEN is_one_of(trim(cell), ['', '-', '--', '—', 'NA', 'N/A', 'n/a', '#N/A', 'null', 'NULL', 'None', 'nan', 'NaN', '****', '(not set)', '(data deleted)', '<Other>',
                                          '0000-00-00', '0000-00-00 00:00:00', '0000-00-00T00:00:00', '00/00/0000', '00.00.0000'])
                   THEN NULL ELSE trim(cell) END
         ELSE cell END;

-- Free text is kept as it was written, '-' too, unless it is blank.
CREATE OR REPLACE MACRO written(cell) AS nullif(trim(cell, e' \t\r\n'), '');

-- The value of a key in a list of keys with values; of a value of several kinds, the one that is filled.
CREATE OR REPLACE MACRO any_kind(value) AS
    CASE WHEN json_type(value) = 'OBJECT'
         THEN list_filter(json_extract_string(value, ['$.string_value', '$.int_value', '$.double_value', '$.float_value', '$.value']), lambda one: one <> '')[1]
         ELSE json_extract_string(value, '$') END;
CREATE OR REPLACE MACRO value_of_key(elements, key) AS
    any_kind(list_filter(json_transform(elements, '[{"key": "VARCHAR", "value": "JSON"}]'), lambda one: one.key = key)[1].value);

-- All that follow take cells that are filled or NULL.
-- A spreadsheet that takes ids for numbers writes '12583.0'; others are told not to by a sign before them.
CREATE OR REPLACE MACRO to_id(cell) AS
    CASE WHEN ends_with(cell, '.0') THEN regexp_replace(cell, '^([0-9]+)\.0$', '\1')
         WHEN starts_with(cell, '''') THEN regexp_replace(cell, '^''([0-9]+)$', '\1') ELSE cell END;

-- What the pseudonyms of e-mail addresses and of phone numbers look like.
CREATE OR REPLACE MACRO is_email_id(id) AS starts_with(id, 'p_') AND length(id) = 22;
CREATE OR REPLACE MACRO is_phone_id(id) AS starts_with(id, 't_') AND length(id) = 22;
-- HMAC-SHA256 (RFC 2104) with the two padded keys of this installation.
CREATE OR REPLACE MACRO keyed(id, inner_key, outer_key) AS
    left(lower(sha256(outer_key || unhex(sha256(inner_key || encode(id))))), 20);
-- How an address is compared: without a name before it, its capitals and blanks.
CREATE OR REPLACE MACRO address(id) AS
    lower(trim(CASE WHEN contains(id, '<') OR contains(id, '(')
                    THEN regexp_replace(id, '^.*?[<(]([^<>()]*@[^<>()]*)[>)].*$', '\1') ELSE regexp_replace(id, '^(?i:mailto:)', '') END));
-- How a number is compared: its digits, the country without + or 00.
CREATE OR REPLACE MACRO number_of(id) AS
    regexp_replace(regexp_replace(replace(id, '(0)', ''), '[^0-9]', '', 'g'), '^00', '');
CREATE OR REPLACE MACRO is_phone(id) AS
    left(id, 1) IN ('+', '0', '(')
    AND regexp_full_match(id, '(\+|00)[1-9][0-9 ()/.\-]{7,18}|0[0-9]{1,5}[ /\-][0-9 \-]{4,14}|\([0-9]{2,5}\)[0-9 \-]{5,14}');
CREATE OR REPLACE MACRO is_ip(id) AS
    CASE WHEN contains(id, '.') THEN regexp_full_match(id, '([0-9]{1,3}\.){3}[0-9]{1,3}')
         WHEN contains(id, ':') THEN regexp_full_match(id, '(?i)([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}') ELSE false END;
-- Two to five words of letters alone: a person's name, where nothing but people is written.
CREATE OR REPLACE MACRO is_full_name(id) AS
    contains(id, ' ') AND regexp_full_match(id, '[^0-9\s@#/_:;=&|<>\[\](){}+*?!$%"\\]+( [^0-9\s@#/_:;=&|<>\[\](){}+*?!$%"\\]+){1,4}');
-- A street with the number of a house.
CREATE OR REPLACE MACRO is_street(cell) AS
    contains(cell, ' ') AND regexp_matches(cell, '[0-9]')
    AND regexp_matches(lower(cell), '(str\.|stra(ß|ss)e|weg|allee|platz|gasse) [0-9]+ ?[a-z]?\b|^[0-9]+[a-z]?,? .*\b(street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|rue|boulevard)\b|^(rua|calle|via|rue) .*[0-9]');
-- What systems write where they do not know who it was; it must never become one giant customer.
CREATE OR REPLACE MACRO is_nobody(id) AS
    is_one_of(lower(id), ['guest', 'unknown', 'anonymous', 'anonym', 'undefined', 'nobody', 'test', 'na', 'n/a', 'n.a.', 'nil', 'none', 'null', 'nan',
                          '(null)', '(none)', '(not set)', '0', '-1', 'gast', 'guest user', 'guest customer', 'walk-in', 'walk-in customer',
                          'not provided', 'no email', '00000000-0000-0000-0000-000000000000'])
    OR (length(id) > 6 AND replace(id, '0', '') = '');
CREATE OR REPLACE MACRO is_nobody_s_address(id) AS
    is_one_of(split_part(address(id), '@', 1), ['', 'guest', 'test', 'noreply', 'no-reply', 'no_reply', 'no.reply', 'donotreply', 'do-not-reply',
                                                'anonymous', 'unknown', 'none', 'null', 'na', 'n/a']);
-- One digit again and again, or counting: nobody has that number.
CREATE OR REPLACE MACRO is_nobody_s_number(digits) AS
    length(digits) < 7 OR length(replace(digits, right(digits, 1), '')) < 4 OR contains(digits, '12345678');
CREATE OR REPLACE MACRO to_phone(cell, inner_key, outer_key) AS
    CASE WHEN NOT is_nobody_s_number(number_of(cell)) THEN 't_' || keyed(number_of(cell), inner_key, outer_key) END;
CREATE OR REPLACE MACRO to_address(cell, inner_key, outer_key) AS
    CASE WHEN contains(cell, '@') AND NOT is_nobody_s_address(cell) THEN 'p_' || keyed(address(cell), inner_key, outer_key) END;
-- Every other id is left alone at a glance: what nobody is called begins with one of few letters and is short, what
-- reaches a person holds an @ or begins with a sign before '1', a name has a blank, a machine's address dots or colons.
CREATE OR REPLACE MACRO may_be_person(cell) AS
    contains(cell, '@') OR cell < '1' OR contains(cell, ' ') OR contains(cell, ':')
    OR (strlen(cell) < 17 AND (contains(cell, '.')
        OR list_position([65, 71, 78, 84, 85, 87, 97, 103, 110, 116, 117, 119], ascii(cell)) IS NOT NULL));
-- An id as it is; a pseudonym where it is an address, a number, a name or the address of a machine.
CREATE OR REPLACE MACRO to_person(cell, inner_key, outer_key) AS
    CASE WHEN NOT may_be_person(cell) THEN to_id(cell)
         WHEN contains(cell, '@') THEN to_address(cell, inner_key, outer_key)
         WHEN is_nobody(cell) THEN NULL
         WHEN is_phone(cell) THEN to_phone(cell, inner_key, outer_key)
         WHEN is_full_name(cell) OR is_ip(cell) THEN 'n_' || keyed(lower(cell), inner_key, outer_key)
         ELSE to_id(cell) END;
-- The same where the column itself says that it names or reaches people: nothing stays as it was.
CREATE OR REPLACE MACRO to_named_person(cell, inner_key, outer_key) AS
    CASE WHEN contains(cell, '@') THEN to_address(cell, inner_key, outer_key)
         WHEN is_nobody(cell) THEN NULL
         WHEN is_phone(cell) THEN to_phone(cell, inner_key, outer_key)
         ELSE 'n_' || keyed(lower(cell), inner_key, outer_key) END;
-- An id of anything else: what holds an address is no id that may be kept.
CREATE OR REPLACE MACRO to_own_id(cell, inner_key, outer_key) AS
    CASE WHEN contains(cell, '@') THEN 'p_' || keyed(address(cell), inner_key, outer_key) ELSE to_id(cell) END;

-- Luhn's check of a card number: every second digit from the right is doubled, the sum ends in 0.
CREATE OR REPLACE MACRO is_card(digits) AS
    list_sum(list_transform(string_split(reverse(digits), ''), lambda d, i:
        CASE WHEN i % 2 = 1 THEN d::INTEGER ELSE (2 * d::INTEGER) // 10 + (2 * d::INTEGER) % 10 END)) % 10 = 0;
CREATE OR REPLACE MACRO without_cards(cell) AS
    CASE WHEN regexp_matches(cell, '[0-9](?:[ \-]?[0-9]){12}') THEN
        list_reduce(list_filter(regexp_extract_all(cell, '\b[0-9](?:[ \-]?[0-9]){12,18}\b'), lambda found:
                        is_card(regexp_replace(found, '[^0-9]', '', 'g'))),
                    lambda text, found: replace(text, found, '[card]'), cell)
    ELSE cell END;
-- Signs are named by what they are not: classes of all letters are slow to set up.
-- Free text without what a person could be reached by; dates, prices and short numbers stay.
CREATE OR REPLACE MACRO masked(cell) AS
    CASE WHEN regexp_matches(cell, '@|[0-9]{4}|[0-9].*[0-9].*[0-9].*[0-9].*[0-9].*[0-9].*[0-9]') THEN
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(without_cards(cell),
            '[^\s@,;:/?=&<>()"''\[\]]+@[^\s@,;:/?=&<>()"''\[\]!.]+(\.[^\s@,;:/?=&<>()"''\[\]!.]+)+', '[e-mail]', 'g'),
            '(^|[\s,;:/(\["''])@[^\s@0-9,;:/?=&<>()"''\[\]!.]+[^\s@,;:/?=&<>()"''\[\]!]*', '\1[handle]', 'g'),
            '\b[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}\b', '[number]', 'g'),
            '(?i)\b(cep|zip|plz|postcode)[ :.\-]*[0-9][0-9.\-]{3,9}', '\1 [postcode]', 'g'),
            '(\+|\b00)[1-9][0-9 ()/.\-]{6,16}[0-9]|\(0?[0-9]{2,5}\)[ \-]?[0-9][0-9 \-]{4,12}[0-9]|\b0[1-9][0-9]{1,4}[ /\-][0-9][0-9 \-]{3,12}[0-9]|\b[0-9]{2}[ \-]9[0-9]{4}[ \-]?[0-9]{4}\b', '[phone]', 'g'),
            '\b[0-9]{6,9}[ \-][0-9]{4}\b|\b[0-9]{10,13}\b', '[phone]', 'g')
    ELSE cell END;
-- Names of things, in which an address may hide all the same (the address of a page, a topic, a campaign).
CREATE OR REPLACE MACRO without_address(cell) AS CASE WHEN contains(cell, '@') THEN masked(cell) ELSE cell END;

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
CREATE OR REPLACE MACRO instant_iso_basic(cell, zone) AS try_strptime(cell, '%Y%m%dT%H%M%SZ');

-- A day and a clock from two columns; a spreadsheet gives the day a midnight.
CREATE OR REPLACE MACRO day_and_clock(day, clock) AS
    concat_ws(' ', filled(regexp_replace(day, '[ T]00:00:00$', '')), filled(regexp_replace(clock, '^1899-12-3[01] ', '')));

-- Plain numbers; those outside of the years 1985 to 2103 are no times of this kind.
CREATE OR REPLACE MACRO plain_number(cell) AS try_cast(replace(cell, ',', '.') AS DOUBLE);
CREATE OR REPLACE MACRO instant_epoch_s(cell, zone) AS
    CASE WHEN plain_number(cell) BETWEEN 5e8 AND 4.2e9 THEN make_timestamp((plain_number(cell) * 1000000)::BIGINT) END;
CREATE OR REPLACE MACRO instant_epoch_ms(cell, zone) AS
    CASE WHEN plain_number(cell) BETWEEN 5e11 AND 4.2e12 THEN make_timestamp((plain_number(cell) * 1000)::BIGINT) END;
CREATE OR REPLACE MACRO instant_epoch_us(cell, zone) AS
    CASE WHEN plain_number(cell) BETWEEN 5e14 AND 4.2e15 THEN make_timestamp(try_cast(cell AS BIGINT)) END;
CREATE OR REPLACE MACRO instant_epoch_ns(cell, zone) AS
    CASE WHEN plain_number(cell) BETWEEN 5e17 AND 4.2e18 THEN make_timestamp(try_cast(cell AS BIGINT) // 1000) END;
CREATE OR REPLACE MACRO instant_excel(cell, zone) AS
    CASE WHEN plain_number(cell) BETWEEN 20000 AND 80000
         THEN naive(TIMESTAMP '1899-12-30' + to_seconds(round(plain_number(cell) * 86400)::BIGINT), zone) END;

-- Milliseconds since a moment in seconds, as sessions time their hits.
CREATE OR REPLACE MACRO ms_since(start, ms) AS
    (try_cast(trim(start) AS BIGINT) * 1000 + coalesce(try_cast(trim(ms) AS BIGINT), 0))::VARCHAR;
CREATE OR REPLACE MACRO instant_ms_since(cell, zone) AS instant_epoch_ms(cell, zone);

-- Months in words: English, German, French, Spanish, Italian, Dutch, Portuguese; words without accents, in lower case.
CREATE OR REPLACE MACRO month_of(word) AS CASE
    WHEN regexp_full_match(word, 'jan(uary|uar|uari|v|vier|eiro)?|jann?er|jaenner|gen(naio)?|ene(ro)?') THEN 1
    WHEN regexp_full_match(word, 'feb(ruary|ruar|ruari|rero|braio)?|fev(r|rier|ereiro)?') THEN 2
    WHEN regexp_full_match(word, 'mar(ch|s|zo|co|z)?|maerz|mrz|mrt|maart') THEN 3
    WHEN regexp_full_match(word, 'apr(il|ile)?|avr(il)?|abr(il)?') THEN 4
    WHEN regexp_full_match(word, 'mayo?|maio?|mei|mag(gio)?') THEN 5
    WHEN regexp_full_match(word, 'june?|juni|juin|juni?o|junho|giu(gno)?') THEN 6
    WHEN regexp_full_match(word, 'july?|juli|juil(let)?|juli?o|julho|lug(lio)?') THEN 7
    WHEN regexp_full_match(word, 'aug(ust|ustus)?|aout|ago(sto)?') THEN 8
    WHEN regexp_full_match(word, 'sept?(ember|embre|iembre)?|sett?(embre|embro|iembre)?') THEN 9
    WHEN regexp_full_match(word, 'oct(ober|obre|ubre)?|okt(ober)?|ott(obre)?|out(ubro)?') THEN 10
    WHEN regexp_full_match(word, 'nov(ember|embre|iembre|embro)?') THEN 11
    WHEN regexp_full_match(word, 'dec(ember|embre)?|dez(ember|embro)?|dic(embre|iembre)?') THEN 12 END;
-- Minutes before UTC of the zones whose letters mean one thing only in exports; NULL for all others.
CREATE OR REPLACE MACRO minutes_of(letters) AS CASE letters
    WHEN '' THEN 0 WHEN 'z' THEN 0 WHEN 'utc' THEN 0 WHEN 'gmt' THEN 0 WHEN 'pst' THEN -480 WHEN 'pdt' THEN -420
    WHEN 'mst' THEN -420 WHEN 'mdt' THEN -360 WHEN 'cdt' THEN -300 WHEN 'est' THEN -300 WHEN 'edt' THEN -240
    WHEN 'wet' THEN 0 WHEN 'west' THEN 60 WHEN 'cet' THEN 60 WHEN 'mez' THEN 60 WHEN 'cest' THEN 120 WHEN 'mesz' THEN 120
    WHEN 'eet' THEN 120 WHEN 'eest' THEN 180 WHEN 'jst' THEN 540 END;
-- 'Sun, 1 March 2026 8:45 PM' and 'Mar 1, 2026' in their parts, all of them '' where the cell is neither.
CREATE OR REPLACE MACRO day_and_month(cell) AS regexp_extract(cell,
    '^(?:[a-z]{2,10}[.]?,? )?([0-9]{1,2})(?:st|nd|rd|th|er|º|ª|o)?[ .,/-]*(?:de )?([a-z]{3,10})[.]?[ .,/-]*(?:del? )?([0-9]{4}|[0-9]{2})(?:(?:,|t|,? (?:at|um|a|as|a las|alle|om))? ?([0-9]{1,2})[:.h]([0-9]{2})(?:[:.]([0-9]{2}(?:[.][0-9]+)?))?(?: ?([ap])[.]? ?m[.]?)?(?: uhr)?(?: ?([a-z]{1,4}))? ?([+-][0-9]{2}:?[0-9]{2})?(?: \(.*\))?)?$',
    ['day', 'month', 'year', 'hour', 'minute', 'second', 'half', 'letters', 'offset']);
CREATE OR REPLACE MACRO month_and_day(cell) AS regexp_extract(cell,
    '^(?:[a-z]{2,10}[.]?,? )?([a-z]{3,10})[. -]+([0-9]{1,2})(?:st|nd|rd|th)?[, -]+([0-9]{4}|[0-9]{2})(?:(?:,|,? at)? ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:[.][0-9]+)?))?(?: ?([ap])[.]? ?m[.]?)?(?: ?([a-z]{1,4}))? ?([+-][0-9]{2}:?[0-9]{2})?(?: \(.*\))?)?$',
    ['month', 'day', 'year', 'hour', 'minute', 'second', 'half', 'letters', 'offset']);
CREATE OR REPLACE MACRO clock_of(p) AS
    CASE WHEN p.hour = '' THEN INTERVAL 0 MINUTE
         WHEN p.hour::INTEGER > 23 OR p.minute::INTEGER > 59 OR (p.half <> '' AND p.hour::INTEGER NOT BETWEEN 1 AND 12) THEN NULL
         ELSE to_hours(CASE WHEN p.half = '' THEN p.hour::INTEGER ELSE p.hour::INTEGER % 12 + CASE p.half WHEN 'p' THEN 12 ELSE 0 END END)
              + to_minutes(p.minute::INTEGER) + to_seconds(CASE WHEN p.second = '' THEN 0 ELSE p.second::DOUBLE END) END;
CREATE OR REPLACE MACRO offset_of(p) AS
    minutes_of(p.letters) + CASE WHEN p.offset = '' THEN 0
        ELSE (left(p.offset, 1) || '1')::INTEGER * (substr(p.offset, 2, 2)::INTEGER * 60 + right(p.offset, 2)::INTEGER) END;
CREATE OR REPLACE MACRO moment_of(p, century, zone) AS
    CASE WHEN p.letters = '' AND p.offset = ''
         THEN naive(try_cast(century || p.year || '-' || month_of(p.month) || '-' || p.day AS TIMESTAMP) + clock_of(p), zone)
         ELSE try_cast(century || p.year || '-' || month_of(p.month) || '-' || p.day AS TIMESTAMP) + clock_of(p)
              - to_minutes(offset_of(p)) END;
CREATE OR REPLACE MACRO named_of(cell, years, century, zone) AS
    CASE WHEN NOT regexp_matches(cell, '[A-Za-z]{3}|[À-ÿ]') THEN NULL
         WHEN length(day_and_month(lower(strip_accents(cell))).year) = years
         THEN moment_of(day_and_month(lower(strip_accents(cell))), century, zone)
         WHEN length(month_and_day(lower(strip_accents(cell))).year) = years
         THEN moment_of(month_and_day(lower(strip_accents(cell))), century, zone) END;
CREATE OR REPLACE MACRO instant_named(cell, zone) AS named_of(cell, 4, '', zone);
-- Only where the analyst said that years of two digits are of this century.
CREATE OR REPLACE MACRO instant_named_yy(cell, zone) AS named_of(cell, 2, '20', zone);

-- The digits and signs of an amount: currencies and blanks around them fall away; '' where the cell is none.
CREATE OR REPLACE MACRO number_in(cell) AS translate(regexp_extract(cell,
    '^\s*[(]?\s*[-+−–]?\s*(?:\pL{0,3}\p{Sc}|\pL{2,4}[.]?|R)?\s*[-+−–]?\s*([0-9]{1,3}(?:[ ''’\x{A0}\x{202F}\x{2009}][0-9]{3})+(?:[.,][0-9]*)?|[0-9][0-9.,]*|[.,][0-9]+)\s*[-−–—]?\s*(?:\p{Sc}|\pL{1,4}[.]?)?\s*-?\s*[)]?\s*$', 1),
    ' ''’' || chr(160) || chr(8239) || chr(8201), '');
-- '(12.50)', '-12.50', '$ -12.50' and '12.50-' are negative; '12.-' is not.
CREATE OR REPLACE MACRO below_zero(cell) AS
    CASE WHEN regexp_matches(cell, '^\s*\(.*\)\s*$|^[^0-9]*[-−–][^0-9]*[0-9]|[0-9]\s*[-−]\s*[^0-9]{0,4}$') THEN '-' ELSE '' END;
-- Only a point before the decimals is left. Of two signs the last marks them, and one that comes again does not;
-- three digits behind the only sign are decimals where the column (`comma`) says that this sign marks them.
CREATE OR REPLACE MACRO unmarked(digits, comma) AS CASE
    WHEN digits = '' THEN NULL
    WHEN contains(digits, ',') AND contains(digits, '.')
    THEN CASE WHEN regexp_matches(digits, ',[^.]*$') THEN replace(replace(digits, '.', ''), ',', '.') ELSE replace(digits, ',', '') END
    WHEN regexp_full_match(digits, '[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}') AND (digits LIKE '%,%,%' OR NOT (comma OR starts_with(digits, '0')))
    THEN replace(digits, ',', '')
    WHEN regexp_full_match(digits, '[0-9]{1,3}([.][0-9]{3})+') AND (digits LIKE '%.%.%' OR (comma AND NOT starts_with(digits, '0')))
    THEN replace(digits, '.', '')
    ELSE replace(digits, ',', '.') END;
-- The digits are taken out once: a macro writes its argument wherever it is used.
CREATE OR REPLACE MACRO bare(cell, comma) AS
    below_zero(cell) || list_transform([number_in(cell)], lambda digits: unmarked(digits, comma))[1];

-- The currency that an amount itself names, '$' where it does not say whose dollars.
CREATE OR REPLACE MACRO known_code(code) AS CASE WHEN code IN (
    'USD', 'EUR', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'RON', 'BGN', 'TRY', 'RUB', 'UAH', 'INR', 'CNY', 'JPY', 'KRW',
    'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'THB', 'MYR', 'IDR', 'PHP', 'VND', 'BRL', 'MXN', 'ARS', 'CLP', 'COP', 'PEN', 'ZAR', 'ILS',
    'AED', 'SAR', 'EGP', 'NGN', 'KES', 'ISK') THEN code END;
CREATE OR REPLACE MACRO currency_of(cell) AS CASE
    WHEN try_cast(cell AS DOUBLE) IS NOT NULL THEN NULL
    WHEN number_in(cell) = '' THEN NULL
    ELSE coalesce(known_code(regexp_extract(cell, '[A-Z]{3}')), CASE
        WHEN contains(cell, '€') THEN 'EUR' WHEN contains(cell, '£') THEN 'GBP' WHEN contains(cell, '₹') THEN 'INR'
        WHEN contains(cell, '₽') THEN 'RUB' WHEN contains(cell, '₩') THEN 'KRW' WHEN contains(cell, '₺') THEN 'TRY'
        WHEN contains(cell, 'zł') THEN 'PLN' WHEN contains(cell, 'Kč') THEN 'CZK' WHEN contains(cell, 'R$') THEN 'BRL'
        WHEN regexp_matches(cell, 'CA?\$') THEN 'CAD' WHEN regexp_matches(cell, 'AU?\$') THEN 'AUD' WHEN contains(cell, 'US$') THEN 'USD'
        WHEN regexp_matches(cell, '(^|[^A-Za-z])\$') THEN '$' END) END;

CREATE OR REPLACE MACRO money_dot(cell) AS
    CASE WHEN cell IS NOT NULL THEN coalesce(try_cast(cell AS DECIMAL(18,2)), try_cast(bare(cell, false) AS DECIMAL(18,2))) END;
CREATE OR REPLACE MACRO money_comma(cell) AS CASE WHEN cell IS NOT NULL THEN try_cast(bare(cell, true) AS DECIMAL(18,2)) END;
CREATE OR REPLACE MACRO money_cents(cell) AS try_cast(try_cast(cell AS DECIMAL(20,4)) / 100 AS DECIMAL(18,2));
CREATE OR REPLACE MACRO money_micros(cell) AS try_cast(try_cast(cell AS DECIMAL(24,4)) / 1000000 AS DECIMAL(18,2));

-- A percentage is a share of 1. What is longer than the largest number is none.
CREATE OR REPLACE MACRO finite(value) AS CASE WHEN isfinite(value) THEN value END;
CREATE OR REPLACE MACRO share_or_number(cell, comma) AS
    CASE WHEN length(cell) < 300
         THEN try_cast(bare(rtrim(cell, ' %'), comma) AS DOUBLE) / CASE WHEN ends_with(rtrim(cell), '%') THEN 100 ELSE 1 END END;
CREATE OR REPLACE MACRO number_dot(cell) AS
    CASE WHEN cell IS NOT NULL THEN coalesce(finite(try_cast(cell AS DOUBLE)), share_or_number(cell, false)) END;
CREATE OR REPLACE MACRO number_comma(cell) AS share_or_number(cell, true);
CREATE OR REPLACE MACRO whole(value) AS CASE WHEN value = floor(value) THEN try_cast(value AS BIGINT) END;

-- How long something took, in units of so many seconds: a number, or hours, minutes and seconds as a clock shows them.
CREATE OR REPLACE MACRO lasting(cell, unit) AS
    CASE WHEN regexp_full_match(cell, '[0-9]+:[0-5][0-9](:[0-5][0-9])?')
         THEN (3600 * try_cast(split_part(cell, ':', 1) AS DOUBLE) + 60 * try_cast(split_part(cell, ':', 2) AS DOUBLE)
               + coalesce(try_cast(split_part(cell, ':', 3) AS DOUBLE), 0)) / unit
         WHEN regexp_full_match(cell, '[0-9]+,[0-9]{1,2}') THEN number_comma(cell)
         ELSE number_dot(cell) END;

CREATE OR REPLACE MACRO to_flag(cell) AS
    CASE WHEN is_one_of(lower(trim(cell)), ['yes', 'y', 'true', 't', '1', 'ja', 'on', 'subscribed']) THEN true
         WHEN is_one_of(lower(trim(cell)), ['no', 'n', 'false', 'f', '0', 'nein', 'off', 'unsubscribed', 'not_subscribed', 'never_subscribed']) THEN false END;

-- A status as it is compared: lower case, without accents, words apart, without the 'wc-' of WooCommerce.
CREATE OR REPLACE MACRO plain_status(status) AS
    regexp_replace(trim(regexp_replace(lower(strip_accents(status)), '[\s_-]+', ' ', 'g')), '^wc ', '');
