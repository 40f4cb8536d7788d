package dev.jebi.transfer;

import dev.jebi.address.Address;

/// Whether a message needs SMTPUTF8 on its next hop (RFC 6531 §3.6): its reverse-path or its header
/// section is beyond ASCII. A recipient beyond ASCII needs it for itself alone, not for the others:
/// the relay sees to that. A message that came without SMTPUTF8 and has such octets in its header
/// section all the same is old junk, and goes on as it came.
final class International {
    private International() {}

    static boolean needed(Envelope envelope, HeaderSection header) {
        return envelope.utf8()
                && (header.eightBit()
                        || envelope.reversePath()
                                .address()
                                .filter(Address::international)
                                .isPresent());
    }
}
