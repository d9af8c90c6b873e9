import type { PasskeyOptions, SessionView } from '@smseal/protocol';
import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
} from '@simplewebauthn/browser';
import { request, RefusedError } from '../account/request.ts';

/** Whether this browser can hold passkeys at all. */
export function passkeysWork(): boolean {
  return browserSupportsWebAuthn();
}

/** What the browser's own window answered when it made or showed no passkey. */
function refusal(error: unknown, sentence: string): unknown {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
    ? new RefusedError({ title: sentence, code: 'no-passkey' })
    : error instanceof Error && error.name === 'InvalidStateError'
      ? new RefusedError({
          title: 'This device holds a passkey for this account already.',
          code: 'passkey-known',
        })
      : error;
}

/** Makes a passkey for the account of the session. @throws RefusedError */
export async function addPasskey(name: string): Promise<void> {
  const options = await request<PasskeyOptions>('POST', '/v1/passkeys/register/options');
  try {
    const response = await startRegistration({
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    });
    await request('POST', '/v1/passkeys/register', { name, response });
  } catch (error) {
    throw refusal(error, 'No passkey was made. Try again, or choose a password.');
  }
}

/** Signs in with a passkey; nobody types who they are. @throws RefusedError */
export async function signInWithPasskey(): Promise<SessionView> {
  const options = await request<PasskeyOptions>('POST', '/v1/sign-in/passkey/options');
  try {
    const response = await startAuthentication({
      optionsJSON: options,
    });
    return await request<SessionView>('POST', '/v1/sign-in/passkey', { response });
  } catch (error) {
    throw refusal(error, 'No passkey was used. Try again, or sign in with a password.');
  }
}
