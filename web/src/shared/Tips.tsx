import { type CSSProperties, useEffect, useState } from 'react';
import styles from './Tips.module.css';

interface Tip {
  text: string;
  target: HTMLElement;
  left: number;
  top: number;
  above: boolean;
}

const DELAY_MS = 120;
const EDGE = 8;
const HALF = 160; // half of the widest tip

const UP = 4; // so far above the pointer what is cut is looked for

/** The nearest thing around that shows a part of its text only, and has no tooltip of its own. */
function cut(target: Element): HTMLElement | null {
  let one: Element | null = target;
  for (let up = 0; up < UP && one instanceof HTMLElement && !one.title; up += 1, one = one.parentElement) {
    if (one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight) {
      const { overflow, textOverflow, webkitLineClamp } = getComputedStyle(one);
      if (overflow.includes('hidden') && (textOverflow === 'ellipsis' || /\d/.test(webkitLineClamp))) return one;
    }
  }
  return null;
}

const tipped = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') ?? cut(event.target) : null;

function place(target: HTMLElement): Tip {
  const { left, width, top, bottom } = target.getBoundingClientRect();
  const above = top > 80;
  const middle = Math.min(Math.max(left + width / 2, HALF + EDGE), Math.max(innerWidth - HALF - EDGE, HALF + EDGE));
  return { text: target.dataset['tip'] ?? target.textContent, target, left: middle, top: above ? top - EDGE : bottom + EDGE, above };
}

/** Watches what one points at or tabs to. */
function useTip(): Tip | undefined {
  const [tip, setTip] = useState<Tip>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event) => {
      const target = tipped(event);
      if (!target) return;
      clearTimeout(timer);
      timer = setTimeout(() => target.isConnected && setTip(place(target)), event.type === 'focusin' ? 0 : DELAY_MS);
    };
    const hide = () => {
      clearTimeout(timer);
      setTip(undefined);
    };
    const leave = (event: Event) => {
      const to = (event as PointerEvent).relatedTarget;
      if (tipped(event) && !(to instanceof Node && tipped(event)?.contains(to))) hide();
    };
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    const heard: [string, (event: never) => void, boolean][] = [
      ['pointerover', show, false], ['focusin', show, false], ['pointerout', leave, false], ['focusout', hide, false], ['keydown', escape, false], ['scroll', hide, true],
    ];
    for (const [name, hear, first] of heard) document.addEventListener(name, hear as EventListener, first);
    return () => {
      clearTimeout(timer);
      for (const [name, hear, first] of heard) document.removeEventListener(name, hear as EventListener, first);
    };
  }, []);
  return tip;
}

/**
 * The one tooltip of the page: whatever has `data-tip="…"` shows it when it is pointed at or tabbed to, and what is cut
 * shows its whole text. A heat map has a hundred of them, which cost nothing until then.
 */
export function Tips() {
  const tip = useTip();
  useEffect(() => {
    if (tip?.target.dataset['tip'] === undefined) return; // what is cut is read whole as it is
    const before = tip.target.getAttribute('aria-describedby') ?? (tip.target.getAttribute('aria-label') === tip.text ? 'said' : null);
    if (!before) tip.target.setAttribute('aria-describedby', 'tip');
    return () => {
      if (!before) tip.target.removeAttribute('aria-describedby');
    };
  }, [tip]);
  if (!tip?.text) return null;
  return (
    <div id="tip" role="tooltip" className={styles['tip']} data-above={tip.above} style={{ left: tip.left, top: tip.top } as CSSProperties}>
      {tip.text}
    </div>
  );
}
