import { Kbd, useMantineColorScheme } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { type KeyboardEvent, useState } from 'react';
import { useFreshet } from '../bridge/store.ts';
import { appEntries, recordSearchEntries } from './palette-entries.ts';
import { searchEntries } from './palette-search.ts';
import classes from './Palette.module.css';

const schemes = [
  { id: 'auto', label: 'Theme: as the system' },
  { id: 'light', label: 'Theme: light' },
  { id: 'dark', label: 'Theme: dark' },
] as const;

function Results({ query }: { query: string }) {
  const order = useFreshet((state) => state.order);
  const { setColorScheme } = useMantineColorScheme();
  const themes = schemes.map(({ id, label }) => ({ id, label, run: () => setColorScheme(id) }));
  const entries = [...searchEntries(query, [...appEntries(), ...themes], order), ...recordSearchEntries(query)];
  return (
    <Spotlight.ActionsList className={classes['list']}>
      {entries.map((entry) => (
        <Spotlight.Action
          key={entry.id}
          label={entry.label}
          title={entry.label}
          onClick={entry.run}
          rightSection={'keys' in entry ? <Kbd>{entry.keys}</Kbd> : null}
        />
      ))}
    </Spotlight.ActionsList>
  );
}

/** Enter without having moved to an entry runs the first, which is drawn as if it were chosen. */
function runFirst(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  const list = event.currentTarget.closest('[role="dialog"]')?.querySelector(`.${classes['list'] ?? ''}`);
  if (list?.querySelector('[data-selected]') === null) list.querySelector('button')?.click();
}

/** Every action and every source by name, and the way to the records. */
export function Palette() {
  const [query, setQuery] = useState('');
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      onSpotlightOpen={() => setQuery('')}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      data-testid="palette"
    >
      <Spotlight.Search placeholder="Find a source or an action" aria-label="Find a source or an action" onKeyDown={runFirst} />
      <Results query={query} />
    </Spotlight.Root>
  );
}
