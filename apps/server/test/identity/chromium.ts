import { existsSync } from 'node:fs';
import { chromium, type CDPSession, type Page } from 'playwright-core';

const PLACES = [
  process.env['SMSEAL_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Path of a Chromium on this machine; null when there is none. */
export function findChromium(): string | null {
  return PLACES.find((place) => place && existsSync(place)) ?? null;
}

interface Lifetime {
  after(finish: () => Promise<void>): void;
}

/** A page, and the virtual authenticator of its browser. */
export interface PasskeyPage {
  page: Page;
  /** Whether the holder shows their finger. */
  verify(yes: boolean): Promise<void>;
  /** Answers every request with a presence and verification of its own. */
  reset(): Promise<void>;
  /** Makes the authenticator's counter of every passkey go back to this. */
  setCounter(counter: number): Promise<void>;
}

export async function passkeyPage(lifetime: Lifetime, executablePath: string): Promise<PasskeyPage> {
  const process = await chromium.launchServer({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  // Asked to close, a Chromium with a virtual authenticator has been seen to wait for ever.
  lifetime.after(() => process.kill());
  const browser = await chromium.connect(process.wsEndpoint());
  const page = await (await browser.newContext({ bypassCSP: true })).newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  let authenticatorId = await addAuthenticator(session);
  return {
    page,
    verify: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    reset: async () => {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      authenticatorId = await addAuthenticator(session);
    },
    setCounter: async (signCount) => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      for (const credential of credentials) {
        await session.send('WebAuthn.removeCredential', {
          authenticatorId,
          credentialId: credential.credentialId,
        });
        await session.send('WebAuthn.addCredential', {
          authenticatorId,
          credential: { ...credential, signCount },
        });
      }
    },
  };
}

async function addAuthenticator(session: CDPSession): Promise<string> {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
}
