import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, createServer, type InlineConfig, preview } from 'vite';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');

const CONFIG: InlineConfig = {
  root: here,
  configFile: false,
  logLevel: 'warn',
  cacheDir: path.join(root, 'test/node_modules/.cache/gallery'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
  // The panel's own React: this folder has none.
  resolve: { dedupe: ['react', 'react-dom', 'react-i18next', 'i18next', 'zod'] },
  server: { host: '127.0.0.1', fs: { allow: [root] } },
};

export interface Gallery {
  /** Ends with a slash. */
  url: string;
  close(): Promise<void>;
}

/** Serves the gallery for people, each change drawn at once. */
export async function serveGallery(port?: number): Promise<Gallery> {
  const server = await createServer({ ...CONFIG, server: { ...CONFIG.server, ...(port ? { port } : {}) } });
  await server.listen();
  return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}

/** Builds it once and serves the files: quicker for a hundred pictures in a row. */
export async function buildGallery(): Promise<Gallery> {
  // A folder of its own: two runs at once would empty each other's.
  const outDir = await mkdtemp(path.join(tmpdir(), 'counterpart-gallery-'));
  const input = {
    index: path.join(here, 'index.html'),
    frame: path.join(here, 'frame.html'),
    options: path.join(here, 'options/index.html'),
  };
  await build({ ...CONFIG, build: { outDir, emptyOutDir: true, rolldownOptions: { input } } });
  const server = await preview({
    ...CONFIG,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
