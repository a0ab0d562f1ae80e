import { type BerReader, BerWriter, Control } from 'ldapts';

const DIRSYNC = '1.2.840.113556.1.4.841';
const SHOW_DELETED = '1.2.840.113556.1.4.417';
/** LDAP_DIRSYNC_OBJECT_SECURITY: what the account may read anyway, so that no replication right has to be granted. */
const OBJECT_SECURITY = 1;
/** The most that AD takes; it cuts its answers smaller by itself. */
const MOST_BYTES = 0x7fffffff;
const OCTET_STRING = 4;

export interface DirSync {
  control: Control;
  /** After the search: where the next one goes on, and whether there is more just now. */
  answer(): { cookie: Buffer; more: boolean };
}

/** Asks for what changed since the cookie: https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/2213a7f2-0a36-483c-b2a4-8574d53aa1e3 */
export function dirSync(cookie: Buffer): DirSync {
  let said = { cookie, more: false, heard: false };
  const control = Object.assign(new Control(DIRSYNC, { critical: true }), {
    writeControl(writer: BerWriter) {
      const value = new BerWriter();
      value.startSequence();
      value.writeInt(OBJECT_SECURITY);
      value.writeInt(MOST_BYTES);
      value.writeBuffer(cookie, OCTET_STRING);
      value.endSequence();
      writer.writeBuffer(value.buffer, OCTET_STRING);
    },
    parseControl(reader: BerReader) {
      if (reader.readSequence() === null) return;
      const more = reader.readInt() !== 0;
      reader.readInt();
      said = { cookie: reader.readString(OCTET_STRING, true) ?? Buffer.alloc(0), more, heard: true };
    },
  }) as unknown as Control;
  return { control, answer: () => (said.heard ? said : { cookie: Buffer.alloc(0), more: false }) };
}

/** Has a search find tombstones too: MS-ADTS 3.1.1.3.4.1.14 */
export const showDeleted = (): Control => new Control(SHOW_DELETED, { critical: true });
