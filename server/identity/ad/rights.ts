/** The rights that the connector needs, in the words of Windows' own dialogs (Security > Advanced, Delegate Control). */
export const RIGHTS = {
  read: 'Read all user information',
  create: 'Create User objects',
  enable: 'Write userAccountControl',
  write: (attributes: string[]) => `Write ${attributes.join(', ')}`,
  readDeleted: 'List contents, Read all properties',
} as const;
