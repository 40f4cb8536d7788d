package dev.jebi.daemon;

import dev.jebi.daemon.Binding.Protocol;
import dev.jebi.guard.Denial;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.function.Consumer;

/// What stands before the sessions of a listener: who is not let in is told so in the words of its
/// protocol, and why.
record Door(Protocol protocol, String hostname, Consumer<Wire> session) implements Consumer<Wire> {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    @Override
    public void accept(Wire wire) {
        var denied = wire.visit().denied();
        if (denied.isEmpty()) {
            session.accept(wire);
            return;
        }
        LOG.info(
                "event=not-let-in session={} protocol={} client={} until={} why=\"{}\"",
                wire.id(),
                protocol,
                wire.peer().remote().getAddress().getHostAddress(),
                denied.get().until(),
                denied.get().why());
        try {
            wire.write(words(denied.get()) + "\r\n");
            wire.flush();
        } catch (IOException e) {
            LOG.debug("event=gone session={} why=\"{}\"", wire.id(), e.toString());
        }
    }

    private String words(Denial denial) {
        String why = denial.sentence();
        return switch (protocol) {
            case RECEPTION, SUBMISSION, LMTP ->
                    "421 4.7.0 " + hostname + " does not let you in: " + why;
            case POP3 -> "-ERR [SYS/TEMP] You are not let in: " + why; // RFC 3206 §4
            case IMAP -> "* BYE [UNAVAILABLE] You are not let in: " + why; // RFC 9051 §7.1.5
            case MANAGESIEVE -> "BYE (TRYLATER) \"You are not let in: " + why + "\"";
        };
    }
}
