import { extensionFigures } from './lookup/extension.ts';
import { serverFigures } from './lookup/server.ts';
import type { Bench } from './report.ts';

const PARTS = { server: serverFigures, extension: extensionFigures };

/** The way from a record's address to the person in the panel: the server's answer, and what the extension adds. */
export const lookup: Bench = {
  about: 'POST /v1/lookup on 100,000 contacts (--size), and the panel around it; --only server | extension',
  async run(options) {
    const { only } = options;
    if (only !== null && !(only in PARTS)) throw new Error(`--only is one of: ${Object.keys(PARTS).join(', ')}.`);
    const parts = Object.entries(PARTS).filter(([name]) => only === null || only === name);
    const figures = {};
    for (const [, measure] of parts) Object.assign(figures, await measure(options));
    return figures;
  },
};
