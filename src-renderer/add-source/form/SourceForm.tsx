import type { Problem } from '../../bridge/explain.ts';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { policySentence } from '../../../src-preload/contract/index.ts';
import { countWords } from '../../ui/format.ts';
import { policyToInput } from '../draft.ts';
import type { Draft } from '../draft.ts';
import { AuthPart } from './AuthPart.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { IncrementalPart } from './IncrementalPart.tsx';
import { LocalPart } from './LocalPart.tsx';
import { NamePart } from './NamePart.tsx';
import { NumberField } from './NumberField.tsx';
import { PagingPart } from './PagingPart.tsx';
import { PlacePart } from './PlacePart.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import { ProbePart } from './ProbePart.tsx';
import { Problems } from './problems.ts';
import { PushPart } from './PushPart.tsx';
import { QuotaFields } from './QuotaFields.tsx';
import { RecordsPart } from './RecordsPart.tsx';
import { RequestPart } from './RequestPart.tsx';
import { RetentionPart } from './RetentionPart.tsx';
import { SharingPart } from './SharingPart.tsx';
import { UrlField } from './UrlField.tsx';

interface SourceFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  problems: readonly Problem[];
  /** `add` for a new source; `edit` leaves out the id, the rule and the quota, which have screens of their own. */
  mode: 'add' | 'edit';
  fields: readonly string[];
  disabled?: boolean;
  /** The source that is edited. */
  source?: SourceStatus | null;
}

/** Anything that is no other address may still become one of HTTP while it is typed. */
const asksOverHttp = (url: string) => !/^\s*(file|command|postgresql):/i.test(url);

/** Everything that can be set about a source. */
export function SourceForm({ draft, onChange, problems, mode, fields, disabled = false, source = null }: SourceFormProps) {
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const part = { draft, set, disabled };
  const adding = mode === 'add';
  return (
    <Problems value={problems}>
      <div className={classes['form']}>
        <UrlField draft={draft} onChange={onChange} disabled={disabled} keepId={!adding} testId={adding ? 'add-url' : 'field-url'} />
        <NamePart {...part} fixedId={!adding} nameTestId={adding ? 'add-name' : 'field-name'} />
        <LocalPart {...part} />
        <AuthPart {...part} />
        {asksOverHttp(draft.url) && <RequestPart {...part} />}
        <RecordsPart {...part} fields={fields} />
        {asksOverHttp(draft.url) && (
          <>
            <PagingPart {...part} />
            <PushPart {...part} />
            <ProbePart {...part} />
            <IncrementalPart {...part} />
            <SharingPart {...part} />
            <PlacePart {...part} />
          </>
        )}
        <RetentionPart {...part} source={source} />
        {adding && (
          <>
            <Fold
              title="Quota"
              summary={draft.quota.windows.length === 0 ? 'No limit' : countWords(draft.quota.windows.length, 'limit')}
              paths={['quota']}
            >
              <QuotaFields quota={draft.quota} onChange={(quota) => set({ quota })} disabled={disabled} />
            </Fold>
            <Fold title="Rule" summary={policySentence(policyToInput(draft.policy))} paths={['policy']}>
              <PolicyFields policy={draft.policy} onChange={(policy) => set({ policy })} disabled={disabled} />
            </Fold>
          </>
        )}
        <Fold
          title="Limits"
          summary={`${draft.timeoutSeconds || 30} s · ${draft.maxBodyMebibytes || 64} MiB`}
          paths={['timeoutSeconds', 'maxBodyMebibytes']}
        >
          <div className={classes['row']}>
            <NumberField
              path="timeoutSeconds"
              label="One request may take"
              suffix=" s"
              min={1}
              max={600}
              value={draft.timeoutSeconds}
              disabled={disabled}
              onChange={(timeoutSeconds) => set({ timeoutSeconds })}
            />
            <NumberField
              path="maxBodyMebibytes"
              label="A response may have"
              suffix=" MiB"
              value={draft.maxBodyMebibytes}
              disabled={disabled}
              onChange={(maxBodyMebibytes) => set({ maxBodyMebibytes })}
            />
          </div>
        </Fold>
      </div>
    </Problems>
  );
}
