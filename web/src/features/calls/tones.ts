import type { Schemas } from '@/api/client';
import { categoryOf, TONES } from '@/shared/gradeCategories';
import type { Tone } from '@/shared/Pill';

type Graded = Pick<Schemas['CallRecordShape'], 'grade_code' | 'grade_category'>;

const OUTCOME: Record<string, Tone> = { connected: 'green', voicemail: 'teal', busy: 'amber', rejected: 'amber', invalid_number: 'red', line_fault: 'red', suspended: 'red' };
export const toneOfOutcome = (outcome: string): Tone => OUTCOME[outcome] ?? 'grey';

/** As on the page of the grades. */
export const toneOfGrade = ({ grade_code, grade_category }: Graded): Tone => TONES[categoryOf(grade_code, grade_category)];
