import { IconHourglass } from '@tabler/icons-react';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import classes from './SpentNote.module.css';
import { spentWords } from './spent-words.ts';
import { useNowFor } from './use-now.ts';

/** Of a source whose quota is spent: until when, what is shown meanwhile, and what a refresh would still cost. */
export function SpentNote({ source }: { source: SourceStatus }) {
  const now = useNowFor(source.checkedAt);
  const words = spentWords(source, now);
  if (words === null) return null;
  return (
    <div className={classes['note']} role="status" data-testid="spent-note">
      <IconHourglass size={18} stroke={1.8} aria-hidden />
      <p>
        <strong>{words.until}</strong> {words.meanwhile} {words.asking}
      </p>
    </div>
  );
}
