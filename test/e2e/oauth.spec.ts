import { behind, formOf, startTokenServer, TOKEN_MARK } from '../support/token-server.ts';
import { expect, test } from './fixtures.ts';

test('a source that signs in by OAuth is added, keeps its secrets to itself, and takes a new refresh token when the old one is refused', async ({
  open,
  upstream,
  app,
}) => {
  // Two screens and four refreshes.
  test.slow();
  const tokens = await startTokenServer();
  try {
    upstream.handler = behind(() => tokens);
    const page = await open('#/add-source/json');
    await page.getByTestId('add-url').fill(`${upstream.url}/rides`);
    await page.getByTestId('add-name').fill('Rides');
    await page.getByRole('button', { name: /^Sign-in/ }).click();
    await page.getByTestId('field-auth.kind').selectOption('oauth2');
    await page.getByTestId('add-preview').click();
    await expect(page.getByText('Enter the refresh token').first()).toBeVisible();
    await page.getByTestId('field-auth.tokenUrl').fill(tokens.url);
    await page.getByTestId('field-auth.clientId').fill('freshet');
    await page.getByTestId('field-auth.clientSecret').fill('s3cret');
    await page.getByTestId('field-auth.refreshToken').fill(`${TOKEN_MARK}-refresh-0`);
    await page.getByTestId('add-preview').click();
    await expect(page.getByTestId('preview-table')).toBeVisible();
    await page.getByTestId('add-save').click();
    await expect(page.getByTestId('records-grid')).toContainText('2');
    expect(formOf(tokens.calls[0])).toMatchObject({ client_id: 'freshet', client_secret: 's3cret' });

    tokens.refreshToken = `${TOKEN_MARK}-new`;
    tokens.endTokens();
    await expect
      .poll(async () => (await app.post('/api/v1/sources/rides/refresh', { mode: 'force', wait: true })).body.answer)
      .toBe('started');
    await expect(page.getByTestId('source-failure')).toContainText('no longer accepts the refresh token');
    await page.getByTestId('source-failure').getByRole('button', { name: 'Open settings' }).click();
    await expect(page.getByText('The refresh token is in the secret store. It is never shown again.')).toBeVisible();
    await page.getByRole('button', { name: 'Replace the refresh token' }).click();
    await page.getByTestId('field-auth.refreshToken').fill(`${TOKEN_MARK}-new`);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByTestId('source-failure')).toBeHidden();
    await expect.poll(async () => (await app.get('/api/v1/sources/rides')).body).toMatchObject({ failure: null, state: 'fresh' });
    expect(await page.content()).not.toContain(TOKEN_MARK);
  } finally {
    await tokens.close();
  }
});
