import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../helpers/browser.ts';
import { LOOKS, shootOptions } from './options/shots.ts';
import { OPTIONS_NAMES } from './options.ts';
import { buildGallery, serveGallery } from './server.ts';
import { LANGUAGES, THEMES, takeShots } from './shots.ts';

// node run.mjs gallery                       every state on one page
// node run.mjs gallery --shots DIR           a PNG of each, those of the options in DIR/options; --state (how its name
//                                            begins), --theme and --language narrow it down, --width is the panel's
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
  const browser = await launchBrowser();
  const options = await shootOptions(browser, `${gallery.url}options/index.html`, path.join(values.shots, 'options'), {
    names: OPTIONS_NAMES.filter((name) => name.startsWith(values.state ?? '')),
    looks: LOOKS.filter(
      (look) => look.theme === (theme ?? look.theme) && look.language === (language ?? look.language),
    ),
  });
  await browser.close();
  await gallery.close();
  console.log(`${taken + options.length} pictures in ${values.shots}`);
  for (const { file, problems } of options) {
    if (problems.length > 0) console.error(`${file}\n  ${problems.join('\n  ')}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
