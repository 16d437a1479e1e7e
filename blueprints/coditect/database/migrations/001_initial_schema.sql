-- The schema of coditect: one database, many tenants.
--
-- A tenant is an organization. Every table that holds a tenant's data carries organization_id, leads its indexes with it,
-- and refers to other tables by (organization_id, …), so that a row of one tenant can never point at a row of another.
-- 002_rls_policies.sql then lets each session see the rows of one tenant only.
--
-- Needs PostgreSQL 13 or newer: gen_random_uuid() is built in, no extension is asked for.

CREATE FUNCTION set_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

COMMENT ON FUNCTION set_updated_at() IS 'Keeps updated_at true, whoever writes the row.';

-- ------------------------------------------------------------------------------------------------------ organizations

CREATE TABLE organizations (
  id          uuid        NOT NULL DEFAULT gen_random_uuid(),
  name        text        NOT NULL,
  slug        text        NOT NULL,
  plan        text        NOT NULL DEFAULT 'free',
  status      text        NOT NULL DEFAULT 'active',
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT organizations_pkey        PRIMARY KEY (id),
  CONSTRAINT organizations_slug_key    UNIQUE (slug),
  CONSTRAINT organizations_name_check  CHECK (length(name) BETWEEN 1 AND 200),
  CONSTRAINT organizations_slug_check  CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  CONSTRAINT organizations_plan_check  CHECK (plan IN ('free', 'team', 'enterprise')),
  CONSTRAINT organizations_status_check CHECK (status IN ('active', 'suspended', 'closed'))
);

COMMENT ON TABLE organizations IS 'The tenants. A session sees its own organization only.';
COMMENT ON COLUMN organizations.slug IS 'The name in URLs: lower-case letters, digits and inner hyphens.';

-- -------------------------------------------------------------------------------------------------------------- users

CREATE TABLE users (
  id               uuid        NOT NULL DEFAULT gen_random_uuid(),
  organization_id  uuid        NOT NULL,
  email            text        NOT NULL,
  display_name     text        NOT NULL,
  status           text        NOT NULL DEFAULT 'active',
  last_seen_at     timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_pkey              PRIMARY KEY (id),
  CONSTRAINT users_organization_key  UNIQUE (organization_id, id),
  CONSTRAINT users_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
  CONSTRAINT users_email_check       CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' AND length(email) <= 254),
  CONSTRAINT users_name_check        CHECK (length(display_name) BETWEEN 1 AND 200),
  CONSTRAINT users_status_check      CHECK (status IN ('invited', 'active', 'disabled'))
);

-- One account per address and organization; two organizations may know the same person and never learn of it.
CREATE UNIQUE INDEX users_email_key ON users (organization_id, lower(email));
CREATE INDEX users_status_idx ON users (organization_id, status);

COMMENT ON TABLE users IS 'The accounts of people, each inside one organization.';

-- -------------------------------------------------------------------------------------------------------- memberships

CREATE TABLE memberships (
  organization_id  uuid        NOT NULL,
  user_id          uuid        NOT NULL,
  role             text        NOT NULL,
  granted_by       uuid,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT memberships_pkey            PRIMARY KEY (organization_id, user_id, role),
  CONSTRAINT memberships_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
  CONSTRAINT memberships_user_fkey       FOREIGN KEY (organization_id, user_id)
                                         REFERENCES users (organization_id, id) ON DELETE CASCADE,
  CONSTRAINT memberships_granted_by_fkey FOREIGN KEY (organization_id, granted_by)
                                         REFERENCES users (organization_id, id) ON DELETE NO ACTION,
  CONSTRAINT memberships_role_check      CHECK (role IN ('owner', 'admin', 'member', 'billing', 'auditor'))
);

CREATE INDEX memberships_role_idx ON memberships (organization_id, role);
CREATE INDEX memberships_granted_by_idx ON memberships (organization_id, granted_by) WHERE granted_by IS NOT NULL;

COMMENT ON TABLE memberships IS 'Which roles a user holds in the organization; one row per role.';

-- ----------------------------------------------------------------------------------------------------------- licences

CREATE TABLE licences (
  id               uuid        NOT NULL DEFAULT gen_random_uuid(),
  organization_id  uuid        NOT NULL,
  product          text        NOT NULL,
  tier             text        NOT NULL DEFAULT 'standard',
  seats            integer     NOT NULL,
  key_sha256       bytea       NOT NULL,
  status           text        NOT NULL DEFAULT 'active',
  valid_from       timestamptz NOT NULL DEFAULT now(),
  valid_until      timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT licences_pkey              PRIMARY KEY (id),
  CONSTRAINT licences_organization_key  UNIQUE (organization_id, id),
  CONSTRAINT licences_key_key           UNIQUE (key_sha256),
  CONSTRAINT licences_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
  CONSTRAINT licences_product_check     CHECK (length(product) BETWEEN 1 AND 100),
  CONSTRAINT licences_tier_check        CHECK (tier IN ('trial', 'standard', 'professional', 'enterprise')),
  CONSTRAINT licences_seats_check       CHECK (seats BETWEEN 1 AND 1000000),
  CONSTRAINT licences_key_check         CHECK (octet_length(key_sha256) = 32),
  CONSTRAINT licences_status_check      CHECK (status IN ('active', 'suspended', 'revoked', 'expired')),
  CONSTRAINT licences_validity_check    CHECK (valid_until IS NULL OR valid_until > valid_from)
);

CREATE INDEX licences_status_idx ON licences (organization_id, status);
CREATE INDEX licences_expiry_idx ON licences (organization_id, valid_until) WHERE valid_until IS NOT NULL;

COMMENT ON TABLE licences IS 'What an organization has bought: a product, a number of seats, a time.';
COMMENT ON COLUMN licences.key_sha256 IS 'SHA-256 of the licence key; the key itself is shown once and kept nowhere.';

-- ----------------------------------------------------------------------------------------------------------- sessions

CREATE TABLE sessions (
  id               uuid        NOT NULL DEFAULT gen_random_uuid(),
  organization_id  uuid        NOT NULL,
  user_id          uuid        NOT NULL,
  licence_id       uuid,
  token_sha256     bytea       NOT NULL,
  client_address   inet,
  user_agent       text,
  started_at       timestamptz NOT NULL DEFAULT now(),
  last_seen_at     timestamptz NOT NULL DEFAULT now(),
  expires_at       timestamptz NOT NULL,
  ended_at         timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT sessions_pkey              PRIMARY KEY (id),
  CONSTRAINT sessions_token_key         UNIQUE (token_sha256),
  CONSTRAINT sessions_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
  CONSTRAINT sessions_user_fkey         FOREIGN KEY (organization_id, user_id)
                                        REFERENCES users (organization_id, id) ON DELETE CASCADE,
  CONSTRAINT sessions_licence_fkey      FOREIGN KEY (organization_id, licence_id)
                                        REFERENCES licences (organization_id, id) ON DELETE RESTRICT,
  CONSTRAINT sessions_token_check       CHECK (octet_length(token_sha256) = 32),
  CONSTRAINT sessions_agent_check       CHECK (user_agent IS NULL OR length(user_agent) <= 1000),
  CONSTRAINT sessions_expiry_check      CHECK (expires_at > started_at),
  CONSTRAINT sessions_end_check         CHECK (ended_at IS NULL OR ended_at >= started_at)
);

CREATE INDEX sessions_user_idx ON sessions (organization_id, user_id, started_at DESC);
CREATE INDEX sessions_licence_idx ON sessions (organization_id, licence_id) WHERE licence_id IS NOT NULL;
CREATE INDEX sessions_open_idx ON sessions (organization_id, expires_at) WHERE ended_at IS NULL;

COMMENT ON TABLE sessions IS 'Who is, or was, signed in, and which licence seat the session takes.';
COMMENT ON COLUMN sessions.token_sha256 IS 'SHA-256 of the session token; the token itself is kept nowhere.';

-- ---------------------------------------------------------------------------------------------------------- audit_log

CREATE TABLE audit_log (
  id               bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  organization_id  uuid        NOT NULL,
  actor_id         uuid,
  action           text        NOT NULL,
  subject_type     text        NOT NULL,
  subject_id       text        NOT NULL,
  detail           jsonb       NOT NULL DEFAULT '{}',
  client_address   inet,
  occurred_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_log_pkey              PRIMARY KEY (id),
  CONSTRAINT audit_log_organization_fkey FOREIGN KEY (organization_id) REFERENCES organizations (id) ON DELETE RESTRICT,
  CONSTRAINT audit_log_action_check      CHECK (action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  CONSTRAINT audit_log_subject_check     CHECK (length(subject_type) BETWEEN 1 AND 100 AND length(subject_id) BETWEEN 1 AND 200),
  CONSTRAINT audit_log_detail_check      CHECK (jsonb_typeof(detail) = 'object')
);

CREATE INDEX audit_log_time_idx ON audit_log (organization_id, occurred_at DESC);
CREATE INDEX audit_log_subject_idx ON audit_log (organization_id, subject_type, subject_id, occurred_at DESC);
CREATE INDEX audit_log_actor_idx ON audit_log (organization_id, actor_id, occurred_at DESC) WHERE actor_id IS NOT NULL;

COMMENT ON TABLE audit_log IS 'What was done, by whom, to what. Rows are added, never changed: see the policies.';
COMMENT ON COLUMN audit_log.actor_id IS 'The user; no foreign key, because the log outlives the account. Empty for the system itself.';

-- ----------------------------------------------------------------------------------------------------------- triggers

CREATE TRIGGER organizations_updated BEFORE UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER users_updated         BEFORE UPDATE ON users         FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER memberships_updated   BEFORE UPDATE ON memberships   FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER licences_updated      BEFORE UPDATE ON licences      FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER sessions_updated      BEFORE UPDATE ON sessions      FOR EACH ROW EXECUTE FUNCTION set_updated_at();
