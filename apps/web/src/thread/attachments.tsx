import { File, Music, Play } from 'lucide-react';
import { octetsText } from '../design/amounts.ts';
import { say } from '../design/toast.ts';
import { troubleOf } from '../design/trouble.ts';
import type { ThreadAttachment, ThreadItem } from '../engine/engine-api.ts';
import { useEngine } from '../frame/engine-context.tsx';

/** Longest edge of a picture in the thread, px. */
const EDGE = 280;
/** Edge of one among several, px. */
const SQUARE = 140;

export function isPicture(attachment: ThreadAttachment): boolean {
  return attachment.contentType.startsWith('image/');
}

/** Room that a picture takes before it is there, so that nothing jumps. */
function boxOf({ width, height }: ThreadAttachment): { width: number; height: number } {
  if (!width || !height) return { width: EDGE, height: 210 };
  const scale = Math.min(1, EDGE / Math.max(width, height));
  return { width: Math.max(64, Math.round(width * scale)), height: Math.max(64, Math.round(height * scale)) };
}

/** Pictures and other parts of a message. */
export function Attachments({
  conversation,
  item,
  onOpen,
}: {
  conversation: string;
  item: ThreadItem;
  onOpen(key: string): void;
}) {
  return (
    <ul className={`flex max-w-[min(80%,600px)] flex-wrap gap-1 ${item.mine ? 'justify-end' : ''}`}>
      {item.attachments.map((attachment) => (
        <li key={attachment.key}>
          {isPicture(attachment) ? (
            <PictureButton
              attachment={attachment}
              alone={item.attachments.length === 1}
              onOpen={() => onOpen(attachment.key)}
            />
          ) : (
            <OtherPart conversation={conversation} item={item.id} attachment={attachment} />
          )}
        </li>
      ))}
    </ul>
  );
}

function PictureButton({
  attachment,
  alone,
  onOpen,
}: {
  attachment: ThreadAttachment;
  /** Several pictures stand as squares; one keeps its shape. */
  alone: boolean;
  onOpen(): void;
}) {
  const box = alone ? boxOf(attachment) : { width: SQUARE, height: SQUARE };
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={`Open picture${attachment.name ? ` ${attachment.name}` : ''}`}
      className="block overflow-hidden rounded-bubble bg-sunken"
      style={{ width: box.width, maxWidth: '100%', aspectRatio: `${box.width} / ${box.height}` }}
    >
      {attachment.thumbnail && (
        <img src={attachment.thumbnail} alt="" className="size-full object-cover" draggable={false} />
      )}
    </button>
  );
}

/** Anything that is not a picture: opened by the browser as a download. */
function OtherPart({
  conversation,
  item,
  attachment,
}: {
  conversation: string;
  item: string;
  attachment: ThreadAttachment;
}) {
  const engine = useEngine();
  const Icon = attachment.contentType.startsWith('audio/')
    ? Music
    : attachment.contentType.startsWith('video/')
      ? Play
      : File;
  const save = async () => {
    try {
      const { url, name } = await engine.openAttachment(conversation, item, attachment.key);
      const link = document.createElement('a');
      link.href = url;
      link.download = name ?? 'attachment';
      link.click();
    } catch (error) {
      say({ text: `The file could not be opened. ${troubleOf(error).sentence}`, bad: true });
    }
  };
  return (
    <button
      type="button"
      onClick={() => void save()}
      className="flex min-h-11 max-w-70 items-center gap-3 rounded-bubble border border-edge bg-raised px-3 py-2 text-left hover:bg-sunken"
    >
      <Icon size={20} className="shrink-0 text-ink-3" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate font-medium">{attachment.name ?? attachment.contentType}</span>
        <span className="tabular block text-small text-ink-2">{octetsText(attachment.size)}, save</span>
      </span>
    </button>
  );
}
