-- Words of table `becomes` (category, word, becomes) are written as what they become.
UPDATE events SET channel = b.becomes FROM becomes b WHERE b.category = 'channel' AND events.channel = b.word;
UPDATE orders SET channel = b.becomes FROM becomes b WHERE b.category = 'channel' AND orders.channel = b.word;
UPDATE feedback SET channel = b.becomes FROM becomes b WHERE b.category = 'channel' AND feedback.channel = b.word;
UPDATE tickets SET channel = b.becomes FROM becomes b WHERE b.category = 'channel' AND tickets.channel = b.word;
UPDATE spend SET channel = b.becomes FROM becomes b WHERE b.category = 'channel' AND spend.channel = b.word;
UPDATE events SET device = b.becomes FROM becomes b WHERE b.category = 'device' AND events.device = b.word;
UPDATE events SET source = b.becomes FROM becomes b WHERE b.category = 'source' AND events.source = b.word;
UPDATE spend SET source = b.becomes FROM becomes b WHERE b.category = 'source' AND spend.source = b.word;
UPDATE events SET country = b.becomes FROM becomes b WHERE b.category = 'country' AND events.country = b.word;
UPDATE customers SET country = b.becomes FROM becomes b WHERE b.category = 'country' AND customers.country = b.word;
UPDATE orders SET status = b.becomes FROM becomes b WHERE b.category = 'status' AND orders.status = b.word;
