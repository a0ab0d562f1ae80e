import type { ReactNode } from 'react';
import type { z } from 'zod';
import { StepActions } from '../connections/wizard.tsx';
import { ErrorSummary } from './error-summary.tsx';
import type { Form } from './use-form.ts';

/** One step of a wizard that is filled in: goes on only where its fields are right, and says what is not. */
export function StepForm<V extends Record<string, string>>({
  form,
  schema,
  at,
  onStep,
  children,
}: {
  form: Form<V>;
  schema: z.ZodType | undefined;
  at: number;
  onStep: (step: number) => void;
  children: ReactNode;
}) {
  return (
    <form
      noValidate
      className="form"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (schema && form.check(schema)) onStep(at + 1);
      }}
    >
      <ErrorSummary form={form} />
      {children}
      <StepActions onBack={at > 0 ? () => onStep(at - 1) : undefined} />
    </form>
  );
}
