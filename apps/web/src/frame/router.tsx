import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { InboxScreen } from '../conversation/inbox-screen.tsx';
import { NoThread } from '../thread/no-thread.tsx';
import { loadThread } from './fetch-likely.ts';
import { Frame } from './frame.tsx';
import { NotHere } from './not-here.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotHere });

const inbox = createRoute({
  getParentRoute: () => root,
  id: 'inbox',
  component: InboxScreen,
  validateSearch: (search: Record<string, unknown>): { box?: 'archived' } =>
    search['box'] === 'archived' ? { box: 'archived' } : {},
});
const noThread = createRoute({ getParentRoute: () => inbox, path: '/', component: NoThread });
const thread = createRoute({
  getParentRoute: () => inbox,
  path: 'c/$conversation',
  component: lazyRouteComponent(loadThread, 'ThreadScreen'),
  /** `at`: where in the thread to begin. */
  validateSearch: (search: Record<string, unknown>): { at?: number } => {
    const at = Number(search['at']);
    return search['at'] !== undefined && Number.isSafeInteger(at) && at >= 0 ? { at } : {};
  },
});
const newMessage = createRoute({
  getParentRoute: () => inbox,
  path: 'new',
  component: lazyRouteComponent(() => import('../composer/new-message.tsx'), 'NewMessage'),
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search['to'] === 'string' ? { to: search['to'] } : {},
});

const contacts = createRoute({
  getParentRoute: () => root,
  path: 'contacts',
  component: lazyRouteComponent(() => import('../contact/contacts-screen.tsx'), 'ContactsScreen'),
});
const noContact = createRoute({
  getParentRoute: () => contacts,
  path: '/',
  component: lazyRouteComponent(() => import('../contact/contact-detail.tsx'), 'NoContact'),
});
const contact = createRoute({
  getParentRoute: () => contacts,
  path: '$contact',
  component: lazyRouteComponent(() => import('../contact/contact-detail.tsx'), 'ContactDetail'),
});

const calls = createRoute({
  getParentRoute: () => root,
  path: 'calls',
  component: lazyRouteComponent(() => import('../call/calls-screen.tsx'), 'CallsScreen'),
  validateSearch: (search: Record<string, unknown>): { number?: string } =>
    search['number'] === undefined ? {} : { number: String(search['number']) },
});
const phone = createRoute({
  getParentRoute: () => root,
  path: 'phone',
  component: lazyRouteComponent(() => import('../phone/phone-screen.tsx'), 'PhoneScreen'),
});
const loadCampaigns = () => import('../campaign/campaigns-screen.tsx');
const loadNewCampaign = () => import('../campaign/new-campaign.tsx');
const campaigns = createRoute({
  getParentRoute: () => root,
  path: 'many',
  component: lazyRouteComponent(loadCampaigns, 'CampaignsScreen'),
});
const noCampaign = createRoute({
  getParentRoute: () => campaigns,
  path: '/',
  component: lazyRouteComponent(loadNewCampaign, 'NewCampaign'),
});
const newCampaign = createRoute({
  getParentRoute: () => campaigns,
  path: 'new',
  component: lazyRouteComponent(loadNewCampaign, 'NewCampaign'),
});
const campaign = createRoute({
  getParentRoute: () => campaigns,
  path: '$campaign',
  component: lazyRouteComponent(loadCampaigns, 'CampaignOfAddress'),
});
const loadGateways = () => import('../gateway/gateways-screen.tsx');
const gateways = createRoute({
  getParentRoute: () => root,
  path: 'gateways',
  component: lazyRouteComponent(loadGateways, 'GatewaysScreen'),
});
const firstGateway = createRoute({
  getParentRoute: () => gateways,
  path: '/',
  component: lazyRouteComponent(loadGateways, 'FirstGateway'),
});
const gateway = createRoute({
  getParentRoute: () => gateways,
  path: '$gateway',
  component: lazyRouteComponent(loadGateways, 'GatewayOfAddress'),
});
const message = createRoute({
  getParentRoute: () => root,
  path: 'messages/$text',
  component: lazyRouteComponent(() => import('../timeline/timeline-screen.tsx'), 'TimelineScreen'),
});
const devices = createRoute({
  getParentRoute: () => root,
  path: 'devices',
  component: lazyRouteComponent(() => import('../device/devices-screen.tsx'), 'DevicesScreen'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: 'settings',
  component: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsScreen'),
});
const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsStart'),
});
const settingsPage = createRoute({
  getParentRoute: () => settings,
  path: '$page',
  component: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsPage'),
});

const routeTree = root.addChildren([
  inbox.addChildren([noThread, thread, newMessage]),
  contacts.addChildren([noContact, contact]),
  calls,
  phone,
  campaigns.addChildren([noCampaign, newCampaign, campaign]),
  gateways.addChildren([firstGateway, gateway]),
  message,
  devices,
  settings.addChildren([settingsStart, settingsPage]),
]);

/** The addresses of the app. `history` is the browser's own unless one is given. */
export function createAppRouter(history?: RouterHistory) {
  return createRouter({ routeTree, defaultPreload: false, ...(history ? { history } : {}) });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
