import { explainEncoding } from './explain-encoding.ts';
import { explainEvents } from './explain-events.ts';
import { explainOutcome } from './explain-outcome.ts';
import { explainSegments, explainSubmission } from './explain-segments.ts';
import type { TextCourse, TextTimeline } from './text-timeline.ts';

/**
 * Everything that is known of one text, explained: the same for the gateway's API and for the account's own screens. What
 * was recorded and what is derived are told apart.
 */
export function explainText(course: TextCourse): TextTimeline {
  const submission = explainSubmission(course);
  return {
    outcome: explainOutcome(course),
    encoding: explainEncoding(course),
    submission,
    segments: submission === null ? [] : explainSegments(course),
    events: explainEvents(course),
  };
}
