package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.imapserver.response.FetchLine;
import dev.jebi.imapserver.response.ImapEncoder;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.wire.Wire;

import java.io.IOException;

/// What a session says, onto its wire. For one thread.
final class Responder implements ImapEncoder.Output {
    private final Wire wire;
    private final ImapEncoder encoder = new ImapEncoder(this);

    Responder(Wire wire) {
        this.wire = wire;
    }

    void send(ImapResponse response) throws IOException {
        encoder.write(response);
    }

    void fetched(int number, FetchLine.Teller teller) throws IOException {
        encoder.fetched(number, teller);
    }

    /// Sends all that was said, at once.
    void flush() throws IOException {
        encoder.drain();
        try {
            wire.flush();
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    @Override
    public void octets(byte[] octets, int length) {
        try {
            wire.write(octets, 0, length);
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    /// A fault of the content's own ends the session as well: its size has already been told.
    @Override
    public void content(Content content) {
        try {
            wire.write(content);
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }
}
