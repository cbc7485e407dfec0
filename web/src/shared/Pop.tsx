import { Popover } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  label: string;
  content: ReactNode;
  placement?: 'bottomLeft' | 'bottomRight';
  /** The button that opens it. */
  children: ReactNode;
}

const REACHED = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex="0"]';
const FRAMES = 30; // it is shown once it has its place, which takes a few

/** Past the last part of a box, or before its first, one leaves it. */
function isLeaving(event: KeyboardEvent, box: HTMLElement): boolean {
  const parts = [...box.querySelectorAll<HTMLElement>(REACHED)].filter((part) => part.tabIndex >= 0);
  const edges = event.shiftKey ? [parts[0], box] : [parts.at(-1)];
  return event.key === 'Tab' && edges.includes(event.target as HTMLElement);
}

/** Puts the focus into the box once it is shown, and back where it was when it closes. */
function useInside(open: boolean, onLeave: () => void) {
  const box = useRef<HTMLDivElement>(null);
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  useEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    let [left, frame] = [FRAMES, 0];
    const press = (event: KeyboardEvent) => {
      if (!inside || !isLeaving(event, inside)) return;
      event.preventDefault();
      leave.current();
    };
    let inside: HTMLElement | null = null;
    const enter = () => {
      inside = box.current;
      inside?.focus({ preventScroll: true });
      left -= 1;
      if (left && !inside?.contains(document.activeElement)) frame = requestAnimationFrame(enter);
    };
    enter();
    document.addEventListener('keydown', press);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('keydown', press);
      const { activeElement } = document;
      const ours = !activeElement || activeElement === document.body || inside?.contains(activeElement);
      if (ours && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [open]);
  return box;
}

/** What opens under a button: the focus goes into it, and back to the button when it closes. */
export function Pop({ open, onOpenChange, label, content, placement = 'bottomRight', children }: Props) {
  const box = useInside(open, () => onOpenChange(false));
  return (
    <Popover
      open={open} onOpenChange={onOpenChange} trigger="click" placement={placement} arrow={false}
      content={<div ref={box} role="group" aria-label={label} tabIndex={-1} style={{ outline: 'none' }}>{content}</div>}
    >
      {children}
    </Popover>
  );
}
