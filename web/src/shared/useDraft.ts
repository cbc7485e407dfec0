import { useState } from 'react';

/**
 * The draft of a form over a record that others may change meanwhile: while nothing is typed it follows the record; what
 * was typed stays, and is saved against the record that it was typed over (`base`), which the server refuses by then.
 */
export function useDraft<Record extends { updated_at: string }, Draft extends object>(record: Record, draftOf: (record: Record) => Draft) {
  const [base, setBase] = useState(record);
  const [draft, setDraft] = useState(() => draftOf(record));
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  const take = (from: Record) => {
    setBase(from);
    setDraft(draftOf(from));
  };
  const newer = record.updated_at > base.updated_at;
  if (newer && !changed) take(record);
  return { base, draft, changed, take, moved: newer && changed, set: (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change })) };
}
