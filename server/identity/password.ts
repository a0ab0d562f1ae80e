import { randomInt } from 'node:crypto';

const CLASSES = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!#%+-=?@_'] as const;

/** A first password that nobody is told: 24 characters, every class that a password policy may ask for among them; about 140 bits. */
export function randomPassword(): string {
  const pick = (from: string) => from[randomInt(from.length)]!;
  const characters = [...CLASSES.map(pick), ...Array.from({ length: 20 }, () => pick(CLASSES.join('')))];
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other]!, characters[last]!];
  }
  return characters.join('');
}
