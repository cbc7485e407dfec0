/** Leadline's mark. */
export function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--solid)" />
      <path d="M8 22V10M13.3 22v-6M18.6 22v-9M24 22V7" stroke="#fff" strokeWidth="2.8" strokeLinecap="round" />
    </svg>
  );
}
