/** A person's hands inside the page: each waits until what it needs is there, as a person would. */
export interface Hands {
  find<E extends HTMLElement>(selector: string): Promise<E>;
  press(selector: string): Promise<void>;
  fill(fields: Record<string, string>): Promise<void>;
  /** Sends the form that is on the screen. */
  send(): Promise<void>;
  choose(file: { name: string; text: string }): Promise<void>;
}

const PATIENCE = 5000;

export function hands(root: HTMLElement): Hands {
  async function find<E extends HTMLElement>(selector: string): Promise<E> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const found = root.querySelector<E>(selector);
      if (found) return found;
      if (Date.now() > end) throw new Error(`Nothing on the page is ${selector}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return {
    find,
    async press(selector) {
      (await find(selector)).click();
    },
    async fill(fields) {
      for (const [name, value] of Object.entries(fields)) {
        const field = await find<HTMLInputElement>(`[name="${name}"]`);
        // React listens for the value that a person's typing would have set.
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
        field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
      }
    },
    async send() {
      (await find<HTMLFormElement>('main form')).requestSubmit();
      await new Promise((resolve) => setTimeout(resolve, 60));
    },
    async choose({ name, text }) {
      const field = await find<HTMLInputElement>('input[type="file"]');
      const chosen = new DataTransfer();
      chosen.items.add(new File([text], name, { type: 'text/csv' }));
      field.files = chosen.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
  };
}
