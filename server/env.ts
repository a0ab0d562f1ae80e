import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const database = z.url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' });

const networks = list.refine((parts) => parts.every((part) => ipaddr.isValidCIDR(part)), {
  error: 'must be networks such as 10.0.0.0/8,fd00::/8',
});

const vaultKeys = z.string().superRefine((text, context) => {
  for (const part of text.split(',')) {
    const [id, key] = part.trim().split(':');
    if (id && Buffer.from(key ?? '', 'base64').length === 32) continue;
    context.addIssue({ code: 'custom', message: 'each key must be id:base64 of exactly 32 bytes' });
  }
});

const Env = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    /** Where to listen. The default answers this machine only. */
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number({ error: 'must be a port number, 0 to 65535' }).int().min(0).max(65535).default(8787),
    /** Owner of the schema: applies migrations. Absent: PostgreSQL from npm, kept in DATA_DIR. */
    DATABASE_URL: database.optional(),
    /** The app's own role, when DATABASE_URL may not create roles. It must neither own the tables nor bypass row-level security. */
    DATABASE_APP_URL: database.optional(),
    DATA_DIR: z.string().min(1).default('.data'),
    /** `id:base64 of 32 bytes`, comma separated, newest first. Absent: made once and kept in DATA_DIR. */
    VAULT_KEYS: vaultKeys.optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Host names this server answers to, besides localhost: stops DNS rebinding. */
    ALLOWED_HOSTS: list,
    /** Ids of extensions that may call us, besides our own. */
    EXTENSION_IDS: list,
    /** Private networks that connections may reach (a self-hosted PSA), as CIDR. */
    PRIVATE_NETWORKS: networks,
    /** Plain http to providers: only for simulators and tests. */
    ALLOW_HTTP: flag.default(false),
    /** The name of the first workspace. */
    WORKSPACE: z.string().trim().min(1).max(120).default('My MSP'),
  })
  .superRefine((env, context) => {
    const own = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (env.NODE_ENV === 'production' && env.DATABASE_URL && !env.VAULT_KEYS) {
      own(
        'VAULT_KEYS',
        'is required in production: several servers must share it. Make one: echo "1:$(openssl rand -base64 32)"',
      );
    }
    if (env.DATABASE_APP_URL && !env.DATABASE_URL) own('DATABASE_APP_URL', 'needs DATABASE_URL beside it');
    if (env.ALLOW_HTTP && env.NODE_ENV === 'production')
      own('ALLOW_HTTP', 'is refused in production: credentials would travel in clear');
  });
export type Env = z.infer<typeof Env>;

/**
 * Reads the environment, or throws one error that names every variable that is wrong and how to mend it.
 * An empty variable counts as absent. Values are never repeated: they may be secrets.
 */
export function readEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = Env.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not right:\n${lines.join('\n')}`);
}
