import { useFreshet } from '../bridge/store.ts';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import classes from './source.module.css';

/** Whether a source can be changed on the screen. */
export function useIsReadOnly(source: SourceStatus): boolean {
  const nothingChanges = useFreshet((state) => (state.app?.readOnly ?? null) !== null);
  return nothingChanges || source.origin !== 'app';
}

/** Why the settings cannot be changed here, and where they can. */
export function ReadOnlyNote({ source }: { source: SourceStatus }) {
  const path = useFreshet((state) => state.app?.configFile.path);
  const readOnly = useFreshet((state) => state.app?.readOnly ?? null);
  if (readOnly !== null) {
    return (
      <p className={classes['note']} data-testid="read-only">
        {readOnly.message} {readOnly.advice}
      </p>
    );
  }
  if (source.origin === 'app') return null;
  return (
    <p className={classes['note']} data-testid="read-only">
      {source.origin === 'demo' ? (
        'This source belongs to the demo workspace and cannot be changed.'
      ) : (
        <>
          This source is defined in the config file. Change it there: <code>{path ?? 'freshet.config.json'}</code>, at the entry with id{' '}
          <code>{source.id}</code>. A saved file takes effect at once.
        </>
      )}
    </p>
  );
}
