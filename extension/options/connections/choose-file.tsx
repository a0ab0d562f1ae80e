import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
import { isUtf16 } from '../csv.ts';

export interface CsvFile {
  name: string;
  text: string;
}

/** The server's limit on an import, in characters; a byte is at most one. */
const MOST = 20_000_000;

/** A file as text, or what is wrong with it. A second choice of the same file counts too: it may have been mended. */
export function ChooseFile({ onChoose }: { onChoose: (file: CsvFile | null) => void }) {
  const { t } = useTranslation('options');
  const [problem, setProblem] = useState<'fileTooBig' | 'fileEmpty' | 'fileUtf16' | 'fileUnreadable' | null>(null);
  async function read(file: File) {
    if (file.size > MOST) return refuse('fileTooBig');
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (isUtf16(bytes)) return refuse('fileUtf16');
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (text.trim() === '') return refuse('fileEmpty');
      setProblem(null);
      onChoose({ name: file.name, text });
    } catch {
      refuse('fileUnreadable');
    }
  }
  function refuse(why: typeof problem) {
    setProblem(why);
    onChoose(null);
  }
  return (
    <Field
      type="file"
      name="csv"
      accept=".csv,.txt,text/csv"
      label={t('csv.file')}
      hint={t('csv.fileHelp')}
      problem={problem && t(`csv.${problem}`)}
      onClick={(event) => {
        event.currentTarget.value = '';
      }}
      onChange={(event) => {
        const file = event.target.files?.[0];
        if (file) void read(file);
      }}
    />
  );
}
