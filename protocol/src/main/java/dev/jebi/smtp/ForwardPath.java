package dev.jebi.smtp;

import dev.jebi.address.Address;

/// Where RCPT says that the message goes (RFC 5321 §4.1.1.3), its source route left out.
public sealed interface ForwardPath {
    /// An address.
    record To(Address address) implements ForwardPath {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    /// `<postmaster>` without a domain: the postmaster of this host (RFC 5321 §4.5.1).
    record Postmaster() implements ForwardPath {
        @Override
        public String toString() {
            return "<postmaster>";
        }
    }
}
