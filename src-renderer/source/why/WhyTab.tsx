import { useCallback, useMemo } from 'react';
import type { Decision, SourceStatus } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { useFreshet } from '../../bridge/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { LoadOlder } from '../LoadOlder.tsx';
import classes from '../source.module.css';
import { useOpenSet } from '../use-open-set.ts';
import { usePaged } from '../use-paged.ts';
import { DecisionEntry } from './DecisionEntry.tsx';
import { mergeDecisions } from './merge-decisions.ts';
import { WhatIf } from './WhatIf.tsx';

const PAGE = 100;
const NONE: readonly Decision[] = [];

/** Why a source was refreshed or left alone: what holds now, then the kept decisions, newest first. */
export function WhyTab({ source }: { source: SourceStatus }) {
  const { id } = source;
  const load = useCallback(
    async (cursor: string | undefined) => api().sources.why({ id, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }),
    [id],
  );
  const list = usePaged<Decision>(load);
  const live = useFreshet((state) => state.decisions.get(id)) ?? NONE;
  const { isOpen, toggle } = useOpenSet();
  const decisions = useMemo(() => mergeDecisions(list.items ?? NONE, live), [list.items, live]);
  return (
    <div className={classes['page']}>
      <p className={classes['now']} data-testid="why-now">
        Now: <Sentence decision={source.decision} />
      </p>
      <WhatIf source={source} />
      {decisions.length > 0 && (
        <ol className={classes['decisions']}>
          {decisions.map((decision) => (
            <DecisionEntry key={decision.id} decision={decision} open={isOpen(decision.id)} onToggle={toggle} />
          ))}
        </ol>
      )}
      {decisions.length === 0 && list.error !== null && <ErrorState error={list.error} onRetry={list.retry} />}
      {decisions.length === 0 && list.error === null && list.items === null && <Loading words="Loading the decisions" />}
      {decisions.length === 0 && list.items !== null && (
        <EmptyState title="No decision kept yet" text="Each change of mind about this source is listed here, with what it was made from." />
      )}
      <LoadOlder list={list} />
    </div>
  );
}
