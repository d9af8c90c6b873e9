import { ReaderMark } from '../account/reader-mark.tsx';
import { memo, type MouseEvent, type ReactNode } from 'react';
import { CopyButton } from '../design/copy-button.tsx';
import { classNames } from '../design/class-names.ts';
import { tip } from '../design/tip-layer.tsx';
import { clockTime, fullTime } from '../design/times.ts';
import type { ThreadItem } from '../engine/engine-api.ts';
import { BubbleMenu } from './bubble-menu.tsx';
import { Attachments } from './attachments.tsx';
import type { Placing } from './grouping.ts';
import { STATES, StateMark } from './state-mark.tsx';
import { oneTimeCode, textParts } from './text-parts.ts';

interface BubbleProps {
  conversation: string;
  item: ThreadItem;
  placing: Placing;
  /** In a group the speaker's name stands over the first of their texts. */
  group: boolean;
  onOpenPicture(item: string, key: string): void;
  onSendAgain(item: string): void;
  onCancel(item: string): void;
  /** Goes to the life of the text `batch:index`. */
  onExplain(text: string): void;
}

/** One text, with time and state under the last of its group. */
export const Bubble = memo(function Bubble(props: BubbleProps) {
  const { item, placing, group } = props;
  const code = item.mine ? null : oneTimeCode(item.text);
  const troubled = STATES[item.status].tone === 'text-bad' || item.status === 'unknown';
  return (
    <article
      aria-label={`${item.mine ? 'You' : (item.from?.name ?? item.from?.number ?? 'They')}, ${fullTime(item.at)}`}
      className={classNames(
        'group flex flex-col gap-1 px-4 md:px-6',
        item.mine ? 'items-end' : 'items-start',
        placing.first ? 'pt-2' : 'pt-0.5',
      )}
    >
      {group && placing.first && item.from && (
        <p className="px-1 text-small font-medium text-ink-2">
          <bdi>{item.from.name ?? item.from.number}</bdi>
        </p>
      )}
      {item.attachments.length > 0 && (
        <Attachments
          conversation={props.conversation}
          item={item}
          onOpen={(key) => props.onOpenPicture(item.id, key)}
        />
      )}
      <div className={classNames('flex w-full items-center gap-1', item.mine && 'flex-row-reverse')}>
        {(item.text !== '' || item.subject) && (
          <div
            dir="auto"
            className={classNames(
              'max-w-[min(80%,560px)] rounded-bubble px-3.5 py-2 whitespace-pre-wrap text-ink [overflow-wrap:anywhere]',
              item.mine ? 'bg-mine' : 'border border-transparent bg-theirs',
              placing.last && (item.mine ? 'rounded-br-tip' : 'rounded-bl-tip'),
            )}
          >
            {item.subject && <p className="font-semibold">{item.subject}</p>}
            <Words text={item.text} />
          </div>
        )}
        <BubbleMenu item={item} onExplain={props.onExplain} />
      </div>
      {code && <CopyButton text={code} label={`Copy code ${code}`} />}
      {(placing.last || troubled || item.late || item.goneFromPhone) && <Under {...props} />}
    </article>
  );
});

function Words({ text }: { text: string }) {
  return textParts(text).map((part, index) =>
    part.kind === 'plain' ? (
      part.text
    ) : (
      <a
        // The text of a message does not change: the place is the identity.
        // oxlint-disable-next-line react/no-array-index-key
        key={index}
        href={part.href}
        target="_blank"
        rel="noreferrer noopener nofollow"
        className="underline decoration-1 underline-offset-2"
      >
        {part.text}
      </a>
    ),
  );
}

const LINE_ACT = 'touch rounded-soft font-medium underline underline-offset-2';

function Under({ item, onSendAgain, onCancel, onExplain }: BubbleProps) {
  const { says, tone } = STATES[item.status];
  const bad = tone === 'text-bad';
  const troubled = bad || item.status === 'unknown';
  return (
    <p
      className={classNames(
        'flex max-w-[min(80%,560px)] flex-wrap items-center gap-x-2 px-1 pb-1 text-small text-ink-2',
        item.mine && 'justify-end text-right',
      )}
    >
      {bad && <span className="text-bad">{item.error ?? `${says}.`}</span>}
      {item.status === 'unknown' && (
        <span className="text-warn">{item.error ?? 'Maybe sent: the phone stopped while sending.'}</span>
      )}
      {troubled && (
        <button
          type="button"
          className={classNames(LINE_ACT, 'text-seal')}
          onClick={() => onSendAgain(item.id)}
        >
          Send again
        </button>
      )}
      {troubled && item.sentAs !== null && (
        <ToTimeline text={item.sentAs} className={classNames(LINE_ACT, 'text-ink')} onExplain={onExplain}>
          What happened
        </ToTimeline>
      )}
      {item.status === 'queued' && (
        <>
          <span>Waits for the phone</span>
          <button
            type="button"
            className={classNames(LINE_ACT, 'text-ink')}
            onClick={() => onCancel(item.id)}
          >
            Cancel
          </button>
        </>
      )}
      {item.late && <span>Android held this back; it came late.</span>}
      {item.goneFromPhone && <span>Deleted on the phone, kept here.</span>}
      <time dateTime={item.at} title={fullTime(item.at)} className="tabular">
        {clockTime(item.at)}
      </time>
      <span role="img" aria-label={item.route} {...tip(item.route, 'top')} className="inline-flex text-ink-3">
        <ReaderMark size={13} />
      </span>
      {item.mine && (troubled || item.sentAs === null) && <StateMark status={item.status} size={15} />}
      {item.mine && !troubled && item.sentAs !== null && (
        <ToTimeline
          text={item.sentAs}
          label={`${says}. What happened to this text`}
          className="touch -m-1 inline-flex size-6 items-center justify-center rounded-soft"
          onExplain={onExplain}
        >
          <StateMark status={item.status} size={15} />
        </ToTimeline>
      )}
    </p>
  );
}

/** A plain link: a thread has too many of them for the router's own. */
function ToTimeline({
  text,
  label,
  className,
  onExplain,
  children,
}: {
  text: string;
  label?: string;
  className: string;
  onExplain(text: string): void;
  children: ReactNode;
}) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onExplain(text);
  };
  return (
    <a href={`/messages/${text}`} aria-label={label} className={className} onClick={follow}>
      {children}
    </a>
  );
}
