-- The API key that ordered a batch's texts: what a revoked one orders is refused.
ALTER TABLE batch ADD COLUMN api_key text;
