/** Makes an element: `h('a.row', { href }, 'text', child)`. Attributes that are null are left out; text is never markup. */
export function h(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

const PATHS = {
  tickets: 'M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4zM14 6v12',
  customers: 'M4 20V6l7-3v17M11 20V9l9 3v8M7 9v0M7 13v0M7 17v0M15 14v0M15 17v0',
  knowledge: 'M5 4h10a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM9 8h5M9 12h5',
  assets: 'M4 5h16v10H4zM9 20h6M12 15v5',
  reports: 'M5 20V10M12 20V4M19 20v-7',
  settings: 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 3v3M12 18v3M3 12h3M18 12h3M6 6l2 2M16 16l2 2M6 18l2-2M16 8l2-2',
  share:
    'M8 11l7-4M8 13l7 4M6 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M17.5 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M17.5 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  reply: 'M10 6L4 12l6 6M4 12h9a7 7 0 0 1 7 7',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  close: 'M5 12l5 5L20 7',
  theme: 'M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5',
};
/** A line drawing of our own, 24 by 24. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

export function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return parts.length === 0 ? '?' : ((parts[0]?.[0] ?? '') + (parts.length > 1 ? parts.at(-1)[0] : '')).toUpperCase();
}

export function when(iso) {
  if (!iso) return '';
  return new Date(iso).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
