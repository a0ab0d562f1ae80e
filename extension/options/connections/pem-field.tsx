import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';

/** More than any certificate or key, and what the server takes. */
const MOST_BYTES = 16_384;

/** A file whose text becomes a field's value; the text itself, which may be a private key, is never on the screen. */
export function PemField({
  name,
  value,
  label,
  hint,
  problem,
  accept = '.pem,.crt,.cer,.key,.txt',
  unreadable: unreadableAs,
  onRead,
}: {
  name: string;
  value: string;
  label: string;
  hint: ReactNode;
  problem: string | null;
  accept?: string;
  /** What is said of a file that is no text, by its name; that it is no PEM where nothing is given. */
  unreadable?: (file: string) => string;
  onRead: (text: string) => void;
}) {
  const { t } = useTranslation('options');
  const [file, setFile] = useState<{ name: string; readable: boolean } | null>(null);
  async function read(chosen: File) {
    const text = await textOf(chosen);
    setFile({ name: chosen.name, readable: text !== null });
    onRead(text ?? '');
  }
  const say = unreadableAs ?? ((name: string) => t('entra.application.fileUnreadable', { file: name }));
  const unreadable = file && !file.readable ? say(file.name) : null;
  return (
    <>
      <Field
        type="file"
        name={name}
        accept={accept}
        label={label}
        hint={hint}
        problem={unreadable ?? problem}
        required
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) void read(chosen);
        }}
      />
      {value !== '' && file?.readable && (
        <p className="muted" role="status">
          {t('entra.application.chosen', { file: file.name })}
        </p>
      )}
    </>
  );
}

async function textOf(file: File): Promise<string | null> {
  if (file.size > MOST_BYTES) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}
