import type { Sql } from 'postgres';

/**
 * Puts every table under row-level security and gives the app role what it needs and no more. Runs after each
 * migration and is repeatable, so that a new table cannot be forgotten: any table with a `workspace_id` is covered.
 */
export async function secure(sql: Sql, appRole: string): Promise<void> {
  const app = sql(appRole);
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)`;
  for (const { name } of tables) {
    const table = sql(name);
    await sql`alter table ${table} enable row level security`;
    await sql`alter table ${table} force row level security`; // binds the owner too
    // Between the two the table shows nobody anything, and other servers may be at work on it.
    await sql.begin(async (tx) => {
      await tx`drop policy if exists of_workspace on ${table}`;
      // nullif: after a transaction-local setting ends, it reads as '' and not as null.
      await tx`create policy of_workspace on ${table}
        using (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)
        with check (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid)`;
    });
    await sql`grant select, insert, update, delete on ${table} to ${app}`;
  }
  await sql.begin(async (tx) => {
    await tx`drop policy if exists by_handle on pairings`;
    await tx`create policy by_handle on pairings for select
      using (handle = nullif(current_setting('app.pairing_handle', true), ''))`;
  });
  await sql`grant select, insert on installation to ${app}`;
  await sql`grant usage on schema public to ${app}`;
  await appendOnly(sql, appRole);
}

/** The audit log: the app role may add and read; a trigger refuses changes to everybody else as well. */
async function appendOnly(sql: Sql, appRole: string) {
  await sql`revoke update, delete, truncate on audit_log from ${sql(appRole)}`;
  await sql`create or replace function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'the audit log only grows'; end $$`;
  await sql`drop trigger if exists only_grows on audit_log`;
  await sql`create trigger only_grows before update or delete or truncate on audit_log
    for each statement execute function refuse_change()`;
}

/** What is wrong with the runtime role, in sentences; empty when it may be used. Superusers and owners see through row-level security. */
export async function weaknesses(sql: Sql): Promise<string[]> {
  const found: string[] = [];
  const [role] = await sql<{ name: string; super: boolean; bypass: boolean; owns: boolean }[]>`
    select r.rolname as name, r.rolsuper as super, r.rolbypassrls as bypass,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(r.oid, c.relowner, 'member')) as owns
    from pg_roles r where r.rolname = current_user`;
  if (role?.super) found.push(`The database role "${role.name}" is a superuser and would see every workspace.`);
  if (role?.bypass) found.push(`The database role "${role.name}" has BYPASSRLS and would see every workspace.`);
  if (role?.owns) found.push(`The database role "${role.name}" owns the tables, or is a member of their owner.`);
  const bare = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
      and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polwithcheck is not null))`;
  for (const { name } of bare) found.push(`The table "${name}" has no forced row-level security.`);
  return found;
}
