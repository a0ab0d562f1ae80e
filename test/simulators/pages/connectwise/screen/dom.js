const asked = new URLSearchParams(location.search);
/** After a redesign none of the known names would be there. */
const known = asked.get('layout') !== 'unknown';
/** Each build of the real app has other short names; here each load has. */
const build = Array.from(crypto.getRandomValues(new Uint8Array(4)), (n) => String.fromCharCode(65 + (n % 26))).join('');
let made = 0;

/** Makes an element: `h('div.pod', { title }, 'text', child)`. Text is never markup. */
export function h(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  element.className = [...(known ? classes : []), `GE0S-${build}${(made++).toString(36)}`].join(' ');
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else if (known || !/^(id|aria-label|data-cwid)$/.test(name)) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

export const label = (text) => h('div.gwt-Label.mm_label.cw_CwLabel', { title: text }, text);
export const row = (text, content) => h('div.pod-element-row', {}, label(text), content);
export const pod = (name, ...content) =>
  h(`div.pod_${name}`, {}, h(`div.pod_${name}_header`, {}, name.replaceAll('_', ' ')), ...content);
/** Values are typed into inputs, not written as text. */
export const input = (name, value, attributes = {}) => h(`input.${name}`, { type: 'text', value, ...attributes });

export const title = (text) => {
  document.title = known ? `${text} | ConnectWise` : 'ConnectWise';
};
