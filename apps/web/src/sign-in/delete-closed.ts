import { ApiClient } from '@smseal/client';
import type { SavedFile } from '../design/save-file.ts';
import { forgetBrowser } from '../engine/cache/forget-browser.ts';
import { forgetChoices } from '../engine/cache/forget-choices.ts';
import { AccountDeletion } from '../engine/erasure/account-deletion.ts';
import type { DeletionView } from '../engine/erasure/deletion-view.ts';

/**
 * Deletes an account that is closed, from the page to sign in on. No device of it is let in, so none signs.
 * @returns what makes the certificate, once it is there.
 */
export async function deleteClosed(
  email: string,
  tell: (view: DeletionView) => void,
): Promise<() => Promise<SavedFile>> {
  const api = new ApiClient({ origin: location.origin });
  const forget = async () => {
    await forgetChoices();
    await forgetBrowser();
  };
  const deletion = await AccountDeletion.order({ api, device: null, forget, tell }, email);
  void deletion.finish();
  return async () => {
    const { blob, name } = deletion.certificate();
    return { url: URL.createObjectURL(blob), name };
  };
}
