import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SearchHit } from '../../src-preload/contract/index.ts';
import { hrefOf } from '../shell/route.ts';
import { RecordPanel } from '../source/records/RecordPanel.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { countWords, numberWords } from '../ui/format.ts';
import { Loading } from '../ui/Loading.tsx';
import { Screen } from '../ui/Screen.tsx';
import { groupHits } from './group-hits.ts';
import { HitList } from './HitList.tsx';
import classes from './SearchScreen.module.css';
import { type Search, useSearch } from './use-search.ts';

const SEARCH_AFTER_MS = 200;

function countOf({ found, loading }: Search): string {
  if (found === null) return '';
  if (loading) return 'Searching…';
  return found.nextCursor === null ? countWords(found.hits.length, 'record') : `The first ${numberWords(found.hits.length)}`;
}

interface ResultsProps {
  query: string;
  search: Search;
  open: SearchHit | null;
  onOpen: (hit: SearchHit) => void;
}

function Results({ query, search, open, onOpen }: ResultsProps) {
  const { found, loading, error, loadMore, retry } = search;
  const groups = useMemo(() => groupHits(found?.hits ?? []), [found]);
  if (query === '') {
    return (
      <EmptyState
        title="Search in the records of all sources"
        text="Every word must occur, in any letter case, with or without accents, also within longer words. Quotation marks keep words together."
      />
    );
  }
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (found === null) return <Loading words="Searching" />;
  if (found.hits.length === 0 && !loading) return <EmptyState title="Nothing found" text={`No record of any source holds ${query}.`} />;
  return (
    <>
      <HitList groups={groups} open={open} onOpen={onOpen} />
      {found.nextCursor !== null && (
        <div className={classes['more']}>
          <Button variant="default" size="compact-sm" loading={loading} onClick={loadMore} data-testid="search-more">
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** Search over the records of all sources; a hit opens its record beside the list. `asked` comes with the address. */
export function SearchScreen({ asked }: { asked: string }) {
  const [text, setText] = useState(asked);
  const [settled] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS);
  const [open, setOpen] = useState<SearchHit | null>(null);
  const [askedBefore, setAskedBefore] = useState(asked);
  if (asked !== askedBefore) {
    setAskedBefore(asked);
    // The palette asks for something else; what was typed here is known already.
    if (asked !== settled) {
      setText(asked);
      setOpen(null);
    }
  }
  const input = useRef<HTMLInputElement>(null);
  const search = useSearch(settled);
  const close = useCallback(() => {
    setOpen(null);
    document.querySelector<HTMLElement>('[data-hit][aria-expanded="true"]')?.focus();
  }, []);

  useEffect(() => input.current?.focus(), []);
  // So that going back from a source finds the search as it was. No event comes of it, so the screen stays.
  useEffect(() => history.replaceState(history.state, '', hrefOf({ screen: 'search', query: settled })), [settled]);

  const type = (value: string) => {
    setText(value);
    setOpen(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    const first = document.querySelector<HTMLElement>('[data-hit]');
    if (first === null) return;
    event.preventDefault();
    first.focus();
  };
  const behind = search.found?.behind ?? 0;
  return (
    <Screen title="Search" fill>
      <div className={classes['tools']}>
        <TextInput
          ref={input}
          className={classes['field-box']}
          aria-label="Search in records"
          placeholder="Words, or a part of one"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          rightSection={text === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={() => type('')} />}
          maxLength={1000}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          data-filter
          data-testid="search-input"
        />
        <span className={classes['count']} role="status" data-testid="search-count">
          {countOf(search)}
        </span>
      </div>
      {behind > 0 && (
        <p className={classes['note']}>
          {countWords(behind, 'changed record')} {behind === 1 ? 'is' : 'are'} still being taken into the search. They are found; it takes
          longer.
        </p>
      )}
      <div className={classes['area']}>
        <div
          className={classes['results']}
          aria-busy={search.loading}
          data-old={search.loading}
          tabIndex={0}
          role="region"
          aria-label="Hits"
        >
          <Results query={settled} search={search} open={open} onOpen={setOpen} />
        </div>
        {open !== null && (
          <RecordPanel
            key={`${open.sourceId} ${open.record.id}`}
            sourceId={open.sourceId}
            record={open.record}
            waiting={false}
            asOf={null}
            onClose={close}
          />
        )}
      </div>
    </Screen>
  );
}
