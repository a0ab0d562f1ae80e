import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { Icon } from './icons.tsx';

interface Frame {
  label: string;
  hint?: ReactNode;
  /** What is wrong and how to mend it; announced when it appears. */
  problem?: string | null;
}

/** A labelled input; hint and problem are tied to it, so that screen readers say them with it. */
export function Field({
  label,
  hint,
  problem,
  ref,
  ...input
}: Frame & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <input {...input} {...described(id, hint, problem)} ref={ref} id={id} />
    </Framed>
  );
}

export function SelectField({
  label,
  hint,
  problem,
  children,
  ...select
}: Frame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} problem={problem}>
      <select {...select} {...described(id, hint, problem)} id={id}>
        {children}
      </select>
    </Framed>
  );
}

function Framed({ id, label, hint, problem, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
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

function described(id: string, hint: ReactNode, problem: string | null | undefined) {
  const ids = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': problem ? true : undefined };
}
