/**
 * What a translation of `T` must hold: the same keys, any words. Where English counts (`_other`), French also
 * needs `_many`: CLDR's form for a million and more, which `Intl.PluralRules` answers.
 */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
} & {
  readonly [K in keyof T as K extends `${infer Base}_other` ? `${Base}_many` : never]: string;
};
