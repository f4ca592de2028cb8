import { useFreshet } from '../../bridge/store.ts';
import type { OAuthDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import classes from './form.module.css';
import { PairsField } from './PairsField.tsx';
import { SecretField } from './SecretField.tsx';
import { TextField } from './TextField.tsx';
import { BELOW } from './wrapper-order.ts';

const GRANTS = [
  ['refresh-token', 'On behalf of a user'],
  ['client-credentials', 'As the application itself'],
] as const;

const CLIENT_AUTHS = [
  ['body', 'In the body'],
  ['basic', 'In a Basic header'],
] as const;

interface OAuthFieldsProps {
  oauth: OAuthDraft;
  onChange: (part: Partial<OAuthDraft>) => void;
  disabled: boolean;
}

/** Signing in with access tokens that Freshet renews by itself. */
export function OAuthFields({ oauth, onChange, disabled }: OAuthFieldsProps) {
  const protection = useFreshet((state) => state.app?.secrets.words);
  const isRefresh = oauth.grant === 'refresh-token';
  return (
    <>
      <p className={classes['hint']}>
        Freshet gets access tokens by itself and renews each a minute before it ends, once for all sources that sign in the same way.
        Secrets and tokens are kept in the secret store, nowhere else. {protection}
      </p>
      <div className={classes['row']}>
        <ChoiceField
          path="auth.grant"
          label="Signs in"
          value={oauth.grant}
          choices={GRANTS}
          disabled={disabled}
          onChange={(grant) => onChange({ grant })}
        />
        <TextField
          path="auth.tokenUrl"
          label="Token URL"
          description="The token endpoint in the provider's documentation."
          inputWrapperOrder={BELOW}
          placeholder="https://api.example.com/oauth/token"
          className={classes['grow']}
          mono
          value={oauth.tokenUrl}
          disabled={disabled}
          onChange={(tokenUrl) => onChange({ tokenUrl })}
        />
      </div>
      <div className={classes['row']}>
        <TextField
          path="auth.clientId"
          label="Client id"
          description="Of the application that you registered with the provider."
          inputWrapperOrder={BELOW}
          className={classes['grow']}
          value={oauth.clientId}
          disabled={disabled}
          onChange={(clientId) => onChange({ clientId })}
        />
        <ChoiceField
          path="auth.clientAuth"
          label="Id and secret are sent"
          value={oauth.clientAuth}
          choices={CLIENT_AUTHS}
          disabled={disabled}
          onChange={(clientAuth) => onChange({ clientAuth })}
        />
      </div>
      <SecretField
        path="auth.clientSecret"
        word="Client secret"
        placeholder="EXAMPLE_CLIENT_SECRET"
        secret={oauth.clientSecret}
        disabled={disabled}
        onChange={(part) => onChange({ clientSecret: { ...oauth.clientSecret, ...part } })}
        hint={isRefresh ? 'Leave it empty for a public client.' : 'From the provider, with the client id.'}
      />
      {isRefresh && (
        <SecretField
          path="auth.refreshToken"
          word="Refresh token"
          placeholder="EXAMPLE_REFRESH_TOKEN"
          secret={oauth.refreshToken}
          disabled={disabled}
          onChange={(part) => onChange({ refreshToken: { ...oauth.refreshToken, ...part } })}
          hint="If the provider replaces it, Freshet goes on with the newest one."
        />
      )}
      <TextField
        path="auth.scope"
        label="Scope"
        description="What the token is for, words with blanks between them. Most providers need none here."
        inputWrapperOrder={BELOW}
        value={oauth.scope}
        disabled={disabled}
        onChange={(scope) => onChange({ scope })}
      />
      <PairsField
        path="auth.parameters"
        label="Further parameters of the token request"
        one="parameter"
        hint="Such as audience or resource. They are kept as plain text."
        namePlaceholder="audience"
        pairs={oauth.parameters}
        disabled={disabled}
        onChange={(parameters) => onChange({ parameters })}
      />
    </>
  );
}
