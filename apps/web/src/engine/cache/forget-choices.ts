import { forgetRelease } from '../../release/guard.ts';

/** What the screens remember goes with the account; only a page can do that. */
export async function forgetChoices(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  await forgetRelease();
}
