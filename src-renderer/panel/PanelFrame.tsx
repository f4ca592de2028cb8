import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { MOST_ROWS } from '../../src-preload/contract/index.ts';
import type { Panel, PanelShow, SourceStatus } from '../../src-preload/contract/index.ts';
import { useFreshet } from '../bridge/store.ts';
import { explain } from '../bridge/explain.ts';
import { cx } from '../ui/cx.ts';
import { absoluteTime, exactTimeWords, numberWords, timeWords } from '../ui/format.ts';
import type { PanelRows } from './data/cells.ts';
import classes from './panel.module.css';
import { PanelChip } from './PanelChip.tsx';
import { PanelMenu } from './PanelMenu.tsx';
import type { PanelEdits } from './PanelMenu.tsx';
import { PanelWait } from './PanelWait.tsx';
import type { PanelEntry } from './results.ts';
import { PanelBody } from './shows/PanelBody.tsx';
import { ImageContext } from './shows/use-image.ts';

const noRows: PanelRows = { columns: [], rows: [] };
const asTableShow: PanelShow = { kind: 'table', columns: [] };

interface PanelFrameProps {
  panel: Panel;
  entry: PanelEntry;
  edits?: PanelEdits;
  onFull?: () => void;
  /** The moment as of which it is shown; left out: now. */
  asOf?: string | undefined;
  /** Stands before the title while the layout is edited. */
  handle?: ReactNode;
  className?: string;
}

/** Columns and rows, which stay the same object until the engine gives other ones: nothing is drawn again without a reason. */
function useRowsOf({ data }: PanelEntry): PanelRows | null {
  const columns = data?.result.columns;
  const rows = data?.result.rows;
  const computed = data !== null && data.result.computedAt !== null;
  return useMemo(() => (columns === undefined || rows === undefined || !computed ? null : { columns, rows }), [columns, rows, computed]);
}

function useSources(ids: readonly string[]): readonly SourceStatus[] {
  return useFreshet(useShallow((state) => ids.flatMap((id) => state.sources.get(id) ?? [])));
}

/** Says that what is shown is older than it should be, since working it out again has failed. */
function FailureNote({ message, advice, since }: { message: string; advice: string; since: string | null }) {
  return (
    <p className={classes['failure']} role="status" data-testid="panel-failure">
      <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
      <span>
        <strong>{message}</strong> {advice}
        {since !== null && ` Shown is what was known at ${timeWords(since)}.`}
      </span>
    </p>
  );
}

/** A panel: its head with age and menu, and its rows in the way it says. What is there stays until there is something newer. */
export function PanelFrame({ panel, entry, edits, onFull, asOf, handle, className }: PanelFrameProps) {
  const { data, error } = entry;
  const [asTable, setAsTable] = useState(false);
  const [image, setImage] = useState<(() => HTMLCanvasElement) | null>(null);
  const takeImage = useMemo(() => (next: (() => HTMLCanvasElement) | null) => setImage(() => next), []);
  const sources = useSources(data?.result.sources ?? []);
  const refreshing = sources.some(({ running }) => running !== null);
  const own = useRowsOf(entry);
  const rows = panel.query === undefined ? noRows : own;
  const failure = error === null ? (data?.result.failure ?? null) : explain(error);
  const isText = panel.show.kind === 'text';
  const show = asTable ? asTableShow : panel.show;
  return (
    <section
      className={cx(classes['frame'], className)}
      aria-label={panel.title === '' ? 'Panel' : panel.title}
      aria-busy={refreshing}
      data-testid={`panel-${panel.id}`}
      data-kind={panel.show.kind}
    >
      <header className={classes['head']}>
        {handle}
        <h2 className={classes['title']} title={panel.about === '' ? panel.title : `${panel.title}\n${panel.about}`}>
          {panel.title}
        </h2>
        {panel.query !== undefined && asOf !== undefined && (
          <span className={classes['worked']} title={absoluteTime(asOf)} data-testid="panel-chip">
            Known at {exactTimeWords(asOf)}
          </span>
        )}
        {panel.query !== undefined && asOf === undefined && (
          <PanelChip sources={sources} computedAt={data?.result.computedAt ?? null} target={panel.target} />
        )}
        <PanelMenu
          panel={panel}
          sources={sources}
          rows={panel.query === undefined ? null : own}
          asTable={asTable}
          onTable={() => setAsTable(!asTable)}
          onFull={onFull}
          image={image}
          edits={edits}
        />
        <span className={classes['line']} data-running={refreshing} aria-hidden />
      </header>
      {failure !== null && rows !== null && (
        <FailureNote message={failure.message} advice={failure.advice} since={data?.result.computedAt ?? null} />
      )}
      <div className={classes['body']}>
        {rows === null ? (
          <PanelWait failure={failure} kind={panel.show.kind} />
        ) : rows.rows.length === 0 && !isText ? (
          <p className={classes['empty']} data-testid="panel-empty">
            Nothing in this time range.
            <small>Choose a longer one, or see whether the sources have records.</small>
          </p>
        ) : (
          <ImageContext value={takeImage}>
            <PanelBody show={show} data={rows} title={panel.title} />
          </ImageContext>
        )}
      </div>
      {data?.result.truncated === true && (
        <p className={classes['truncated']} data-testid="panel-truncated">
          First {numberWords(MOST_ROWS)} rows
        </p>
      )}
    </section>
  );
}
