import type { KeyboardEvent } from 'react';
import type { SearchHit } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { hrefOf } from '../shell/route.ts';
import { cx } from '../ui/cx.ts';
import { type HitGroup, piecesOf } from './group-hits.ts';
import classes from './SearchScreen.module.css';

/** Moves the focus to the hit before or after; above the first one is the search field. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')];
  const at = hits.findIndex((hit) => hit === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  if (at + step < 0) document.querySelector<HTMLInputElement>('[data-filter]')?.focus();
  else hits[at + step]?.focus();
}

function Hit({ hit, open, onOpen }: { hit: SearchHit; open: boolean; onOpen: (hit: SearchHit) => void }) {
  const { field } = hit.snippet;
  return (
    <li>
      <button
        type="button"
        className={cx(classes['hit'], open && classes['open'])}
        aria-expanded={open}
        onClick={() => onOpen(hit)}
        data-hit={hit.record.id}
      >
        <span className={classes['id']}>{hit.record.id}</span>
        <span className={classes['snippet']}>
          <span className={classes['field']}>{field === '$id' ? 'id' : field}</span>{' '}
          {piecesOf(hit.snippet).map((piece, index) =>
            piece.isMatch ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
          )}
        </span>
      </button>
    </li>
  );
}

interface HitListProps {
  groups: readonly HitGroup[];
  open: SearchHit | null;
  onOpen: (hit: SearchHit) => void;
}

/** Hits under the names of their sources. */
export function HitList({ groups, open, onOpen }: HitListProps) {
  const sources = useFreshet((state) => state.sources);
  return (
    <div className={classes['hits']} onKeyDown={moveFocus}>
      {groups.map(({ sourceId, hits }) => {
        const name = sources.get(sourceId)?.name ?? sourceId;
        return (
          <section key={sourceId} aria-label={name} data-testid="search-group">
            <h2 className={classes['source']}>
              <a href={hrefOf({ screen: 'source', id: sourceId, tab: 'records' })}>{name}</a>
            </h2>
            <ul className={classes['list']}>
              {hits.map((hit) => (
                <Hit key={hit.record.id} hit={hit} open={open?.sourceId === sourceId && open.record.id === hit.record.id} onOpen={onOpen} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
