/** PostgreSQL's error code under drizzle's wrapping, or null. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function sqlState(error: unknown): string | null {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const code = (one as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}

/** Two rows wanted the same unique place; with `constraint`, that one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  if (!constraint) return true;
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if ((one as { constraint_name?: unknown }).constraint_name === constraint) return true;
  }
  return false;
}
