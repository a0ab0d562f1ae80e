import { readEnv } from './env.ts';
import { createLog } from './log.ts';
import { startServer } from './serve.ts';

/** The product alone: `npm start`. */
async function main() {
  const env = readEnv(process.env);
  const log = createLog(env.LOG_LEVEL);
  const starting = startServer(env, log);
  // Asked to stop while it still starts: it ends as soon as it can end cleanly.
  const stop = async () => {
    await (await starting).stop();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const running = await starting;
  console.log(`Counterpart answers on ${running.url}`);
  if (running.pairing) {
    const minutes = Math.round((Date.parse(running.pairing.expiresAt) - Date.now()) / 60_000);
    console.log(
      `Pair the first admin's browser with the code ${running.pairing.code} (once, within ${minutes} minutes; a restart prints a new one).`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
