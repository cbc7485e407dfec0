/** A small line without axes; it repeats what stands beside it, so it is hidden from readers of the page's text. */
export function Spark({ values, width = 96, height = 28 }: { values: (number | null)[]; width?: number; height?: number }) {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index: number) => (index / (values.length - 1)) * (width - 4) + 2;
  const y = (value: number) => height - 3 - ((value - low) / (high - low || 1)) * (height - 6);
  let path = '';
  let broken = true;
  values.forEach((value, index) => {
    if (value === null) broken = true;
    else {
      path += `${broken ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      broken = false;
    }
  });
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path d={path} fill="none" stroke="var(--primary)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}
