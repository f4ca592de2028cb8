import type { Retention, RetentionPreview, SourceStatus } from '../../../src-preload/contract/index.ts';
import { retentionWords } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { countWords, dateWords, numberWords } from '../../ui/format.ts';
import { useAnswer } from '../../ui/use-answer.ts';
import { retentionToInput } from '../draft/retention.ts';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import type { PartProps } from './part.ts';

function ask(question: string): Promise<RetentionPreview> | null {
  const { id, rule } = JSON.parse(question) as { id: string | null; rule?: Retention };
  return id === null || rule === undefined ? null : api().sources.retentionPreview({ id, rule });
}

function previewWords({ goes, of, deletedGoes, oldestAt }: RetentionPreview): string {
  if (goes === 0 && deletedGoes === 0) return 'Would remove nothing now.';
  const oldest = oldestAt === null ? '' : `, the oldest from ${dateWords(oldestAt)}`;
  const deleted = deletedGoes === 0 ? '' : ` ${countWords(deletedGoes, 'record')} that were deleted upstream would go too.`;
  return `Would remove ${numberWords(goes)} of ${countWords(of, 'record')}${oldest}.${deleted}`;
}

/** How long the records of a source are kept. `source`: the one that is edited, of which it can be said what would go. */
export function RetentionPart({ draft, set, disabled, source }: PartProps & { source: SourceStatus | null }) {
  const { retention } = draft;
  const rule = retentionToInput(retention);
  const preview = useAnswer(JSON.stringify({ id: source?.id ?? null, rule }), ask);
  const retained = source?.retained ?? null;
  return (
    <Fold
      title="Retention"
      summary={rule === undefined ? 'Everything is kept' : `Removed when ${retentionWords(rule)}`}
      paths={['retention', 'retention.olderThanDays', 'retention.keepNewest']}
    >
      <div className={classes['row']}>
        <NumberField
          path="retention.olderThanDays"
          label="Remove records older than"
          suffix=" days"
          placeholder="Never"
          min={1}
          max={36_500}
          allowDecimal={false}
          value={retention.olderThanDays}
          disabled={disabled}
          onChange={(olderThanDays) => set({ retention: { ...retention, olderThanDays } })}
        />
        <NumberField
          path="retention.keepNewest"
          label="Keep only the newest"
          suffix=" records"
          placeholder="All"
          min={1}
          max={10_000_000}
          allowDecimal={false}
          value={retention.keepNewest}
          disabled={disabled}
          onChange={(keepNewest) => set({ retention: { ...retention, keepNewest } })}
        />
      </div>
      <p className={classes['hint']}>
        The age is that of the record's own time, or else of its last change. Nothing goes within a day after it was first seen. What has
        gone cannot be brought back.
      </p>
      {rule !== undefined && preview !== null && (
        <p className={classes['hint']} role="status" data-testid="retention-preview">
          {previewWords(preview)}
        </p>
      )}
      {retained !== null && (
        <p className={classes['hint']} data-testid="retention-last">
          {countWords(retained.removed, 'record')} went on {dateWords(retained.at)} by the rule: {retentionWords(retained.rule)}.
        </p>
      )}
    </Fold>
  );
}
