import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneNumber {
  raw: string;
  /** Null where the number is not a valid one of any country we could read it for. */
  e164: string | null;
  /** The same shape for a number of the right length that no plan we know has: a new range, a made-up one. */
  dialled: string | null;
  /** The last seven digits, for numbers typed without their area code; null where there are fewer. */
  last7: string | null;
  extension: string | null;
}

const LABEL =
  /^\s*(?:(?:tel|telephone|phone|mobile|mob|cell|work|home|office|direct|ddi|fax|handy|tél|port)\b\.?|[tmpwh](?=\s*:))\s*:?\s*/i;
const EXTENSION =
  /(?:;\s*ext=|,*\s*(?<![a-z])(?:extension|extn?|durchwahl|poste|x)(?![a-z])\.?\s*[:.]?|#)\s*(\d{1,7})\s*$/i;

/**
 * A phone number as typed, read with the customer's country (ISO 3166-1 alpha-2) where it has no country code.
 * The extension is kept apart: two people behind one number differ in it.
 */
export function normalizePhone(raw: string, country: string | null): PhoneNumber {
  let text = raw.slice(0, 100).normalize('NFKC').replace(LABEL, '');
  const extension = EXTENSION.exec(text)?.[1] ?? null;
  if (extension !== null) text = text.replace(EXTENSION, '');
  text = text.replace(/[([][^()[\]\d]*[)\]]\s*$/, '').trim(); // "(work)"
  if (/^(?:\+|00)/.test(text)) text = text.replace(/\(0\)/, '').replace(/^00(?=[1-9])/, '+');
  const digits = text.replace(/\D/g, '');
  return {
    raw,
    ...(/\p{L}/u.test(text) ? { e164: null, dialled: null } : read(text, country)),
    last7: digits.length >= 7 ? digits.slice(-7) : null,
    extension,
  };
}

function read(text: string, country: string | null): Pick<PhoneNumber, 'e164' | 'dialled'> {
  const code = country?.toUpperCase() ?? '';
  const defaultCountry: CountryCode | undefined = isSupportedCountry(code) ? code : undefined;
  const parsed = parsePhoneNumberFromString(text, { ...(defaultCountry && { defaultCountry }), extract: false });
  return { e164: parsed?.isValid() ? parsed.number : null, dialled: parsed?.isPossible() ? parsed.number : null };
}
