import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { hrefOf } from '../shell/route.ts';
import type { Route } from '../shell/route.ts';
import classes from './source.module.css';

export type SourceTab = Extract<Route, { screen: 'source' }>['tab'];

const TABS: readonly (readonly [SourceTab, string])[] = [
  ['records', 'Records'],
  ['refreshes', 'Refreshes'],
  ['why', 'Why'],
  ['rule', 'Rule'],
  ['quota', 'Quota'],
  ['details', 'Details'],
  ['settings', 'Settings'],
];

/** The parts of a source. Each has an address of its own, so they are links. Details are a part of sources that fetch some. */
export function SourceTabs({ source, tab }: { source: Pick<SourceStatus, 'id' | 'enrichment'>; tab: SourceTab }) {
  const { id, enrichment } = source;
  return (
    <nav className={classes['tabs']} aria-label="Parts of the source">
      {TABS.filter(([key]) => key !== 'details' || enrichment !== null).map(([key, label]) => (
        <a
          key={key}
          className={classes['tab']}
          href={hrefOf({ screen: 'source', id, tab: key })}
          aria-current={key === tab ? 'page' : undefined}
          data-testid={`tab-${key}`}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
