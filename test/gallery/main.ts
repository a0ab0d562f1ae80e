import { parseArgs } from 'node:util';
import { buildGallery, serveGallery } from './server.ts';
import { LANGUAGES, THEMES, takeShots } from './shots.ts';

// node run.mjs gallery                       every state on one page
// node run.mjs gallery --shots DIR           a PNG of each; --state, --theme, --language, --width narrow it down
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    shots: { type: 'string' },
    state: { type: 'string' },
    theme: { type: 'string' },
    language: { type: 'string' },
    width: { type: 'string', default: '360' },
    port: { type: 'string' },
  },
});

if (values.shots === undefined) {
  const gallery = await serveGallery(values.port ? Number(values.port) : undefined);
  console.log(`The gallery is at ${gallery.url} (Ctrl-C ends it)`);
} else {
  const gallery = await buildGallery();
  const theme = THEMES.find((name) => name === values.theme);
  const language = LANGUAGES.find((name) => name === values.language);
  const taken = await takeShots(gallery.url, values.shots, {
    width: Number(values.width),
    ...(values.state ? { state: values.state } : {}),
    ...(theme ? { theme } : {}),
    ...(language ? { language } : {}),
  });
  await gallery.close();
  console.log(`${taken} pictures in ${values.shots}`);
}
