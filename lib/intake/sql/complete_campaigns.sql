-- When a campaign began is when its customers received it.
UPDATE events SET ts = campaigns.starts_at
FROM campaigns
WHERE events.ts IS NULL AND campaigns.campaign = events.campaign;
