import { bin, run } from './run.ts';

/** `npm run format`: writes what `npm run check` asks for. */
process.exit(await run(bin('.', 'biome'), ['check', '--write', '.']));
