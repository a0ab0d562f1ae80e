import { useRef } from 'react';
import { Button, type ButtonProps } from '../ui/button.tsx';
import { usePanel } from './context.tsx';
import { hasArrived } from './pointer-arrival.ts';
import { useProvenVisibility } from './use-proven-visibility.ts';

/**
 * A button that changes who is linked to whom. It acts only on a real click or key press, and only after the
 * browser has proven that the page around us neither covers nor fades it, nor slid it under the pointer just now.
 */
export function GuardedButton({
  act,
  onPress,
  ...rest
}: Omit<ButtonProps, 'onClick'> & { act: string; onPress: () => void }) {
  const { busy, warn, client } = usePanel();
  const button = useRef<HTMLButtonElement>(null);
  const proof = useProvenVisibility(button);
  return (
    <Button
      {...rest}
      ref={button}
      busy={busy === act || rest.busy === true}
      aria-disabled={busy !== null || proof === 'waiting' || undefined}
      onClick={(event) => {
        if (busy !== null || !event.nativeEvent.isTrusted) return;
        const isOurs = window.self === window.top; // no page around us that could move anything
        if (proof === 'proven' && (isOurs || hasArrived(event.nativeEvent))) onPress();
        else if (proof !== 'window') warn('waiting');
        else if (client.confirmInWindow) client.confirmInWindow();
        else warn('window');
      }}
    />
  );
}
