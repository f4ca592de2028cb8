import { IconKey } from '@tabler/icons-react';
import type { SourcePreset } from '../../../src-preload/contract/index.ts';
import { AUTH_WORDS } from '../gallery/auth-words.ts';
import classes from './preset.module.css';

/** What it takes to sign in, and where one gets it. */
export function AuthNote({ preset: { auth } }: { preset: Pick<SourcePreset, 'auth'> }) {
  return (
    <p className={classes['auth']}>
      <IconKey size={16} stroke={1.8} aria-hidden />
      <span>
        {AUTH_WORDS[auth.kind]}. {auth.words}{' '}
        {auth.url !== undefined && (
          <a href={auth.url} target="_blank" rel="noreferrer">
            Get one
          </a>
        )}
      </span>
    </p>
  );
}
