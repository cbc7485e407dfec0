import { type ReactNode, useDeferredValue, useState } from 'react';

interface Props {
  /** What stands in its place meanwhile. */
  waiting: ReactNode;
  children: () => ReactNode;
}

/**
 * Content that is drawn for the first time in steps of a few milliseconds, between which the page answers: a table of
 * fifty rows at one go blocks a slow machine for a quarter of a second. Later changes are drawn as any other.
 */
export function Later({ waiting, children }: Props) {
  return useDeferredValue(true, false) ? children() : waiting;
}

/** Whether something was not there yet when this was drawn first: only then is there a moment to draw it in. */
export function useCameLater(there: boolean): boolean {
  return useState(!there)[0];
}
