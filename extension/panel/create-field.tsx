import { useTranslation } from 'react-i18next';
import { Breakable } from '../ui/breakable.tsx';
import { Icon } from '../ui/icons.tsx';
import type { Row } from './create-draft.ts';

/** One value on its way: what the PSA has on the left, what the directory will hold on the right. */
export function CreateField({
  row: { name, planned, value, problem, typed },
  asked,
  readOnly,
  onType,
}: {
  row: Row;
  /** Sending was tried: an empty field is wrong from then on, not before. */
  asked: boolean;
  readOnly: boolean;
  onType: (value: string) => void;
}) {
  const { t } = useTranslation();
  const id = `create-${name}`;
  const wrong = problem !== null && (asked || problem !== 'missing') ? problem : null;
  return (
    <div className="field create-field">
      <label htmlFor={id}>
        {t(`create.field.${planned.field}`)}
        <span className="fact-note">{t(`create.rule.${typed ? 'typed' : planned.rule}`)}</span>
      </label>
      <div className="create-pair">
        <span className="create-from" id={`${id}-from`}>
          <Breakable text={planned.from || t('common.empty')} />
        </span>
        <Icon name="arrow" />
        <input
          id={id}
          value={value}
          readOnly={readOnly}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={`${id}-from${wrong ? ` ${id}-problem` : ''}`}
          onChange={(event) => onType(event.target.value)}
        />
      </div>
      {wrong && (
        <span className="field-problem" id={`${id}-problem`} role="alert">
          <Icon name="stop" />
          {t(`create.problem.${wrong}`)}
        </span>
      )}
    </div>
  );
}
