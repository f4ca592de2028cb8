import type { Preview } from '../../../src-preload/contract/index.ts';
import { bytesWords, numberWords } from '../../ui/format.ts';
import classes from './preview.module.css';

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className={classes['fact']}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** The one call that was made: what was asked, how it was answered, and what the provider says of its limits. */
export function PreviewFacts({ preview }: { preview: Preview }) {
  const limits = Object.entries(preview.quotaHeaders);
  return (
    <>
      <p className={classes['request']}>
        {preview.request.method} {preview.request.url}
      </p>
      <dl className={classes['facts']}>
        <Fact name="Status" value={preview.status === null ? 'no answer' : String(preview.status)} />
        {preview.milliseconds !== null && <Fact name="Time" value={`${numberWords(Math.round(preview.milliseconds))} ms`} />}
        {preview.bytes !== null && <Fact name="Size" value={bytesWords(preview.bytes)} />}
        {preview.failure === null && <Fact name="Records" value={numberWords(preview.total)} />}
        {limits.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </>
  );
}
