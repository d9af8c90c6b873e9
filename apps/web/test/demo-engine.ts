/** An engine in the page with an invented account: what screens are tried and photographed on. Not part of the build. */
import type { Engine } from '../src/frame/engine-store.ts';
import { campaignApi } from './demo-campaigns.ts';
import { deletionApi, erasureApi } from './demo-erasures.ts';
import { gatewayApi } from './demo-gateways.ts';
import { keyApi } from './demo-keys.ts';
import { Demo, type Scenario } from './demo-state.ts';
import { search, threadApi } from './demo-threads.ts';
import { timelineApi } from './demo-timelines.ts';

/** Makes the engine of a scenario. `demo.receive` in the page's console lets a text come in. */
export function createDemoEngine(
  scenario: Scenario,
): Engine & { receive(conversation: string, text: string): void } {
  const demo = new Demo(scenario, Date.now());
  return {
    on: (event, handler) => {
      const set = demo.handlers.get(event) ?? new Set();
      demo.handlers.set(event, set);
      set.add(handler);
      return () => set.delete(handler);
    },
    receive: (conversation, text) => {
      const thread = demo.thread(conversation);
      thread.unreadFrom ??= thread.items.length;
      thread.row.unread += 1;
      demo.append(thread, { text });
      demo.emit('incoming', { conversation, title: thread.row.title, text });
    },
    status: () => Promise.resolve(demo.status),
    sync: () => Promise.resolve(demo.sync),
    devices: () => Promise.resolve(demo.data.devices),
    removeDevice: async (id) => {
      demo.data.devices = demo.data.devices.map((device) =>
        device.id === id ? { ...device, removedAt: new Date().toISOString() } : device,
      );
      demo.emit('devices', demo.data.devices);
    },
    search: (query) => demo.answer(search(demo, query)),
    contacts: () => demo.answer({ version: 1, rows: demo.data.contacts.map(({ row }) => row) }),
    contact: (id) => demo.answer(demo.data.contacts.find(({ row }) => row.id === id)?.payload ?? null),
    findRecipients: (query) =>
      demo.answer(
        demo.data.contacts
          .filter(({ row }) => row.name.toLowerCase().includes(query.toLowerCase()))
          .flatMap(({ row }) =>
            row.numbers.map((number) => ({
              name: row.name,
              number: number.value,
              label: number.label,
              picture: row.picture,
            })),
          )
          .slice(0, 30),
      ),
    calls: () => demo.answer({ version: 1, rows: demo.data.calls }),
    phones: () => Promise.resolve(demo.data.phones),
    routes: () =>
      Promise.resolve([
        ...demo.data.devices
          .filter(({ platform, removedAt }) => platform === 'gateway' && removedAt === null)
          .map(({ id, name, connected }) => ({
            device: id,
            platform: 'gateway' as const,
            simSlot: null,
            label: name,
            connected,
          })),
        ...demo.data.phones.flatMap((phone) =>
          (phone.report?.sims ?? []).map((sim) => ({
            device: phone.device,
            platform: 'phone' as const,
            simSlot: sim.slot,
            label: `${phone.name} · SIM ${sim.slot + 1} · ${sim.label}`,
            connected: phone.connected,
          })),
        ),
      ]),
    dismissNotification: async (_device, key) => {
      demo.data.phones = demo.data.phones.map((phone) => ({
        ...phone,
        notifications: phone.notifications.filter((note) => note.key !== key),
      }));
      demo.emit('phones', demo.data.phones);
    },
    silenceCall: async () => {
      demo.data.phones = demo.data.phones.map((phone) => ({ ...phone, call: null }));
      demo.emit('phones', demo.data.phones);
    },
    syncDeletions: () => Promise.resolve(demo.deletions),
    setSyncDeletions: async (value) => {
      demo.deletions = value;
    },
    askMobileChange: () => Promise.resolve(),
    syncDeletionsNow: () => Promise.resolve(12),
    exportAll: async () => {
      for (const fraction of [0.2, 0.45, 0.7, 0.95]) {
        demo.emit('archive', { what: 'export', fraction });
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      return {
        url: 'data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
        name: 'smseal-export.zip',
        octets: 18_400_000,
      };
    },
    importArchive: () => Promise.resolve({ read: 5012, added: 12, skipped: { 'already here': 5000 } }),
    signOut: async () => {
      demo.status = { state: 'signed-out' };
      demo.emit('status', demo.status);
    },
    ...campaignApi(demo),
    ...deletionApi(demo),
    ...erasureApi(demo),
    ...gatewayApi(demo),
    ...keyApi(demo),
    ...threadApi(demo),
    ...timelineApi(demo),
  };
}
