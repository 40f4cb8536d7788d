package dev.jebi.smtp;

import dev.jebi.content.Content;
import dev.jebi.wire.BareLineEnd;
import dev.jebi.wire.ClientWire;
import dev.jebi.wire.LineTooLong;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// Commands out and replies in, on one connection; for one thread.
final class Dialogue {
    /// RFC 5321 §3.8: the peer closes the channel; may come as the reply to anything.
    private static final int CLOSING = 421;

    private final ClientWire wire;
    private final SmtpClientLimits limits;
    private Optional<Reply> farewell = Optional.empty();
    private String awaited = "greeting";
    private boolean broken;
    private boolean lost;
    private boolean transaction;

    Dialogue(ClientWire wire, SmtpClientLimits limits) {
        this.wire = wire;
        this.limits = limits;
    }

    ClientWire wire() {
        return wire;
    }

    SmtpClientLimits limits() {
        return limits;
    }

    /// The 421 with which the peer ended the session, where it did.
    Optional<Reply> farewell() {
        return farewell;
    }

    /// Whether another command may be sent.
    boolean usable() {
        return !broken && !lost && farewell.isEmpty();
    }

    /// Ends the dialogue without another word: nothing may be said in the midst of content.
    void broken() {
        broken = true;
        wire.close();
    }

    /// Whether the peer has a transaction that RSET must end before the next.
    boolean transaction() {
        return transaction;
    }

    void transaction(boolean begun) {
        transaction = begun;
    }

    /// What was said or is awaited, for whoever has to say where the dialogue ended.
    String awaited() {
        return awaited;
    }

    void awaiting(String what) {
        awaited = what;
    }

    /// Puts a command into the output; the next [#reply] sends it.
    void put(String command) throws IOException {
        if (command.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("a command is one line of text");
        }
        int space = command.indexOf(' ');
        awaited = space < 0 ? command : command.substring(0, space);
        wire.write(command);
        wire.write("\r\n");
    }

    Reply ask(String command, Duration timeout) throws IOException {
        put(command);
        return reply(timeout);
    }

    /// Puts the octets of a chunk into the output (RFC 3030 §2); the next [#reply] sends the rest.
    void chunk(Content content) throws IOException {
        wire.idleTimeout(limits.block());
        try {
            wire.write(content);
            wire.flush();
        } catch (IOException e) {
            lost(e);
        }
    }

    /// What could not be written does not matter where the peer has said why: 552, 421.
    private void lost(IOException e) throws IOException {
        lost = true;
        if (!wire.hasInput()) {
            throw e;
        }
    }

    /// Sends content and the dot, and reads what the peer says to it, be it before its end.
    Reply content(Content content) throws IOException {
        awaited = "content";
        wire.idleTimeout(limits.block());
        try {
            wire.writeDotted(content);
            wire.flush();
        } catch (IOException e) {
            if (wire.hasInput()) { // a peer may refuse in the midst and close: 552, 421
                var reply = reply(limits.block());
                broken();
                if (!reply.positive()) {
                    return reply;
                }
            }
            throw e;
        }
        awaited = ".";
        return reply(limits.end());
    }

    /// The next reply (RFC 5321 §4.2).
    Reply reply(Duration timeout) throws IOException {
        try {
            wire.flush();
        } catch (IOException e) {
            lost(e);
        }
        wire.idleTimeout(timeout);
        var lines = new ArrayList<String>();
        String line = line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            if (lines.size() == limits.replyLines()) {
                throw new NotSmtp("a reply of more than " + limits.replyLines() + " lines");
            }
            lines.add(line.substring(4));
            line = line();
        }
        lines.add(line.length() > 4 ? line.substring(4) : "");
        var reply = Replies.of(Integer.parseInt(line.substring(0, 3)), lines);
        if (reply.code() == CLOSING) {
            farewell = Optional.of(reply);
        }
        return reply;
    }

    private String line() throws IOException {
        byte[] octets;
        try {
            octets = wire.readLine(limits.replyLine());
        } catch (LineTooLong e) {
            throw new NotSmtp("a line of a reply is too long", e);
        } catch (BareLineEnd e) {
            throw new NotSmtp("a line of a reply does not end with CRLF", e);
        }
        var line = Replies.printable(new String(octets, StandardCharsets.UTF_8));
        if (!Replies.line(line)) {
            throw new NotSmtp("not a reply: " + Replies.cut(line));
        }
        return line;
    }
}
