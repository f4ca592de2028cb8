import { nav } from './nav.ts';

const isMac = /mac/i.test(navigator.userAgent);

/** 'mod shift R' as the keys of this system: 'Ctrl+Shift+R' or '⌘⇧R'. */
export function shortcutWords(keys: string): string {
  const names: Record<string, string> = isMac ? { mod: '⌘', shift: '⇧' } : { mod: 'Ctrl', shift: 'Shift' };
  return keys
    .split(' ')
    .map((key) => names[key] ?? key)
    .join(isMac ? '' : '+');
}

export const shortcutList: readonly { keys: string; does: string }[] = [
  { keys: shortcutWords('mod K'), does: 'Find any source or action by name' },
  { keys: shortcutWords('mod R'), does: 'Refresh what is due' },
  { keys: shortcutWords('mod shift R'), does: 'Force all, with the number of calls shown first' },
  ...nav.map((entry) => ({ keys: `g ${entry.key}`, does: `Go to ${entry.name}` })),
  { keys: 'g n', does: 'Add a source' },
  { keys: 'e', does: 'On a dashboard: change the layout; arrows move a panel, Shift and arrows resize it' },
  { keys: 'a', does: 'On a dashboard: add a panel' },
  { keys: 'f', does: 'On a dashboard: wallboard' },
  { keys: shortcutWords('mod Z'), does: 'On a dashboard: undo the last change' },
  { keys: '/', does: 'Filter the list on screen' },
  { keys: '?', does: 'Show these shortcuts' },
];
