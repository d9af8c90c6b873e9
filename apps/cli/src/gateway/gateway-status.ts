import type { GatewayStatus } from '@smseal/protocol';

/** What a gateway says of itself every second. */
export interface SaidStatus {
  /** `linked`, or where it is on the way to that. */
  link: string;
  /** Null while it is at work for nobody. */
  status: Pick<GatewayStatus, 'paused' | 'connectors' | 'texts'> | null;
}

const WITHOUT_STATUS: Readonly<Record<string, string>> = {
  linked: 'Starting…',
  closed: 'The account is closed; waiting until its holder wakes it.',
};

/** A gateway's status in one line. */
export function describeStatus({ link, status }: SaidStatus): string {
  if (status === null) return `  ${WITHOUT_STATUS[link] ?? 'Linked to no account yet.'}`;
  const { paused, connectors, texts } = status;
  const ways = connectors.map(({ name, state, reason, window, unanswered }) =>
    state === 'bound'
      ? `${name}: ${number(unanswered)} of ${number(window)} unanswered`
      : `${name}: ${state}${reason === null ? '' : ` (${reason})`}`,
  );
  const parts = [
    `${number(texts.perSecond.at(-1) ?? 0)} texts/s`,
    `${number(texts.inHand)} in hand`,
    ...ways,
  ];
  return `  ${paused ? 'Paused · ' : ''}${parts.join(' · ')}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
