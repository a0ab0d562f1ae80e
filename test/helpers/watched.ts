/** A connector as it is, and the names of its methods that nobody has called: what is never used is never held against anything. */
export function watch<T extends object>(connector: T): { connector: T; unused(): string[] } {
  const used = new Set<PropertyKey>();
  const watched = new Proxy(connector, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        used.add(name);
        return Reflect.apply(value, target, given);
      };
    },
  });
  const methods = () =>
    Object.entries(connector).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  return { connector: watched, unused: () => methods().filter((name) => !used.has(name)) };
}
