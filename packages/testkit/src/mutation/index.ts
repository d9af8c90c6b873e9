export { applyEdits, editedFiles } from './apply-edits.ts';
export { copyCheckout } from './copy-checkout.ts';
export type { Edit, Mutation, StageName } from './mutation.ts';
export { readMutations, type NamedMutation } from './read-mutations.ts';
export { stageOf } from './stage-of.ts';
