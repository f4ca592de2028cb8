import { useState } from 'react';
import type { ReactNode } from 'react';
import classes from './shows.module.css';

/** Flashes once when `value` becomes another one, and not when it first appears. */
export function Flash({ value, children }: { value: string; children: ReactNode }) {
  const [seen, setSeen] = useState({ value, changes: 0 });
  if (seen.value !== value) setSeen({ value, changes: seen.changes + 1 });
  return (
    <span key={seen.changes} className={seen.changes > 0 ? classes['flash'] : undefined} data-flashes={seen.changes}>
      {children}
    </span>
  );
}
