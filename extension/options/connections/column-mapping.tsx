import { CSV_FIELDS, CSV_KEYS, type CsvField, type CsvKey } from '@counterpart/shared/csv.ts';
import { useTranslation } from 'react-i18next';
import { SelectField } from '../../ui/field.tsx';

/** Which column of the file holds which field. */
export type Mapping = Partial<Record<CsvField, string>>;

export function ColumnMapping({
  columns,
  mapping,
  csvKey,
  onChange,
  onKey,
}: {
  columns: readonly string[];
  mapping: Mapping;
  /** What tells that a line is an account that is there already. */
  csvKey: CsvKey;
  onChange: (mapping: Mapping) => void;
  onKey: (key: CsvKey) => void;
}) {
  const { t } = useTranslation('options');
  return (
    <fieldset className="mapping">
      <legend>{t('csv.mapping')}</legend>
      <p className="muted">{t('csv.mappingHelp')}</p>
      <div className="mapping-fields">
        {CSV_FIELDS.map((field) => (
          <SelectField
            key={field}
            label={t(`csv.fields.${field}`)}
            value={mapping[field] ?? ''}
            onChange={({ target }) => {
              const { [field]: _before, ...rest } = mapping;
              onChange(target.value ? { ...rest, [field]: target.value } : rest);
            }}
          >
            <option value="">{t('csv.notUsed')}</option>
            {[...new Set(columns)].map((column) => (
              <option key={column} value={column}>
                {column}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
      <SelectField
        name="csvKey"
        label={t('csv.key')}
        hint={t('csv.keyHelp')}
        value={csvKey}
        onChange={({ target }) => {
          const key = CSV_KEYS.find((one) => one === target.value);
          if (key) onKey(key);
        }}
      >
        {CSV_KEYS.map((key) => (
          <option key={key} value={key}>
            {t(`csv.fields.${key}`)}
          </option>
        ))}
      </SelectField>
    </fieldset>
  );
}
