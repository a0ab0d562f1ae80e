const BROWSERS = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\//],
] as const;
const SYSTEMS = [
  ['Windows', /Windows/],
  ['ChromeOS', /CrOS/],
  ['Android', /Android/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
] as const;

/** What to call this browser in the list of sessions. Only a suggestion; the technician may write anything. */
export function readDevice(userAgent: string): { browser: string; system: string } {
  const first = (list: readonly (readonly [string, RegExp])[], otherwise: string) =>
    list.find(([, sign]) => sign.test(userAgent))?.[0] ?? otherwise;
  return { browser: first(BROWSERS, 'Browser'), system: first(SYSTEMS, 'computer') };
}
