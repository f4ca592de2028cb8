import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** What is told of a file that is watched. */
export interface FileEvents {
  /** The file was made, written, replaced or removed, or one of the same name was. */
  onChange(): void;
  /** It cannot be watched any more. */
  onEnd(error: Error): void;
}

/** Where a file is: where its path says, and where that leads when it is a link. */
function placesOf(path: string): string[] {
  try {
    return [...new Set([path, realpathSync(path)])];
  } catch {
    return [path];
  }
}

/**
 * Watches a file, also one that is not there yet. Its folder is watched, because a file is often replaced by another of
 * its name, which would end a watch on it. Throws when the folder cannot be watched. Gives what ends it.
 */
export function watchFile(path: string, events: FileEvents): () => void {
  const watchers: FSWatcher[] = [];
  const close = () => {
    for (const watcher of watchers) watcher.close();
  };
  try {
    for (const place of placesOf(path)) {
      const watcher = watch(dirname(place), { persistent: false }, (_event, name) => {
        if (name === null || name === basename(place)) events.onChange();
      });
      watcher.on('error', (error) => {
        close();
        events.onEnd(error);
      });
      watchers.push(watcher);
    }
  } catch (error) {
    close();
    throw error;
  }
  return close;
}
