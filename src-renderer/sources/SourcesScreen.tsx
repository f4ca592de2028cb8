import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { sourceNow, useFreshet } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { countWords } from '../ui/format.ts';
import { Screen } from '../ui/Screen.tsx';
import { SourceTable } from './SourceTable.tsx';

function AddButton() {
  return (
    <Button
      component="a"
      href={hrefOf({ screen: 'add-source' })}
      leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
      variant="default"
    >
      Add a source
    </Button>
  );
}

function matching(order: readonly string[], filter: string): readonly string[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return order;
  return order.filter((id) => {
    const text = `${id} ${sourceNow(id)?.name ?? ''} ${sourceNow(id)?.config.url ?? ''}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function SourcesScreen() {
  const order = useFreshet((state) => state.order);
  const [filter, setFilter] = useState('');
  if (order.length === 0) {
    return (
      <Screen title="Sources">
        <EmptyState
          title="No sources yet"
          text="A source is one address of an API. Give Freshet its URL, and it shows what comes back before anything is saved."
          action={<AddButton />}
        />
      </Screen>
    );
  }
  const shown = matching(order, filter);
  return (
    <Screen
      title="Sources"
      fill
      actions={
        <>
          <TextInput
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            placeholder="Filter by name or address"
            aria-label="Filter the sources by name or address"
            leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
            data-filter
            data-testid="source-filter"
          />
          <AddButton />
        </>
      }
    >
      {shown.length === 0 ? (
        <EmptyState
          title="No source matches"
          text={`None of ${countWords(order.length, 'source')} has '${filter}' in its name or address.`}
          action={
            <Button variant="default" onClick={() => setFilter('')}>
              Show all
            </Button>
          }
        />
      ) : (
        <SourceTable ids={shown} />
      )}
    </Screen>
  );
}
