/**
 * Jaro-Winkler similarity, 0 to 1: Winkler's bonus for a common beginning of up to four letters, only above 0.7, as in his
 * 1990 paper. Compares UTF-16 units, so fold the texts first.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const usedB = new Array<boolean>(b.length).fill(false);
  const inA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const to = Math.min(b.length, i + reach + 1);
    for (let j = Math.max(0, i - reach); j < to; j++) {
      if (usedB[j] || a[i] !== b[j]) continue;
      usedB[j] = true;
      inA.push(a[i]!);
      break;
    }
  }
  if (inA.length === 0) return 0;
  let swapped = 0;
  let k = 0;
  for (let j = 0; j < b.length; j++) if (usedB[j] && b[j] !== inA[k++]) swapped++;
  const m = inA.length;
  const jaro = (m / a.length + m / b.length + (m - Math.floor(swapped / 2)) / m) / 3;
  if (jaro <= 0.7) return jaro;
  let common = 0;
  while (common < 4 && common < a.length && a[common] === b[common]) common++;
  return jaro + common * 0.1 * (1 - jaro);
}
