import { buildExtension } from './extension.ts';

/** `npm run build`: leaves the extension in extension/.output/chrome-mv3 and firefox-mv3. */
buildExtension().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
