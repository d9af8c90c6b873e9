/** Every text that identity sends; each is one segment in the default alphabet. */
export const NOTICE_TEXTS = {
  signUp: (code: string) =>
    `${code} is your SMSeal one-time password. It works once, within 10 minutes. Nobody from SMSeal will ever ask for it.`,
  alreadyHere: () =>
    'Somebody, perhaps you, signed up to SMSeal with your e-mail or number. You have an account already: sign in, or choose "I forgot my password".',
  forgotPassword: (code: string) =>
    `${code} is your SMSeal code to set a new password. It works once, within 10 minutes. If you did not ask for it, do nothing.`,
  changeEmail: (code: string) =>
    `${code} is your SMSeal code for a new e-mail address. It works once, within 10 minutes. If you did not ask for it, set a new password.`,
  changeMobile: (code: string) =>
    `${code} is your SMSeal code to use this number for your account. It works once, within 10 minutes. If you did not ask for it, do nothing.`,
  emailChanged: () =>
    'The e-mail address of your SMSeal account was changed. If that was not you, choose "I forgot my password" with this number now.',
  mobileChanged: () =>
    'Your SMSeal account has another mobile number now, and codes go there. If that was not you, sign in by e-mail and change it back.',
  wantedByAnother: () =>
    'Somebody, perhaps you, wanted to use your e-mail or number for another SMSeal account. Nothing was changed: yours keeps them.',
  accountClosed: () =>
    'Your SMSeal account was closed. Until it is erased you can sign in and wake it. If that was not you, do so and set a new password.',
  keptKey: (code: string) =>
    `${code} opens your SMSeal texts on a new device. It works once, within 10 minutes. If you did not ask for it, change your password.`,
  passwordReplaced: () =>
    'The password of your SMSeal account was replaced. If that was not you, choose "I forgot my password" now.',
};
