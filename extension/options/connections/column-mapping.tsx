import { useTranslation } from 'react-i18next';
import { SelectField } from '../../ui/field.tsx';

/** Which column of the file holds which field. */
export type Mapping = Record<string, string>;

/** What a column of an account list can hold, as the server names it. */
const FIELDS = ['username', 'displayName', 'givenName', 'familyName', 'email', 'phone', 'mobile', 'homePhone'] as const;

export function ColumnMapping({
  columns,
  mapping,
  onChange,
}: {
  columns: readonly string[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}) {
  const { t } = useTranslation('options');
  return (
    <fieldset className="mapping">
      <legend>{t('csv.mapping')}</legend>
      <p className="muted">{t('csv.mappingHelp')}</p>
      <div className="mapping-fields">
        {FIELDS.map((field) => (
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
    </fieldset>
  );
}
