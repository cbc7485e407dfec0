import type { Tone } from '@/shared/Pill';

const OUTCOME: Record<string, Tone> = { connected: 'green', voicemail: 'teal', busy: 'amber', rejected: 'amber', invalid_number: 'red', line_fault: 'red', suspended: 'red' };
export const toneOfOutcome = (outcome: string): Tone => OUTCOME[outcome] ?? 'grey';

/** Orders stand out; what may become one is blue. */
export function toneOfGrade(code: string | null | undefined): Tone {
  if (!code) return 'grey';
  if (code.startsWith('AS')) return 'violet';
  if (code.startsWith('AF')) return 'blue';
  return code === 'unmapped' ? 'amber' : 'grey';
}
