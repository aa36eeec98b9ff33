/** Characters of an ID that tell records apart; three more are a checksum, for where letters have no case. */
const LENGTH = 15;

/** An ID in its short form: the platform gives it with 15 characters or with 18. */
export function shortId(id) {
    return String(id).slice(0, LENGTH);
}
