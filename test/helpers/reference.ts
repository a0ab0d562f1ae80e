import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../shared');

/**
 * A file of the reference folder that lies beside a developer's checkout (vendors' API descriptions, URL cases),
 * or null where it is absent: the product never needs it, and a test that does must skip itself and say so.
 */
export function referenceFile(name: string): string | null {
  const file = path.join(folder, name);
  return existsSync(file) ? file : null;
}

/** The title of a test that cannot run without the reference folder. */
export const WITHOUT_REFERENCE = 'skipped: the reference folder is not beside this checkout';
