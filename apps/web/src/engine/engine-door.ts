import { conversationParties } from '@smseal/sms';
import type { Engine } from './engine.ts';
import { exportArchive } from './archive/export-archive.ts';
import { importArchive } from './archive/import-archive.ts';
import { threadWindow } from './message/thread-window.ts';
import { sendRoutes } from './outbox/routes.ts';
import { cancelText, contextOf, deleteGone, sendAgain, sendText } from './outbox/send-text.ts';
import { findRecipients } from './recipient/find-recipients.ts';
import type { MadeFile, WorkerApi } from './rpc/wire.ts';
import { searchMailbox } from './search/search-mailbox.ts';

/** What screens may ask, answered by the engine. Arguments come from our own pages alone. */
export function engineDoor(engine: Engine): WorkerApi {
  return {
    ...keyDoor(engine),
    ...linkDoor(engine),
    ...readDoor(engine),
    ...actDoor(engine),
    ...gatewayDoor(engine),
    ...campaignDoor(engine),
    ...erasureDoor(engine),
  };
}

function keyDoor(engine: Engine) {
  return {
    status: () => engine.status(),
    sync: () => Promise.resolve(engine.sync()),
    createRoot: (deviceName) => Promise.resolve(engine.createRoot(deviceName)),
    confirmRoot: (lastGroup) => engine.confirmRoot(lastGroup),
    createOpenRoot: (deviceName) => engine.openAccount.create(deviceName),
    sendKeyCode: () => engine.openAccount.sendCode(),
    enterKeyCode: (code) => engine.openAccount.enter(code),
    joinOpenAccount: (keep, deviceName) => engine.openAccount.join(keep, deviceName),
    sealEverything: () => engine.openAccount.seal(),
    checkSecretKey: (text) => Promise.resolve(engine.faultOfSecretKey(text)),
    inspectRecovery: (secretKey) => engine.inspectRecovery(secretKey),
    recover: (secretKey, keep, deviceName) => engine.recover(secretKey, keep, deviceName),
    replaceSecretKey: async (old) => engine.replaceSecretKey(old),
    confirmReplacedSecretKey: (lastGroup) => engine.confirmReplacedSecretKey(lastGroup),
    askMobileChange: async (mobile) => {
      const { api } = await engine.session();
      await api.json({ method: 'POST', path: '/v1/account/mobile', json: { mobile }, retry: 0 });
    },
    signOut: () => engine.signOut(),
    deleteAccount: (email) => engine.deleteAccount(email),
    deletionCertificate: () => engine.deletionCertificate(),
  } satisfies Partial<WorkerApi>;
}

function linkDoor(engine: Engine) {
  return {
    startLink: async (deviceName) => {
      await engine.status();
      engine.link.start(deviceName);
    },
    finishLink: async () => engine.link.confirm(),
    cancelLink: async () => engine.link.cancel(),
    answerLink: async (link) => (await engine.session()).acts.links.answer(link),
    submitDigits: async (link, digits) => {
      const session = await engine.session();
      const result = await session.acts.links.submit(link, digits);
      if (result.ok) session.chainGrown();
      return result;
    },
    refuseLink: async (link) => (await engine.session()).acts.links.refuse(link),
    pendingLinks: async () => (await engine.sessionIfAny())?.acts.links.views() ?? [],
    devices: async () => (await engine.sessionIfAny())?.deviceViews() ?? [],
    removeDevice: async (id) => {
      const session = await engine.session();
      await session.acts.chain.remove([id]);
      session.chainGrown();
    },
    phones: async () => (await engine.sessionIfAny())?.phoneViews() ?? [],
  } satisfies Partial<WorkerApi>;
}

function readDoor(engine: Engine) {
  return {
    conversations: async (filter) => {
      const { mailbox } = await engine.session();
      return { version: engine.versions().conversations, rows: mailbox.conversations.rows(filter) };
    },
    threadWindow: async (conversation, around, count) => {
      engine.watch(conversation);
      return threadWindow(await engine.session(), conversation, { around, count });
    },
    conversationFor: async (parties) => {
      const session = await engine.session();
      const others = conversationParties(parties, contextOf(session));
      const id = await session.conversationOf(others);
      const { conversations } = session.mailbox;
      return conversations.row(conversations.open(id, others));
    },
    openAttachment: async (_conversation, item, key) =>
      (await engine.session()).acts.attachments.open(item, key),
    search: async (query) => {
      const { mailbox } = await engine.session();
      return searchMailbox(mailbox, query, () => performance.now());
    },
    contacts: async () => {
      const { mailbox } = await engine.session();
      return { version: engine.versions().contacts, rows: mailbox.contacts.rows() };
    },
    contact: async (id) => (await engine.session()).mailbox.contacts.get(id)?.payload ?? null,
    findRecipients: async (query) => {
      const session = await engine.session();
      return findRecipients(session.mailbox, query, session.acts.settings.country());
    },
    calls: async () => {
      const { mailbox } = await engine.session();
      return { version: engine.versions().calls, rows: mailbox.calls.rows() };
    },
    textTimeline: async (id) => {
      const session = await engine.session();
      const { textTimeline } = await import('./message/text-timeline.ts');
      const timeline = await textTimeline(session, id);
      if (timeline) engine.watch(timeline.conversation.id);
      return timeline;
    },
    routes: async () => {
      const { membership, acts, presence } = await engine.session();
      return sendRoutes(
        membership.chain,
        (device) => acts.settings.report(device),
        (device) => presence.connected(device),
      );
    },
    syncDeletions: async () => (await engine.session()).acts.settings.syncDeletions,
  } satisfies Partial<WorkerApi>;
}

function actDoor(engine: Engine) {
  return {
    setConversation: async (id, change) => (await engine.session()).acts.states.change(id, change),
    send: async (request) => sendText(await engine.session(), request),
    sendAgain: async (item) => sendAgain(await engine.session(), item),
    cancelSend: async (item) => cancelText(await engine.session(), item),
    dismissNotification: async (device, key) =>
      (await engine.session()).acts.commands.give({ type: 'dismiss-notification', key }, device),
    silenceCall: async (device, call) =>
      (await engine.session()).acts.commands.give({ type: 'silence-call', call }, device),
    setSyncDeletions: async (value) => (await engine.session()).acts.settings.setSyncDeletions(value),
    syncDeletionsNow: async () => deleteGone(await engine.session()),
    exportAll: async () =>
      exportArchive(await engine.session(), (fraction) => engine.progress('export', fraction)),
    importArchive: async (file) =>
      importArchive(await engine.session(), file, (fraction) => engine.progress('import', fraction)),
  } satisfies Partial<WorkerApi>;
}

function gatewayDoor(engine: Engine) {
  return {
    gateways: async () => {
      const session = await engine.session();
      return (await session.acts.gateways()).views(session.deviceViews());
    },
    saveGatewaySettings: async (gateway, change) => (await gatewayDesk(engine)).change(gateway, change),
    joinPool: async (gateway, into) => (await gatewayDesk(engine)).join(gateway, into),
    leavePool: async (gateway) => (await gatewayDesk(engine)).leave(gateway),
    newApiKey: async (gateway, key) => ({
      token: await (await gatewayDesk(engine)).newApiKey(gateway, key),
    }),
    watchGateway: async (gateway, webhook) => {
      const session = await engine.session();
      return (await session.acts.gatewayWatch()).watch(gateway, webhook);
    },
    replayWebhook: async (gateway, replay) => {
      const session = await engine.session();
      return (await session.acts.gatewayWatch()).replay(gateway, replay);
    },
  } satisfies Partial<WorkerApi>;
}

function campaignDoor(engine: Engine) {
  const acts = async () => (await engine.session()).acts.campaigns();
  return {
    readSheet: async (source, how) => (await acts()).drafting.read(source, how),
    readRecipients: async (draft, mapping) => (await acts()).drafting.recipients(draft, mapping),
    refusedLines: async (draft) => csv((await acts()).drafting.refused(draft), 'left-out.csv'),
    countWording: async (draft, wording) => (await acts()).drafting.count(draft, wording),
    previewText: async (draft, wording, index) => (await acts()).drafting.preview(draft, wording, index),
    senders: async (target) => (await acts()).drafting.senders(target),
    sendTest: async (draft, dispatch, { to, index }) => {
      const text = await (await acts()).testText(draft, dispatch, index);
      const { target: device, simSlot, from } = dispatch;
      const route = { device, simSlot, ...(from === null ? {} : { from }) };
      await sendText(await engine.session(), { to: [to], text, ...route });
    },
    sendToMany: async (draft, dispatch) => (await acts()).send(draft, dispatch),
    campaigns: async () => (await acts()).desk.rows(),
    campaign: async (id) => (await acts()).desk.view(id),
    campaignProgress: async (id) => (await acts()).desk.progress(id),
    campaignResults: async (id, query) => (await acts()).results(id, query),
    campaignReport: async (id) => {
      const { blob, name } = (await acts()).report(id);
      return csv(blob, name);
    },
    steerCampaign: async (id, wish) => (await acts()).desk.steer(id, wish),
  } satisfies Partial<WorkerApi>;
}

function erasureDoor(engine: Engine) {
  const desk = async () => {
    const session = await engine.session();
    await session.restored;
    return session.acts.erasures();
  };
  return {
    erasureOf: async (target) => (await desk()).preview(target),
    erase: async (target) => (await desk()).begin(target),
    erasures: async () => (await desk()).rows(),
    erasureCertificate: async (id, part) => (await desk()).certificate(id, part),
    resumeErasure: async (id) => (await desk()).resume(id),
  } satisfies Partial<WorkerApi>;
}

function csv(blob: Blob, name: string): MadeFile {
  return { blob, contentType: 'text/csv', name };
}

async function gatewayDesk(engine: Engine) {
  return (await engine.session()).acts.gateways();
}
