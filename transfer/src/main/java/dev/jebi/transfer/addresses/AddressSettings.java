package dev.jebi.transfer.addresses;

/// What the operator decides about addresses.
///
/// @param separators each of these characters parts a user from its detail (RFC 5233 §4); empty for
///   no subaddresses
/// @param sendAs who may send with an alias as the author
/// @param srs whether the reverse-path of forwarded mail is rewritten
public record AddressSettings(String separators, SendAs sendAs, boolean srs) {
    /// What is so where nothing is said.
    public static final AddressSettings STANDARD =
            new AddressSettings("+", SendAs.SOLE_OWNER, true);

    /// Who may send with an address that is not the account's own.
    public enum SendAs {
        /// Nobody.
        NOBODY,
        /// The account that the address alone leads to.
        SOLE_OWNER,
        /// Each account that the address leads to; lists apart.
        MEMBERS
    }
}
