import { CloseButton, Dialog, Kbd } from '@mantine/core';
import { useEffect } from 'react';
import { setHelp, useOverlays } from './overlays.ts';
import { shortcutList } from './shortcuts.ts';
import classes from './ShortcutsHelp.module.css';

export function ShortcutsHelp() {
  const shown = useOverlays((state) => state.help);
  useEffect(() => {
    if (!shown) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setHelp(false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [shown]);
  return (
    <Dialog opened={shown} size={380} role="dialog" aria-label="Keyboard shortcuts" withBorder data-testid="shortcuts">
      <div className={classes['head']}>
        <h2 className={classes['title']}>Keyboard shortcuts</h2>
        <CloseButton aria-label="Close the shortcuts" onClick={() => setHelp(false)} data-autofocus />
      </div>
      <dl className={classes['list']}>
        {shortcutList.map(({ keys, does }) => (
          <div key={keys} className={classes['row']}>
            <dt>
              <Kbd>{keys}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
