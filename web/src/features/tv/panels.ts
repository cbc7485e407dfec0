export const PANELS = ['today', 'agents', 'trend', 'grades'] as const;
export type Panel = (typeof PANELS)[number];

/** The panel some steps away, around the end. */
export function panelAfter(panel: Panel, steps: number): Panel {
  const index = (PANELS.indexOf(panel) + steps + PANELS.length) % PANELS.length;
  return PANELS[index] ?? 'today';
}

export type Deed = { panel: Panel } | 'pause' | 'full' | 'help' | 'leave' | undefined;

/** What a key does on the wallboard. */
export function deedOf(key: string, panel: Panel): Deed {
  const chosen = PANELS[Number(key) - 1];
  if (chosen) return { panel: chosen };
  switch (key) {
    case 'ArrowRight':
      return { panel: panelAfter(panel, 1) };
    case 'ArrowLeft':
      return { panel: panelAfter(panel, -1) };
    case ' ':
      return 'pause';
    case 'f':
      return 'full';
    case '?':
      return 'help';
    case 'q':
      return 'leave';
    default:
      return undefined;
  }
}

export const LEADERS = 10;

/** The best of the board, without the accounts that are no agents. */
export const leadersOf = <T extends { excluded: boolean }>(rows: readonly T[]): T[] => rows.filter((row) => !row.excluded).slice(0, LEADERS);
