/** Something that a program reached for, whether or not it came through. */
export interface Reach {
  /** `tcp`, `udp`, or a protocol by its number. */
  how: string;
  address: string;
  /** 0 where the protocol has none. */
  port: number;
  /** The port that it came from; 0 where the protocol has none. */
  from: number;
  /** The name that was asked for, where it was a question for one. */
  name?: string;
}
