type Fields = Record<string, unknown>;
type Patched = { fields: Fields } | { unknown: string } | { refused: string };

/**
 * Applies ConnectWise's dialect of JSON PATCH to a copy of a record: `path` with or without a slash before it, its
 * case minded; lists by index; a part of a reference is accepted and changes nothing. A record that has custom fields
 * is only changed together with them, where those that are left out keep their values.
 */
export function applyPatch(record: Fields, operations: unknown, members: ReadonlySet<string>): Patched {
  if (!Array.isArray(operations)) return { refused: 'A patch must be a list of operations.' };
  const fields = structuredClone(record);
  let touchesCustomFields = false;
  for (const { op, path, value } of operations as { op?: string; path?: string; value?: unknown }[]) {
    if (typeof path !== 'string' || !/^(add|replace|remove)$/.test(op ?? '')) {
      return { refused: 'An operation must have an op of add, replace or remove, and a path.' };
    }
    const [member, ...rest] = path.replace(/^\//, '').split('/') as [string, ...string[]];
    if (!members.has(member)) return { unknown: member };
    if (member === 'customFields') {
      if (!Array.isArray(value)) return { refused: 'customFields must be an array.' };
      touchesCustomFields = true;
      fields.customFields = mergeCustomFields((fields.customFields ?? []) as Fields[], value as Fields[]);
    } else if (Array.isArray(fields[member]) || /^\d+$/.test(rest[0] ?? '')) {
      if (!patchList(fields, member, rest, op!, value)) return { refused: `The path '${path}' does not exist.` };
    } else if (rest.length === 0) {
      if (op === 'remove') delete fields[member];
      else fields[member] = value;
    }
  }
  const held = record.customFields;
  if (operations.length > 0 && Array.isArray(held) && held.length > 0 && !touchesCustomFields) {
    return { refused: 'customFields must be sent with every change of this record.' };
  }
  return { fields };
}

function patchList(fields: Fields, member: string, rest: string[], op: string, value: unknown): boolean {
  const list = (fields[member] ?? []) as Fields[];
  fields[member] = list;
  const [place, key] = rest;
  if (place === undefined) {
    if (op === 'remove') fields[member] = [];
    else if (Array.isArray(value)) fields[member] = value;
    else return false;
    return true;
  }
  const index = place === '-' ? list.length : Number(place);
  if (!Number.isInteger(index) || index < 0 || index > list.length) return false;
  if (op === 'add' && key === undefined) list.splice(index, 0, value as Fields);
  else if (index === list.length) return false;
  else if (op === 'remove') {
    if (key === undefined) list.splice(index, 1);
    else delete list[index]![key];
  } else if (key === undefined) list[index] = value as Fields;
  else {
    list[index]![key] = value;
    // The others give their default up; the kind is the item's own.
    if (key === 'defaultFlag' && value === true) {
      for (const other of list) {
        if (other !== list[index] && other.communicationType === list[index]!.communicationType)
          other.defaultFlag = false;
      }
    }
  }
  return true;
}

function mergeCustomFields(held: Fields[], given: Fields[]): Fields[] {
  return held.map((field) => {
    const change = given.find((one) => Number(one.id) === Number(field.id));
    return change ? { ...field, value: change.value } : field;
  });
}
