import { Kbd, useMantineColorScheme } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { useState } from 'react';
import { useFreshet } from '../bridge/store.ts';
import { appEntries } from './palette-entries.ts';
import { searchEntries } from './palette-search.ts';

const schemes = [
  { id: 'auto', label: 'Theme: as the system' },
  { id: 'light', label: 'Theme: light' },
  { id: 'dark', label: 'Theme: dark' },
] as const;

function Results({ query }: { query: string }) {
  const order = useFreshet((state) => state.order);
  const { setColorScheme } = useMantineColorScheme();
  const themes = schemes.map(({ id, label }) => ({ id, label, run: () => setColorScheme(id) }));
  const entries = searchEntries(query, [...appEntries(), ...themes], order);
  return (
    <Spotlight.ActionsList>
      {entries.map((entry) => (
        <Spotlight.Action
          key={entry.id}
          label={entry.label}
          title={entry.label}
          onClick={entry.run}
          rightSection={'keys' in entry ? <Kbd>{entry.keys}</Kbd> : null}
        />
      ))}
      {entries.length === 0 && <Spotlight.Empty>No source or action has this name</Spotlight.Empty>}
    </Spotlight.ActionsList>
  );
}

/** Every action and every source by name. */
export function Palette() {
  const [query, setQuery] = useState('');
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
      lockScroll={false}
      aria-label="Find a source or an action"
      data-testid="palette"
    >
      <Spotlight.Search placeholder="Find a source or an action" aria-label="Find a source or an action" />
      <Results query={query} />
    </Spotlight.Root>
  );
}
