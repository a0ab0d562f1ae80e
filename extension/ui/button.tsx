import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: IconName;
  /** A call runs: the button stays where it is and keeps the focus, but does nothing. */
  busy?: boolean;
  /** For a button without words: said to screen readers and shown as its tooltip. */
  label?: string;
  children?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone = 'plain', icon, busy = false, label, children, onClick, ref, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      ref={ref}
      className={`button ${rest.className ?? ''}`}
      data-tone={tone}
      data-square={children === undefined ? true : undefined}
      aria-label={label}
      title={label}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Icon name="spinner" className="spin" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
