import type { Context } from 'hono';
import { modelBinding } from './faults.ts';

const INTEGERS = /^(id|client_id|site_id|user_id|ticket_id|outcome_id|agent_id|status_id|priority_id|tickettype_id)$/;
const BOOLEANS = /^(inactive|hiddenfromuser|isserviceaccount|isvip|sendemail|active)$/;
/** Halo's reader refuses `95.0` for an id although it writes one itself; a parsed body no longer shows it. */
const WRITTEN_AS_DOUBLE = /"(\w*_id|id)"\s*:\s*-?\d+\.\d+/;

export type Fields = Record<string, unknown>;

/** The rows of a POST: always a list, each value of the type it is declared with. Else the answer to give. */
export async function readRows(c: Context): Promise<Fields[] | Response> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return c.json({ '': ['Unexpected character encountered while parsing value.'] }, 400);
  }
  if (!Array.isArray(body)) {
    return c.json({ '': ['Cannot deserialize the current JSON object because the type requires a JSON array.'] }, 400);
  }
  const double = WRITTEN_AS_DOUBLE.exec(text)?.[1];
  if (double && INTEGERS.test(double)) {
    return c.json({ [`[0].${double}`]: ['Input string is not a valid integer.'] }, 400);
  }
  for (const [index, row] of body.entries()) {
    for (const [field, value] of Object.entries(row as Fields)) {
      const path = `[${index}].${field}`;
      if (INTEGERS.test(field) && !Number.isInteger(value)) return modelBinding(c, path, 'integer', value);
      if (BOOLEANS.test(field) && typeof value !== 'boolean') return modelBinding(c, path, 'boolean', value);
    }
  }
  return body as Fields[];
}

/** 201; the element itself where one was sent, else the list. */
export function saved(c: Context, rows: unknown[]): Response {
  return answer(c, rows.length === 1 ? rows[0] : rows, 201);
}

/** Some ids are doubles in Halo and are written so: a user's `site_id` and a site's `client_id`. */
export function answer(
  c: Context,
  body: unknown,
  status: 200 | 201 = 200,
  doubles?: 'site_id' | 'client_id',
): Response {
  const text = JSON.stringify(body);
  const written = doubles ? text.replace(new RegExp(`("${doubles}":-?\\d+)(?=[,}])`, 'g'), '$1.0') : text;
  return c.body(written, status, { 'content-type': 'application/json; charset=utf-8' });
}
