import { useCallback, useRef, useState } from 'react';
import type { z } from 'zod';

type Values = Record<string, string>;

export interface Form<V extends Values> {
  values: V;
  /** What is wrong with each field of the step that was sent; empty until the first try. */
  problems: Partial<Record<keyof V, string>>;
  /** Grows with each failed try: the summary takes the focus. */
  tries: number;
  set(name: keyof V & string, value: string): void;
  /** What a field needs: spread it into Field. */
  field(name: keyof V & string): {
    name: string;
    value: string;
    problem: string | null;
    onChange(event: { target: { value: string } }): void;
  };
  /** The parsed values, or null; then the fields say why. */
  check<Out>(schema: z.ZodType<Out>): Out | null;
  /** A new step starts without complaints. */
  restart(): void;
}

/** Text fields checked by zod when they are sent, and from then on while they are mended. */
export function useForm<V extends Values>(initial: V): Form<V> {
  const [values, setValues] = useState(initial);
  const [tries, setTries] = useState(0);
  const tried = useRef<z.ZodType | null>(null);
  const problems = tried.current ? problemsOf(tried.current, values) : {};
  const set = useCallback(
    (name: keyof V & string, value: string) => setValues((before) => ({ ...before, [name]: value })),
    [],
  );
  return {
    values,
    problems: problems as Form<V>['problems'],
    tries,
    set,
    field: (name) => ({
      name,
      value: values[name] ?? '',
      problem: problems[name] ?? null,
      onChange: (event) => set(name, event.target.value),
    }),
    check(schema) {
      const parsed = schema.safeParse(values);
      if (parsed.success) {
        tried.current = null;
        return parsed.data;
      }
      tried.current = schema;
      setTries((count) => count + 1);
      return null;
    },
    restart() {
      tried.current = null;
      setTries(0);
    },
  };
}

/** The first thing wrong with each field, by the field's name. */
export function problemsOf(schema: z.ZodType, values: Values): Record<string, string> {
  const parsed = schema.safeParse(values);
  const problems: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    problems[name] ??= issue.message;
  }
  return problems;
}
