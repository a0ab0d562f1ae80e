import type { Selector } from './types.ts';

/** Longer texts are no number, name or address; reading stops there. */
const MAX = 400;

/** The text of the first selector that finds one element with text. */
export function firstText(root: ParentNode, selectors: readonly Selector[]): string | null {
  for (const { css } of selectors) {
    const text = textOf(root.querySelector(css));
    if (text) return text;
  }
  return null;
}

/**
 * The value beside a label, in the first group whose label's text matches. Null when two groups match with
 * different values: which of them is meant cannot be told.
 */
export function labelled(root: ParentNode, groups: readonly Selector[], label: RegExp): string | null {
  const values = new Set<string>();
  for (const { css } of groups) {
    for (const group of root.querySelectorAll(css)) {
      for (const element of group.querySelectorAll('label')) {
        if (!label.test(textOf(element) ?? '')) continue;
        const next = element.nextElementSibling;
        const field = next?.matches('input') ? next : (next?.querySelector('input') ?? null);
        const value = field ? (field as HTMLInputElement).value.trim() : textOf(next);
        if (value) values.add(value.slice(0, MAX));
      }
    }
    if (values.size > 0) break;
  }
  return values.size === 1 ? [...values][0]! : null;
}

function textOf(element: Element | null): string | null {
  const text = element?.textContent?.trim() ?? '';
  return text && text.length <= MAX ? text : null;
}
