import { buildExtensionIfOld } from '../tasks/extension.ts';

/** Playwright's set-up: the browser tests load what was built, so it must be of today's sources. */
export default buildExtensionIfOld;
