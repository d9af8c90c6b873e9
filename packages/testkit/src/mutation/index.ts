export { applyEdits, editedFiles } from './apply-edits.ts';
export { copyCheckout } from './copy-checkout.ts';
export type { Edit, Mutation, RigName } from './mutation.ts';
export { readMutations, type NamedMutation } from './read-mutations.ts';
export { rigOf } from './rig-of.ts';
