import type { Note, Selector } from './types.ts';

/** Longer texts are no number, name or address; reading stops there. */
const MAX = 400;

/** The text of the first selector that finds one element with text. */
export function firstText(root: ParentNode, selectors: readonly Selector[], note: Note): string | null {
  for (const { id, css } of selectors) {
    const text = textOf(root.querySelector(css));
    note(id, text !== null);
    if (text) return text;
  }
  return null;
}

/**
 * The value, typed or shown, of the first selector that finds one. Null when it finds different ones on the screen:
 * which of them is meant cannot be told.
 */
export function firstValue(root: ParentNode, selectors: readonly Selector[], note: Note): string | null {
  for (const { id, css } of selectors) {
    const values = new Set<string>();
    for (const element of root.querySelectorAll(css)) {
      const value = isShown(element) ? shownBy(element) : null;
      if (value) values.add(value);
    }
    note(id, values.size > 0);
    if (values.size > 0) return only(values);
  }
  return null;
}

/**
 * The value beside a label, in the first group whose label's text matches. Null when two groups match with
 * different values: which of them is meant cannot be told.
 */
export function labelled(root: ParentNode, groups: readonly Selector[], label: RegExp, note: Note): string | null {
  for (const { id, css } of groups) {
    const values = new Set<string>();
    for (const group of root.querySelectorAll(css)) {
      for (const element of group.querySelectorAll('label')) {
        if (!label.test(textOf(element) ?? '')) continue;
        const next = element.nextElementSibling;
        const field = next?.matches('input') ? next : (next?.querySelector('input') ?? null);
        const value = field ? shownBy(field) : textOf(next);
        if (value) values.add(value);
      }
    }
    note(id, values.size > 0);
    if (values.size > 0) return only(values);
  }
  return null;
}

/** The one value of a set, null where there are more. */
export function only(values: ReadonlySet<string>): string | null {
  const [value] = values;
  return values.size === 1 ? value! : null;
}

export function textOf(element: Element | null | undefined): string | null {
  const text = element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  return text && text.length <= MAX ? text : null;
}

/** An input's text is its value, another element's its words, a mail link's its address. */
function shownBy(element: Element): string | null {
  if (element.matches('a[href^="mailto:"]')) {
    return element.getAttribute('href')!.slice('mailto:'.length).split('?')[0]!.trim().slice(0, MAX) || null;
  }
  if (!element.matches('input')) return textOf(element);
  return (element as HTMLInputElement).value.trim().slice(0, MAX) || null;
}

/**
 * False for what a screen keeps but does not show. Apps that swap screens inside one document hide the old one instead
 * of taking it away; asking for layout here would make the page do it again for every look, so the marks are read.
 */
export function isShown(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at.hasAttribute('hidden') || at.getAttribute('aria-hidden') === 'true') return false;
    if (/(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(at.getAttribute('style') ?? '')) return false;
  }
  return true;
}
