interface Choice {
  value: string;
  label: string;
}

/** What a filter offers: a value once, even where several sources have it, under the names that it has there. */
export function choicesOf(found: readonly Choice[]): Choice[] {
  const labels = new Map<string, Set<string>>();
  for (const { value, label } of found) labels.set(value, (labels.get(value) ?? new Set()).add(label));
  return [...labels].map(([value, names]) => ({ value, label: [...names].join(' / ') }));
}

/** The sources that can be told apart: none where there is but one to choose from. */
export function sourcesOf(rows: readonly { source: string }[], chosen: readonly string[] = []): string[] {
  const all = [...new Set([...rows.map((row) => row.source), ...chosen])].sort();
  return all.length > 1 || chosen.length ? all : [];
}
