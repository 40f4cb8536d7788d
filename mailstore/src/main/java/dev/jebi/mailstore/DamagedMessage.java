package dev.jebi.mailstore;

import java.io.IOException;

/// The octets of a message are not what was stored: this message alone cannot be served.
public final class DamagedMessage extends IOException {
    private static final long serialVersionUID = 1;

    DamagedMessage(long position) {
        super("the octets at " + position + " are damaged; 'jebi store verify' names the message");
    }
}
