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
export {
  FINAL_STATES,
  type AcceptedMessage,
  type BatchStates,
  type Encoding,
  type Message,
  type MessageList,
  type Recipient,
  type RefusalReason,
  type RefusedRecipient,
  type SendAnswer,
  type SendRequest,
  type TextClass,
  type TextError,
  type TextState,
  type Timeline,
  type WaitReason,
  type WebhookEvent,
} from './types.ts';
export {
  verifyWebhook,
  type VerifiedWebhook,
  type VerifyWebhookInput,
  type WebhookHeaders,
} from './verify-webhook.ts';
