import { type Dispatch, type SetStateAction, useCallback, useEffect, useRef, useState } from 'react';
import { CallFault } from '../fault.ts';
import type { Fault } from '../messages.ts';

/** Whatever was thrown, as a fault a sentence exists for. */
export function faultOf(error: unknown): Fault {
  if (error instanceof CallFault) return error.fault;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export interface Answer<T> {
  value: T | null;
  fault: Fault | null;
  loading: boolean;
  reload(): void;
  setValue: Dispatch<SetStateAction<T | null>>;
}

/** Asks once at the start and again on `reload`; an answer that comes after a newer question is dropped. */
export function useAnswer<T>(ask: () => Promise<T>): Answer<T> {
  const [value, setValue] = useState<T | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [loading, setLoading] = useState(true);
  const question = useRef(0);
  const latest = useRef(ask);
  latest.current = ask;

  const reload = useCallback(() => {
    const mine = ++question.current;
    setLoading(true);
    latest
      .current()
      .then(
        (answer) => {
          if (question.current !== mine) return;
          setValue(answer);
          setFault(null);
        },
        (error: unknown) => {
          if (question.current === mine) setFault(faultOf(error));
        },
      )
      .finally(() => {
        if (question.current === mine) setLoading(false);
      });
  }, []);

  useEffect(() => {
    reload();
    return () => {
      question.current++;
    };
  }, [reload]);

  return { value, fault, loading, reload, setValue };
}

export interface Act<A extends unknown[]> {
  (...args: A): Promise<void>;
  busy: boolean;
  fault: Fault | null;
  clear(): void;
}

/** One button's work: busy while it runs, its fault afterwards, never twice at once. */
export function useAct<A extends unknown[]>(work: (...args: A) => Promise<void>): Act<A> {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const running = useRef(false);
  const run = async (...args: A) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFault(null);
    try {
      await work(...args);
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return Object.assign(run, { busy, fault, clear: () => setFault(null) });
}
