/** The match pattern to ask for a host. Firefox knows no ports in patterns; without one, all ports of the host match. */
export function patternOf(host: string): string {
  return `https://${host.replace(/:\d+$/, '')}/*`;
}
