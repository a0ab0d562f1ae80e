import type { Fault } from './messages.ts';

/** A failed call, as the components catch it. */
export class CallFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.name = 'CallFault';
    this.fault = fault;
  }
}
