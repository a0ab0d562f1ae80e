import { type ReactNode, type TextareaHTMLAttributes, useId } from 'react';
import { Icon } from './icons.tsx';

/** A labelled field of several lines, as `Field` is one of one line. */
export function AreaField({
  label,
  hint,
  problem,
  ...area
}: { label: string; hint?: ReactNode; problem?: string | null } & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        rows={3}
        {...area}
        id={id}
        aria-describedby={described || undefined}
        aria-invalid={problem ? true : undefined}
      />
      {hint && (
        <span className="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problem && (
        <span className="field-problem" id={`${id}-problem`} role="alert">
          <Icon name="stop" />
          {problem}
        </span>
      )}
    </div>
  );
}
