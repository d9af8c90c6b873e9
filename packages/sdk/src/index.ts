export {
  SMSeal,
  type CallOptions,
  type ListOptions,
  type SendOptions,
  type Sent,
  type SMSealOptions,
} from './client.ts';
export {
  ApiError,
  ConnectionError,
  WebhookVerificationError,
  type ApiErrorCode,
  type Problem,
} from './errors.ts';
export type {
  AcceptedMessage,
  Encoding,
  Message,
  MessageList,
  Recipient,
  RefusalReason,
  RefusedRecipient,
  SendAnswer,
  SendRequest,
  TextClass,
  TextError,
  TextState,
  Timeline,
  WebhookEvent,
} from './types.ts';
export {
  verifyWebhook,
  type VerifiedWebhook,
  type VerifyWebhookInput,
  type WebhookHeaders,
} from './verify-webhook.ts';
