import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { connectNow } from '../bridge/connection.ts';
import { saveToken } from '../bridge/token.ts';
import classes from './SignIn.module.css';

/** The token itself, or the whole address that the terminal printed. */
function tokenIn(text: string): string {
  return /#token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
}

export function SignIn({ refused }: { refused: boolean }) {
  const [text, setText] = useState('');
  const token = tokenIn(text);
  return (
    <main className={classes['page']}>
      <form
        className={classes['card']}
        data-testid="sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          if (token === '') return;
          saveToken(token);
          connectNow();
        }}
      >
        <h1 className={classes['title']}>Sign in to Freshet</h1>
        <p className={classes['text']}>
          When Freshet starts, it prints an address that ends in <code>#token=…</code> in the terminal. Open that address, or paste it, or
          the token alone, here. The token stays on this computer.
        </p>
        <PasswordInput
          label="Token or address"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={refused && text === '' ? 'This token is not accepted. Freshet prints the current one when it starts.' : null}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          data-testid="token"
        />
        <Button type="submit" disabled={token === ''}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
