import { clearLeftovers, provisionTemplate, withoutSamba } from './samba.ts';

/** Vitest's global set-up: the domain that every controller of the run begins with; says why where none can run. */
export default async function setup() {
  const why = withoutSamba();
  if (why) console.log(`Active Directory: ${why}`);
  else {
    clearLeftovers();
    await provisionTemplate();
  }
}
