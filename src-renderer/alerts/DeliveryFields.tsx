import { Checkbox } from '@mantine/core';
import { DurationField } from '../add-source/form/DurationField.tsx';
import { HoursFields } from '../add-source/form/HoursFields.tsx';
import { NumberField } from '../add-source/form/NumberField.tsx';
import { PairsField } from '../add-source/form/PairsField.tsx';
import { SecretField } from '../add-source/form/SecretField.tsx';
import { TextField } from '../add-source/form/TextField.tsx';
import { useFreshet } from '../bridge/store.ts';
import classes from './Alerts.module.css';
import type { PartProps } from './WatchFields.tsx';

function WebhookFields({ form, onChange }: PartProps) {
  return (
    <>
      <TextField
        path="deliver.webhook.url"
        label="Address"
        description="Gets a POST with id, alertId, name, event, text and at as JSON. It is tried again for a day."
        placeholder="https://example.com/hooks/freshet"
        mono
        value={form.url}
        onChange={(url) => onChange({ url })}
      />
      <SecretField
        path="deliver.webhook.secret"
        word="Secret"
        hint="Sent as a bearer token. Kept in the secret store and never shown again; leave it empty to send none."
        placeholder="EXAMPLE_HOOK_SECRET"
        secret={form.secret}
        onChange={(part) => onChange({ secret: { ...form.secret, ...part } })}
        disabled={false}
      />
      <PairsField
        path="deliver.webhook.headers"
        label="Headers"
        one="header"
        pairs={form.headers}
        onChange={(headers) => onChange({ headers })}
      />
    </>
  );
}

/** Where an alert is heard, how often, and when not. */
export function DeliveryFields({ form, onChange }: PartProps) {
  const served = useFreshet((state) => state.app?.form === 'served');
  const box = (name: 'desktop' | 'sound' | 'webhook' | 'resend' | 'tellResolved', label: string, description?: string) => (
    <Checkbox
      label={label}
      {...(description === undefined ? {} : { description })}
      checked={form[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
      data-testid={`field-${name}`}
    />
  );
  return (
    <fieldset className={classes['card']}>
      <legend>How you hear of it</legend>
      {box('desktop', 'Notification', served ? 'On the pages that are open; it waits until one is.' : undefined)}
      {form.desktop && box('sound', 'With a sound')}
      {box('webhook', 'Webhook')}
      {form.webhook && <WebhookFields form={form} onChange={onChange} />}
      {box('tellResolved', 'Say also when it is over')}
      {box('resend', 'Send it again while it fires')}
      {form.resend && (
        <div className={classes['line']}>
          <DurationField
            path="resendSeconds"
            label="After"
            seconds={form.resendSeconds}
            onChange={(resendSeconds) => onChange({ resendSeconds })}
          />
          <NumberField
            path="mostResends"
            label="At most so many times"
            value={form.mostResends}
            onChange={(mostResends) => onChange({ mostResends })}
          />
        </div>
      )}
      <HoursFields
        path="quiet"
        label="Quiet hours, in which nothing is sent"
        hours={form.quiet}
        onChange={(quiet) => onChange({ quiet })}
        disabled={false}
      />
      {form.quiet.on && <p className={classes['hint']}>What still fires when they end is sent then.</p>}
    </fieldset>
  );
}
