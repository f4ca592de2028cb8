import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { api } from '../../bridge/connection.ts';
import { go, hrefOf } from '../../shell/route.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { countWords } from '../../ui/format.ts';
import { Loading } from '../../ui/Loading.tsx';
import { ProblemList } from '../../ui/ProblemList.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { emptyDraft } from '../draft.ts';
import { useDraft } from '../draft-store.ts';
import { AUTH_WORDS } from './auth-words.ts';
import { nextCard } from './card-keys.ts';
import { byCategory, findPresets } from './find-presets.ts';
import { GalleryCard } from './GalleryCard.tsx';
import classes from './gallery.module.css';
import { ways } from './ways.ts';

const EMPTY = JSON.stringify(emptyDraft());
const loadPresets = () => api().presets.list();

const cardsIn = (root: HTMLElement | null) => [...(root?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];

/** All ways to add a source, found by a word. Down leads from the search to the cards, the arrow keys from card to card. */
export function GalleryScreen() {
  const [loaded, retry] = useLoaded(loadPresets);
  const [search, setSearch] = useState('');
  const hasBegun = useDraft(({ draft }) => JSON.stringify(draft) !== EMPTY);
  const root = useRef<HTMLDivElement>(null);

  const presets = loaded.state === 'ready' ? loaded.data.items : [];
  const found = findPresets(presets, search);
  const foundWays = findPresets(ways, search);
  const isSearch = search.trim() !== '';

  const onSearchKey = (event: KeyboardEvent) => {
    const first = cardsIn(root.current)[0];
    if (event.key === 'ArrowDown' && first !== undefined) {
      event.preventDefault();
      first.focus();
    } else if (event.key === 'Enter' && isSearch && !event.nativeEvent.isComposing) {
      event.preventDefault();
      first?.click();
    } else if (event.key === 'Escape' && isSearch) {
      event.preventDefault();
      setSearch('');
    }
  };
  const onCardKey = (event: KeyboardEvent) => {
    const cards = cardsIn(root.current);
    const at = cards.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const boxes = cards.map((card) => card.getBoundingClientRect());
    const next = nextCard(boxes, at, event.key);
    if (next !== null) {
      event.preventDefault();
      cards[next]?.focus();
    } else if (event.key === 'ArrowUp') {
      event.preventDefault();
      root.current?.querySelector<HTMLInputElement>('[data-filter]')?.focus();
    }
  };

  return (
    <Screen title="Add source">
      <div ref={root} onKeyDown={onCardKey} style={{ display: 'contents' }}>
        <TextInput
          className={classes['search'] ?? ''}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onSearchKey}
          placeholder="Find a service or a way in"
          aria-label="Find a service or a way to add a source"
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
          data-filter
          data-autofocus
          autoFocus
          data-testid="gallery-search"
        />
        {hasBegun && !isSearch && (
          <p className={classes['going']}>
            You have begun to fill in a form. <a href={hrefOf({ screen: 'add-source', way: 'json' })}>Go on with it</a>
          </p>
        )}
        {foundWays.length > 0 && (
          <section className={classes['group']} aria-label="Your own">
            <h2 className={classes['heading']}>Your own</h2>
            <ul className={cx(classes['cards'], classes['ways'])}>
              {foundWays.map(({ way, name, summary, icon: Icon }) => (
                <li key={way}>
                  <GalleryCard
                    route={{ screen: 'add-source', way }}
                    name={name}
                    summary={summary}
                    icon={<Icon size={18} stroke={1.6} aria-hidden />}
                    testId={`way-${way}`}
                  />
                </li>
              ))}
            </ul>
          </section>
        )}
        {loaded.state === 'loading' && <Loading words="Loading the presets" />}
        {loaded.state === 'failed' && <ErrorState error={loaded.error} onRetry={retry} />}
        {byCategory(found).map(([category, items]) => (
          <section key={category} className={classes['group']} aria-label={category}>
            <h2 className={classes['heading']}>{category}</h2>
            <ul className={classes['cards']}>
              {items.map(({ id, name, summary, auth }) => (
                <li key={id}>
                  <GalleryCard
                    route={{ screen: 'add-source', way: 'preset', id }}
                    name={name}
                    summary={summary}
                    note={AUTH_WORDS[auth.kind]}
                    testId={`preset-${id}`}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {loaded.state === 'ready' && found.length === 0 && foundWays.length === 0 && (
          <EmptyState
            title="No preset matches"
            text={`Nothing here is about '${search}'. Any API that answers in JSON can be added by its address.`}
            action={
              <Button variant="default" onClick={() => go({ screen: 'add-source', way: 'json' })}>
                Add any JSON API
              </Button>
            }
          />
        )}
        {loaded.state === 'ready' && loaded.data.problems.length > 0 && (
          <details className={classes['problems']} open data-testid="preset-problems">
            <summary>Presets of your own have {countWords(loaded.data.problems.length, 'problem')}</summary>
            <ProblemList problems={loaded.data.problems} />
          </details>
        )}
        {loaded.state === 'ready' && (
          <p className={classes['folder']}>
            Presets of your own are read from <code>{loaded.data.folder}</code>
          </p>
        )}
      </div>
    </Screen>
  );
}
