-- Row-level security: a session sees the rows of one tenant, and of none until it says which.
--
--   BEGIN;
--   SELECT set_config('app.tenant_id', '<id of the organization>', true);   -- true: until the end of this transaction
--   … the work of this tenant …
--   COMMIT;
--
-- A connection pool hands one session to many tenants, so set it per transaction, as above, and never for the session.
-- FORCE makes the policies hold for the owner of the tables as well: nothing but a superuser or a role with BYPASSRLS, which
-- no role here is, reads past them. A session without a tenant, or with an empty one, sees and writes nothing.

-- The role of the applications that serve the tenants: it can use the tables and change none of them. Give it to the
-- application's login with GRANT coditect_app TO ….
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'coditect_app') THEN
    CREATE ROLE coditect_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
  ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = 'coditect_app' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'role coditect_app reads past row-level security'
      USING HINT = 'ALTER ROLE coditect_app NOSUPERUSER NOBYPASSRLS';
  END IF;
END
$$;

-- Up to PostgreSQL 14 every role may create objects in the schema public; only the schema's owner can end that, which there is
-- a superuser.
DO $$
BEGIN
  IF (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public') THEN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO coditect_app;
  END IF;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON users, memberships, licences, sessions TO coditect_app;
-- Organizations are opened and closed by the owner, not by an application that serves one of them.
GRANT SELECT, UPDATE ON organizations TO coditect_app;
-- The log is added to and read.
GRANT SELECT, INSERT ON audit_log TO coditect_app;

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY organizations_tenant ON organizations
  USING (id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.tenant_id', true), '')::uuid);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY users_tenant ON users
  USING (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY memberships_tenant ON memberships
  USING (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

ALTER TABLE licences ENABLE ROW LEVEL SECURITY;
ALTER TABLE licences FORCE ROW LEVEL SECURITY;
CREATE POLICY licences_tenant ON licences
  USING (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_tenant ON sessions
  USING (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Two policies and no more: without one for UPDATE and DELETE, no row of the log can be changed or removed, by anyone.
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_log_read ON audit_log FOR SELECT
  USING (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY audit_log_add ON audit_log FOR INSERT
  WITH CHECK (organization_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
