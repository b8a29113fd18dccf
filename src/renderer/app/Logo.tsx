/** The mark: a report line that stops at a fault and goes on. */
export function Logo() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="5" fill="var(--accent-text)" />
      <path
        d="M4 15.5h4.2l2.3-8 3.6 11 1.9-5h4"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="2.1"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
