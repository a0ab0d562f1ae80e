const PREFIX = 'psa:';

/** The id under which a custom domain's content script is registered with the browser. */
export const scriptId = (host: string) => PREFIX + host;

/** What has to change so that exactly the wanted hosts have a registered content script. */
export function planRegistrations(wanted: string[], registered: string[]): { add: string[]; remove: string[] } {
  return {
    add: wanted.filter((host) => !registered.includes(scriptId(host))),
    remove: registered.filter((id) => id.startsWith(PREFIX) && !wanted.includes(id.slice(PREFIX.length))),
  };
}
