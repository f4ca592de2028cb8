type Options = Electron.MessageBoxOptions;

/** Nobody is there to read a dialog, so it is printed; `output` of a spec's app holds it. */
function print(message: string, detail = ''): void {
  process.stderr.write(`dialog: ${message}\n${detail}\n`);
}

function showMessageBox(windowOrOptions: Electron.BaseWindow | Options, given?: Options): Promise<Electron.MessageBoxReturnValue> {
  const options = given ?? (windowOrOptions as Options);
  print(options.message, options.detail);
  // The answer of a user who presses Escape.
  return Promise.resolve({ response: options.cancelId ?? 0, checkboxChecked: false });
}

export const dialog = { showMessageBox, showErrorBox: (title: string, content: string) => print(title, content) } satisfies Pick<
  Electron.Dialog,
  'showMessageBox' | 'showErrorBox'
>;
