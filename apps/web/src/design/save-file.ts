/** A file that is ready to be saved. */
export interface SavedFile {
  /** Of this page. */
  url: string;
  name: string;
}

/** Hands a file of the engine to the person. */
export function saveFile({ url, name }: SavedFile): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
