import { BrowserWindow, dialog, shell } from 'electron';
import type { WebContents } from 'electron';

const LONGEST_SHOWN = 300;

/**
 * The address as it would be opened, or `null` when it is no business of a web browser. Other schemes start programs, and
 * a user name in front of the host is how one site is made to look like another.
 */
export function externalAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  return parsed.href;
}

let asking = false;

/**
 * Opens a web address in the user's browser after asking, because data from an upstream may hold any link. One question at
 * a time: a page that asks again and again must not bury the user in questions. Whatever is no web address is ignored.
 */
export async function offerExternalLink(url: string, contents: WebContents): Promise<void> {
  const address = externalAddress(url);
  if (address === null || asking) return;
  asking = true;
  try {
    const question = {
      type: 'question' as const,
      message: `Open ${new URL(address).host} in your web browser?`,
      detail: address.length > LONGEST_SHOWN ? `${address.slice(0, LONGEST_SHOWN)}…` : address,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    const window = BrowserWindow.fromWebContents(contents);
    const { response } = await (window === null ? dialog.showMessageBox(question) : dialog.showMessageBox(window, question));
    if (response === 0) await shell.openExternal(address);
  } catch (error) {
    dialog.showErrorBox(
      'The link could not be opened',
      `${address}\n\n${error instanceof Error ? error.message : String(error)}\n\nCopy the address into your web browser instead.`,
    );
  } finally {
    asking = false;
  }
}
