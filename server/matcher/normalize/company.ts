import anyAscii from 'any-ascii';

/** Legal forms as they end a name, after folding and joining single letters (`S.à r.l.` is `sarl`). */
const LEGAL_FORMS = new Set(
  [
    'ltd limited llc llp lp inc incorporated corp corporation co company plc cic pllc pc pa', // English
    'pty proprietary nl bhd sdn pte pvt private trust', // Australia, Asia, Africa
    'gmbh mbh ag kg kgaa ohg gbr ug haftungsbeschrankt ek ev eg se gesmbh', // German
    'sa sas sasu sarl eurl sci scp scop snc selarl sprl srl bvba bv nv vof cv asbl vzw', // French, Benelux
    'sl slu slne spa sapa sas ltda lda eireli sau sab rl', // Spain, Italy, Portugal, Latin America
    'ab hb as asa ans aps oy oyj ehf hf', // Nordic
    'sp zoo spzoo spk doo dd ad eood ood sro kft zrt nyrt bt ooo oao zao pao oo uab sia ou', // Central and Eastern Europe
    'kk gk pt tbk jsc fze fzco fzllc wll', // Japan, Indonesia, Gulf
  ].flatMap((line) => line.split(' ')),
);
/** Forms that lead the name. */
const LEADING_FORMS = new Set('sarl sas eurl sci scp ooo oao zao pao pt uab'.split(' '));
const ARTICLES = new Set('the le la les der die das el los las'.split(' '));
const CONJUNCTIONS = new Set('and et und y och og en e i'.split(' '));

/**
 * A company's name without its legal form, articles, "and" and punctuation: `The Müller & Söhne GmbH & Co. KG` and
 * `Muller Sohne` are one. Empty only for a text without a letter or digit.
 */
export function normalizeCompany(raw: string): string {
  let name = pass(raw.slice(0, 300));
  // Taking a form away can uncover another, so go on until nothing changes.
  for (let next = pass(name); next !== name; next = pass(name)) name = next;
  return name;
}

function pass(raw: string): string {
  let words = joinLetters(
    anyAscii(raw.normalize('NFKC'))
      .toLowerCase()
      .replace(/['`’]/g, '')
      .split(/[^a-z0-9]+/)
      .filter(Boolean),
  );
  words = keepSome(words, (word, at) => at === 0 || !(CONJUNCTIONS.has(word) && word.length > 1));
  while (words.length > 1 && ARTICLES.has(words[0]!)) words = words.slice(1);
  while (words.length > 1 && LEADING_FORMS.has(words[0]!)) words = words.slice(1);
  while (words.length > 1 && LEGAL_FORMS.has(words.at(-1)!)) words = words.slice(0, -1);
  return words.join(' ');
}

/** `s a r l` becomes `sarl`, as `S.A.R.L.` is meant. */
function joinLetters(words: string[]): string[] {
  const joined: string[] = [];
  let run = '';
  for (const word of words) {
    if (word.length === 1) run += word;
    else {
      if (run) joined.push(run);
      run = '';
      joined.push(word);
    }
  }
  if (run) joined.push(run);
  return joined;
}

function keepSome(words: string[], keep: (word: string, at: number) => boolean): string[] {
  const kept = words.filter(keep);
  return kept.length > 0 ? kept : words;
}
