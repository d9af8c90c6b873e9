import { equal, match, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerLink, LinkReveal, toBase64Url } from '@smseal/protocol';
import { Check } from 'typebox/schema';
import {
  answerLink,
  describeDevice,
  generateDeviceKeys,
  linkDigits,
  newLinkCommitment,
  randomId,
  requireLinkDigits,
  startEpoch,
  verifyLinkedChain,
} from '../src/index.ts';
import { admit, newHousehold, NOW } from './household.ts';
import { refused } from './refused.ts';

async function linking() {
  const house = await newHousehold();
  const { account, chain, browser } = house;
  const device = await generateDeviceKeys();
  const description = describeDevice(device, 'browser', 'Firefox on the tablet');
  const { commitment, reveal } = await newLinkCommitment(description, 'https://smseal.example');
  const answer = answerLink(chain, browser.id);
  const transcript = { account, link: randomId(), commitment, answer, reveal };
  return { ...house, device, transcript };
}

test('[SEAL-54] a reveal of anything but what was committed to is refused', async () => {
  const { transcript, phone } = await linking();
  const { reveal } = transcript;
  equal(Check(LinkReveal, reveal), true);
  equal(Check(AnswerLink, transcript.answer), true);
  const substituted = describeDevice(phone, 'browser', reveal.device.name);
  const changes: Partial<LinkReveal>[] = [
    { device: { ...reveal.device, sign: substituted.sign } },
    { device: { ...reveal.device, agree: substituted.agree } },
    { device: { ...reveal.device, id: substituted.id } },
    { device: { ...reveal.device, name: 'Somebody else' } },
    { device: { ...reveal.device, platform: 'phone' } },
    { origin: 'https://smsea1.example' },
    { nonce: toBase64Url(new Uint8Array(32)) },
  ];
  for (const change of changes) {
    const changed = { ...transcript, reveal: { ...reveal, ...change } };
    await refused('commitment-mismatch', () => linkDigits(changed));
  }
});

test('[SEAL-55] both sides compute the same six digits, and whatever differs shows in them', async () => {
  const { transcript } = await linking();
  const digits = await linkDigits(transcript);
  match(digits, /^[0-9]{6}$/);
  equal(await linkDigits(structuredClone(transcript)), digits);
  const { answer } = transcript;
  const nonce = toBase64Url(new Uint8Array(32));
  const other = [
    { ...transcript, account: randomId() },
    { ...transcript, link: randomId() },
    { ...transcript, answer: { ...answer, nonce } },
    { ...transcript, answer: { ...answer, device: randomId() } },
    { ...transcript, answer: { ...answer, chainHead: nonce } },
  ];
  const found = await Promise.all(other.map((changed) => linkDigits(changed)));
  notEqual(new Set([digits, ...found]).size, 1);
  equal(found.filter((one) => one === digits).length <= 1, true);
});

test('[SEAL-56] the trusted device goes on only with the digits that the new one shows', async () => {
  const { transcript, phone } = await linking();
  const digits = await linkDigits(transcript);
  await requireLinkDigits(transcript, `${digits.slice(0, 3)} ${digits.slice(3)}`);
  const wrong = digits.slice(0, 5) + ((Number(digits[5]) + 1) % 10);
  for (const typed of ['', wrong, digits.slice(1), `${digits}0`])
    await refused('digits-mismatch', () => requireLinkDigits(transcript, typed));
  const description = describeDevice(phone, 'browser', transcript.reveal.device.name);
  const middle = await newLinkCommitment(description, transcript.reveal.origin);
  let guessed = 0;
  for (let i = 0; i < 20; i++) {
    const attack = { ...transcript, ...middle, link: randomId() };
    guessed += Number((await linkDigits(attack)) === digits);
  }
  equal(guessed, 0);
});

test('[SEAL-57] the new device takes only the chain of the transcript, with its own keys, from that device', async () => {
  const { account, entries, chain, keyring, browser, phone, device, transcript } = await linking();
  const { answer } = transcript;
  const admitted = await admit(chain, keyring, { by: browser, device, platform: 'browser' });
  const grown = [...entries, ...admitted.request.entries];
  const linked = { account, entries: grown, answer, device };
  equal((await verifyLinkedChain(linked)).head, admitted.chain.head);
  await refused('unknown-device', () => verifyLinkedChain({ ...linked, entries }));
  const stranger = await newHousehold();
  const fake = await admit(stranger.chain, stranger.keyring, {
    by: stranger.browser,
    device,
    platform: 'browser',
  });
  const fakeEntries = [...stranger.entries, ...fake.request.entries];
  await refused('chain-forked', () =>
    verifyLinkedChain({ account: stranger.account, entries: fakeEntries, answer, device }),
  );
  await refused('chain-broken', () => verifyLinkedChain({ ...linked, entries: fakeEntries }));
  const { signPublic, agreePublic } = await generateDeviceKeys();
  for (const other of [{ signPublic }, { agreePublic }])
    await refused('commitment-mismatch', () =>
      verifyLinkedChain({ ...linked, device: { ...device, ...other } }),
    );
  const byPhone = await admit(chain, keyring, { by: phone, device, platform: 'browser' });
  const wrongSigner = [...entries, ...byPhone.request.entries];
  await refused('not-permitted', () => verifyLinkedChain({ ...linked, entries: wrongSigner }));
  const epoch = await startEpoch({ chain, keyring, by: phone, authored: {}, now: NOW });
  const later = await admit(epoch.chain, epoch.keyring, { by: browser, device, platform: 'browser' });
  const between = [...entries, ...epoch.request.entries, ...later.request.entries];
  equal((await verifyLinkedChain({ ...linked, entries: between })).head, later.chain.head);
  const before = { ...answer, chainHead: admitted.chain.head };
  await refused('not-permitted', () => verifyLinkedChain({ ...linked, answer: before }));
});
