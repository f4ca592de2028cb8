import { Select } from '@mantine/core';
import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Outcome } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { SavingsPart } from '../savings/SavingsPart.tsx';
import { hrefOf } from '../shell/route.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { outcomeName, outcomes } from '../ui/outcome.ts';
import { Screen } from '../ui/Screen.tsx';
import classes from './HistoryScreen.module.css';
import { Lanes } from './Lanes.tsx';
import { RefreshList } from './RefreshList.tsx';
import { SavingsCard } from './SavingsCard.tsx';

const outcomeOptions = outcomes.map((value) => ({ value, label: outcomeName(value) }));

type Part = 'refreshes' | 'savings';

const parts = [
  { part: 'refreshes', name: 'Refreshes', href: hrefOf({ screen: 'history' }) },
  { part: 'savings', name: 'Savings', href: hrefOf({ screen: 'history', part: 'savings' }) },
] as const;

export function HistoryScreen({ part }: { part: Part }) {
  const order = useFreshet((state) => state.order);
  const names = useFreshet(useShallow((state) => state.order.map((id) => state.sources.get(id)?.name ?? id)));
  const [sourceId, setSourceId] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  if (order.length === 0) {
    return (
      <Screen title="History">
        <EmptyState
          title="No history yet"
          text="Every refresh of a source is kept here: when, why, what it brought and what it cost."
          action={<a href={hrefOf({ screen: 'add-source' })}>Add a source</a>}
        />
      </Screen>
    );
  }
  return (
    <Screen
      title="History"
      actions={
        <>
          <Select
            data={order.map((value, index) => ({ value, label: names[index] ?? value }))}
            value={sourceId}
            onChange={setSourceId}
            placeholder="All sources"
            aria-label="Source"
            searchable
            clearable
            limit={200}
            nothingFoundMessage="No source has this name"
            data-testid="history-source"
          />
          {part === 'refreshes' && (
            <Select
              data={outcomeOptions}
              value={outcome}
              onChange={(value) => setOutcome(outcomes.find((known) => known === value) ?? null)}
              placeholder="All outcomes"
              aria-label="Outcome"
              clearable
              data-testid="history-outcome"
            />
          )}
        </>
      }
    >
      <nav className={classes['tabs']} aria-label="Parts of the history">
        {parts.map(({ part: each, name, href }) => (
          <a
            key={each}
            className={classes['tab']}
            href={href}
            aria-current={each === part ? 'page' : undefined}
            data-testid={`tab-${each}`}
          >
            {name}
          </a>
        ))}
      </nav>
      {part === 'savings' ? (
        <SavingsPart sourceId={sourceId} />
      ) : (
        <>
          <div className={classes['top']}>
            <Lanes sourceId={sourceId} outcome={outcome} />
            <SavingsCard sourceId={sourceId} />
          </div>
          <RefreshList key={`${sourceId ?? ''} ${outcome ?? ''}`} sourceId={sourceId} outcome={outcome} />
        </>
      )}
    </Screen>
  );
}
