package dev.jebi.imapserver.command;

/// By what SORT orders messages (RFC 5256 §3).
///
/// @param reverse whether in descending order
public record SortCriterion(Key key, boolean reverse) {
    /// What is compared.
    public enum Key {
        /// The internal date.
        ARRIVAL(false, false),
        /// The left side of the first Cc address.
        CC(true, true),
        /// The sent date.
        DATE(true, false),
        /// The left side of the first From address.
        FROM(true, true),
        /// The octets.
        SIZE(false, false),
        /// The base subject.
        SUBJECT(true, true),
        /// The left side of the first To address.
        TO(true, true),
        /// The name of the first From address (RFC 5957 §4).
        DISPLAYFROM(true, true),
        /// The name of the first To address (RFC 5957 §4).
        DISPLAYTO(true, true),
        /// The score of a fuzzy search (RFC 6203 §6).
        RELEVANCY(false, false);

        private final boolean head;
        private final boolean text;

        Key(boolean head, boolean text) {
            this.head = head;
            this.text = text;
        }

        /// Whether the message's head tells it.
        public boolean ofHead() {
            return head;
        }

        /// Whether it is a text.
        public boolean ofText() {
            return text;
        }
    }
}
