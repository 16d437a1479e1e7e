-- Made-up data to develop with: two organizations, and a third without users.
--
-- Row-level security is forced, so even the owner of the tables writes as one tenant at a time. The script runs in one
-- transaction; the last argument of set_config, true, makes the tenant end with it.

-- ------------------------------------------------------------------------------------------------- Northwind Analytics

SELECT set_config('app.tenant_id', '11111111-1111-4111-8111-111111111111', true);

INSERT INTO organizations (id, name, slug, plan) VALUES
  ('11111111-1111-4111-8111-111111111111', 'Northwind Analytics', 'northwind', 'enterprise');

INSERT INTO users (id, organization_id, email, display_name, status) VALUES
  ('11111111-0001-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'ada@northwind.example', 'Ada Ray', 'active'),
  ('11111111-0001-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'ben@northwind.example', 'Ben Ortiz', 'active'),
  ('11111111-0001-4000-8000-000000000003', '11111111-1111-4111-8111-111111111111', 'cleo@northwind.example', 'Cleo Maas', 'invited');

INSERT INTO memberships (organization_id, user_id, role, granted_by) VALUES
  ('11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000001', 'owner', NULL),
  ('11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000001', 'billing', NULL),
  ('11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000002', 'admin', '11111111-0001-4000-8000-000000000001'),
  ('11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000003', 'member', '11111111-0001-4000-8000-000000000002');

INSERT INTO licences (id, organization_id, product, tier, seats, key_sha256, valid_from, valid_until) VALUES
  ('11111111-0002-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', 'coditect-core', 'enterprise', 50,
   sha256('development licence: northwind, core'), timestamptz '2026-01-01 00:00+00', timestamptz '2027-01-01 00:00+00'),
  ('11111111-0002-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', 'coditect-review', 'professional', 10,
   sha256('development licence: northwind, review'), timestamptz '2026-01-01 00:00+00', NULL);

INSERT INTO sessions (id, organization_id, user_id, licence_id, token_sha256, client_address, user_agent, started_at, last_seen_at, expires_at, ended_at) VALUES
  ('11111111-0003-4000-8000-000000000001', '11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000001',
   '11111111-0002-4000-8000-000000000001', sha256('development session: ada'), '192.0.2.10', 'seed',
   timestamptz '2026-01-05 09:00+00', timestamptz '2026-01-05 17:00+00', timestamptz '2026-01-06 09:00+00', timestamptz '2026-01-05 17:00+00'),
  ('11111111-0003-4000-8000-000000000002', '11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000002',
   '11111111-0002-4000-8000-000000000002', sha256('development session: ben'), '192.0.2.11', 'seed',
   now(), now(), now() + interval '1 day', NULL);

INSERT INTO audit_log (organization_id, actor_id, action, subject_type, subject_id, detail) VALUES
  ('11111111-1111-4111-8111-111111111111', NULL, 'organization.opened', 'organization', '11111111-1111-4111-8111-111111111111', '{"by": "seed"}'),
  ('11111111-1111-4111-8111-111111111111', '11111111-0001-4000-8000-000000000001', 'user.invited', 'user', '11111111-0001-4000-8000-000000000003', '{"role": "member"}');

-- -------------------------------------------------------------------------------------------------- Contoso Robotics

SELECT set_config('app.tenant_id', '22222222-2222-4222-8222-222222222222', true);

INSERT INTO organizations (id, name, slug, plan) VALUES
  ('22222222-2222-4222-8222-222222222222', 'Contoso Robotics', 'contoso', 'team');

-- The address that Northwind knows as well: the two accounts are strangers to each other.
INSERT INTO users (id, organization_id, email, display_name, status) VALUES
  ('22222222-0001-4000-8000-000000000001', '22222222-2222-4222-8222-222222222222', 'dana@contoso.example', 'Dana Kim', 'active'),
  ('22222222-0001-4000-8000-000000000002', '22222222-2222-4222-8222-222222222222', 'ben@northwind.example', 'Ben Ortiz (consultant)', 'active');

INSERT INTO memberships (organization_id, user_id, role, granted_by) VALUES
  ('22222222-2222-4222-8222-222222222222', '22222222-0001-4000-8000-000000000001', 'owner', NULL),
  ('22222222-2222-4222-8222-222222222222', '22222222-0001-4000-8000-000000000002', 'auditor', '22222222-0001-4000-8000-000000000001');

INSERT INTO licences (id, organization_id, product, tier, seats, key_sha256, valid_from, valid_until) VALUES
  ('22222222-0002-4000-8000-000000000001', '22222222-2222-4222-8222-222222222222', 'coditect-core', 'standard', 5,
   sha256('development licence: contoso, core'), timestamptz '2026-01-01 00:00+00', timestamptz '2026-07-01 00:00+00');

INSERT INTO sessions (id, organization_id, user_id, licence_id, token_sha256, client_address, user_agent, started_at, last_seen_at, expires_at) VALUES
  ('22222222-0003-4000-8000-000000000001', '22222222-2222-4222-8222-222222222222', '22222222-0001-4000-8000-000000000001',
   '22222222-0002-4000-8000-000000000001', sha256('development session: dana'), '198.51.100.20', 'seed',
   now(), now(), now() + interval '1 day');

INSERT INTO audit_log (organization_id, actor_id, action, subject_type, subject_id, detail) VALUES
  ('22222222-2222-4222-8222-222222222222', NULL, 'organization.opened', 'organization', '22222222-2222-4222-8222-222222222222', '{"by": "seed"}');

-- ------------------------------------------------------------------------------------- Fabrikam Trial: nothing yet but a licence

SELECT set_config('app.tenant_id', '33333333-3333-4333-8333-333333333333', true);

INSERT INTO organizations (id, name, slug, plan) VALUES
  ('33333333-3333-4333-8333-333333333333', 'Fabrikam Trial', 'fabrikam', 'free');

INSERT INTO licences (organization_id, product, tier, seats, key_sha256, valid_from, valid_until) VALUES
  ('33333333-3333-4333-8333-333333333333', 'coditect-core', 'trial', 1,
   sha256('development licence: fabrikam, core'), timestamptz '2026-01-01 00:00+00', timestamptz '2026-02-01 00:00+00');
