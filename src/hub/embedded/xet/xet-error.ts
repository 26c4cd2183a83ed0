/** Something sent by the Xet protocol that is not as it should be. */
export class XetError extends Error {}
