import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './Loading.module.css';

const WORDS_AFTER_MS = 1_000;
const RING_AFTER_MS = 200;

/** A wait: nothing at first, since most waits are too short to see, then a ring, then words too. */
export function Loading({ words = 'Loading' }: { words?: string }) {
  const [shown, setShown] = useState<'nothing' | 'ring' | 'words'>('nothing');
  useEffect(() => {
    const ring = setTimeout(() => setShown('ring'), RING_AFTER_MS);
    const text = setTimeout(() => setShown('words'), WORDS_AFTER_MS);
    return () => {
      clearTimeout(ring);
      clearTimeout(text);
    };
  }, []);
  return (
    <div className={classes['box']} role="status" aria-label={words}>
      {shown !== 'nothing' && <Loader size="sm" />}
      {shown === 'words' && <span>{words}…</span>}
    </div>
  );
}
