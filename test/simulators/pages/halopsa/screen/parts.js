import { h } from './dom.js';

export const ticketUrl = (id) => `/tickets?area=1&id=${id}`;
export const userUrl = (id) => `/customers?mainview=user&userid=${id}`;
export const clientUrl = (id) => `/customers?clientid=${id}`;

export const statusChip = (status) => h('span.chip', { 'data-status': status }, status);

/** An address breaks before its @, if it has to. */
export function mailLink(address) {
  const at = address.lastIndexOf('@');
  return h('a', { href: `mailto:${address}` }, address.slice(0, at), h('wbr'), address.slice(at));
}

export function group(label, value) {
  return h('div.details-group.card-panel', {}, h('label', {}, label), h('div.details-value', {}, value));
}
