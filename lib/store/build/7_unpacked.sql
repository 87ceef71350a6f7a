-- The same names without rows, where touchpoints are too many for a byte: the shared filters need them.
CREATE TABLE runs (
    cust UINTEGER, ts TIMESTAMP, step UINTEGER, ev USMALLINT, channel channel_t, device device_t, country country_t,
    nx8 UBIGINT, pv8 UBIGINT, f_j BOOLEAN, l_j BOOLEAN
);
