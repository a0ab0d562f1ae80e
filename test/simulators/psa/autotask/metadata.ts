import type { AutotaskControl } from './control.ts';
import type { Entity } from './entities.ts';

const PICKLISTS: Record<string, [number, string][]> = {
  'TicketNotes.publish': [
    [1, 'All Autotask Users'],
    [2, 'Internal Project Team'],
    [4, 'Internal & Co-Managed'],
  ],
  'TicketNotes.noteType': [
    [1, 'Task Summary'],
    [2, 'Task Detail'],
    [3, 'Task Notes'],
    [13, 'Workflow Rule Note - Task'],
  ],
  'Tickets.status': [
    [1, 'New'],
    [5, 'Complete'],
  ],
  'Tickets.priority': [
    [1, 'High'],
    [2, 'Medium'],
  ],
};

/** `/{Entity}/entityInformation`. */
export function entityInformation(control: AutotaskControl, entity: Entity) {
  const rights = control.rights[entity.name] ?? {};
  return {
    info: {
      name: entity.singular,
      canCreate: entity.can.create,
      canDelete: entity.can.delete,
      canQuery: true,
      canUpdate: entity.can.update,
      userAccessForCreate: entity.can.create ? (rights.create ?? 'All') : 'None',
      userAccessForDelete: entity.can.delete ? (rights.delete ?? 'All') : 'None',
      userAccessForQuery: rights.query ?? 'All',
      userAccessForUpdate: entity.can.update ? (rights.update ?? 'All') : 'None',
      hasUserDefinedFields: ['Companies', 'Contacts', 'Tickets'].includes(entity.name),
      supportsWebhookCallouts: ['Companies', 'Contacts', 'Tickets', 'TicketNotes'].includes(entity.name),
    },
  };
}

/** `/{Entity}/entityInformation/fields`. `watched`: the object whose fields a webhook's `fieldID` can name. */
export function fieldsInformation(entity: Entity, watched: Entity | null) {
  const fields = [...entity.fields.values()].map((field) => {
    const choices =
      field.name === 'fieldID' && watched
        ? [...watched.fields.values()].map((one, index): [number, string] => [index + 1, one.name])
        : PICKLISTS[`${entity.name}.${field.name}`];
    return {
      name: field.name,
      dataType: field.type,
      length: field.length,
      isRequired: field.required,
      isReadOnly: field.readOnly,
      isQueryable: field.queryable,
      isReference: field.references !== null,
      referenceEntityType: field.references ?? '',
      isPickList: choices !== undefined,
      picklistValues:
        choices?.map(([value, label], index) => ({
          value: String(value),
          label,
          isDefaultValue: index === 0,
          sortOrder: index + 1,
          parentValue: '',
          isActive: true,
          isSystem: true,
        })) ?? null,
      picklistParentValueField: '',
      isSupportedWebhookField: false,
    };
  });
  return { fields };
}

export function userDefinedFieldsInformation(udfs: string[]) {
  return { fields: udfs.map((name) => ({ name, label: name, type: 'string', length: 8000, isRequired: false })) };
}
