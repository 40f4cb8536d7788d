package dev.jebi.imapserver;

import dev.jebi.content.Content;
import dev.jebi.content.Spool;
import dev.jebi.imapserver.command.ImapInput;
import dev.jebi.imapserver.response.ImapRefusal;
import dev.jebi.imapserver.response.ImapResponse;
import dev.jebi.imapserver.response.ResponseCode;
import dev.jebi.wire.BareLineEnd;
import dev.jebi.wire.LineTooLong;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A session's commands as they come from its wire, kept in step whatever is wrong with them. For
/// one thread.
final class CommandReader implements ImapInput {
    private static final Pattern LITERAL = Pattern.compile("(~?)\\{([0-9]{1,18})(\\+?)}$");

    /// RFC 7888 §5: what a client may send without waiting where LITERAL- is named.
    private static final long LITERAL_MINUS = 4096;

    /// As many of the largest messages may come in one command (RFC 3502).
    private static final int MESSAGES_AT_ONCE = 20;

    private static final Logger log = LoggerFactory.getLogger(CommandReader.class);

    /// Messages up to this size do not touch the disk before they are stored.
    private static final int HEAP = 128 * 1024;

    private final Wire wire;
    private final Responder responder;
    private final ImapLimits limits;
    private final Path spoolDirectory;
    private final List<Spool> spools = new ArrayList<>();

    /// The literal that the last line announces and that was not read.
    private Optional<Literal> pending = Optional.empty();

    /// Whether a literal was read, and the line that it is part of goes on behind it.
    private boolean goesOn;

    private long literalOctets;
    private long messageOctets;
    private long pieceOctets;
    private boolean messagesWelcome;

    CommandReader(Wire wire, Responder responder, ImapLimits limits, Path spoolDirectory) {
        this.wire = wire;
        this.responder = responder;
        this.limits = limits;
        this.spoolDirectory = spoolDirectory;
    }

    /// Whether messages are taken: somebody has logged in.
    void welcomeMessages(boolean welcome) {
        messagesWelcome = welcome;
    }

    /// Gets ready for the next command; what the last one spooled is dropped.
    void begin() {
        close();
        literalOctets = 0;
        messageOctets = 0;
        pieceOctets = 0;
        pending = Optional.empty();
        goesOn = false;
    }

    /// Drops what was spooled.
    void close() {
        for (Spool spool : spools) {
            try {
                spool.close();
            } catch (IOException e) {
                log.warn("event=spool-fault session={}", wire.id(), e);
            }
        }
        spools.clear();
    }

    @Override
    public byte[] line() {
        byte[] line = readLine();
        pending = literalAtEnd(line);
        return line;
    }

    /// A line that is no command: what a client answers within AUTHENTICATE and IDLE.
    byte[] answer() throws IOException {
        responder.flush();
        return readLine();
    }

    private byte[] readLine() {
        pending = Optional.empty();
        goesOn = false;
        try {
            return wire.readLine(limits.line());
        } catch (LineTooLong _) {
            throw ImapRefusal.bad("a line that is longer than " + limits.line() + " octets");
        } catch (BareLineEnd _) {
            throw ImapRefusal.bad("a line ends with CR LF, and neither stands alone");
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    private static Optional<Literal> literalAtEnd(byte[] line) {
        if (line.length == 0 || line[line.length - 1] != '}') {
            return Optional.empty();
        }
        int from = Math.max(0, line.length - 24);
        var matcher =
                LITERAL.matcher(
                        new String(line, from, line.length - from, StandardCharsets.ISO_8859_1));
        return matcher.find()
                ? Optional.of(
                        new Literal(
                                Long.parseLong(matcher.group(2)),
                                matcher.group(3).isEmpty(),
                                !matcher.group(1).isEmpty()))
                : Optional.empty();
    }

    @Override
    public byte[] literal(Literal literal) throws IOException {
        if (!messagesWelcome && !literal.synchronising() && literal.octets() > LITERAL_MINUS) {
            throw ImapRefusal.bad("a literal of more than 4096 octets waits (RFC 7888)");
        }
        literalOctets += Math.min(literal.octets(), limits.literal() + 1L);
        if (literalOctets > limits.literal()) {
            throw ImapRefusal.no(
                    ResponseCode.Word.TOOBIG,
                    "a command has at most " + limits.literal() + " octets of literals");
        }
        var octets = new ByteArrayOutputStream((int) literal.octets());
        read(literal, octets);
        return octets.toByteArray();
    }

    @Override
    public Content message(Literal literal) throws IOException {
        if (messagesWelcome
                && literal.octets() == 0) { // RFC 3502 §6.3.11: the client has changed its mind
            throw ImapRefusal.no("APPEND cancelled by a message of no octets");
        }
        return spooled(literal);
    }

    @Override
    public Content piece(Literal literal) throws IOException {
        pieceOctets += Math.min(literal.octets(), limits.append() + 1);
        if (pieceOctets > limits.append()) { // RFC 4469 §4.2
            throw tooBig();
        }
        return spooled(literal);
    }

    private ImapRefusal tooBig() {
        return ImapRefusal.no(
                ResponseCode.Word.TOOBIG, "a message has at most " + limits.append() + " octets");
    }

    private Content spooled(Literal literal) throws IOException {
        if (!messagesWelcome) {
            throw ImapRefusal.bad("log in first");
        }
        if (literal.octets() > limits.append()) { // RFC 7889 §4
            throw tooBig();
        }
        messageOctets += literal.octets();
        if (messageOctets > MESSAGES_AT_ONCE * limits.append()) {
            throw ImapRefusal.no(ResponseCode.Word.LIMIT, "so many octets need several commands");
        }
        boolean first = spools.isEmpty();
        var spool = spool();
        long from = spool.size();
        var sink = new MessageSink(spool, literal.binary());
        read(literal, sink);
        sink.check();
        return first ? spool.content() : spool.part(from);
    }

    /// The first message has a spool of its own; all behind it share one.
    private Spool spool() {
        if (spools.size() < 2) {
            long most = spools.isEmpty() ? limits.append() : MESSAGES_AT_ONCE * limits.append();
            spools.add(new Spool(spoolDirectory, HEAP, most));
        }
        return spools.getLast();
    }

    private void read(Literal literal, OutputStream sink) throws IOException {
        if (literal.synchronising()) {
            responder.send(new ImapResponse.Continuation("Ready for " + literal.octets()));
        }
        responder.flush(); // the octets may be long in coming
        pending = Optional.empty();
        try {
            wire.readOctets(literal.octets(), sink);
            goesOn = true;
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    /// Reads on to the end of a command that was refused: a client that does not wait has sent its
    /// literals all the same (RFC 7888 §4).
    void skipRest() throws IOException {
        try {
            while (goesOn || pending.filter(literal -> !literal.synchronising()).isPresent()) {
                if (!wire.hasInput()) {
                    responder.flush();
                }
                if (pending.isPresent()) {
                    skip(pending.get().octets());
                }
                line();
            }
        } catch (ImapRefusal _) {
            pending = Optional.empty(); // the rest is no line either: it has been dropped
        }
    }

    private void skip(long octets) {
        literalOctets += octets;
        if (literalOctets > limits.discard() || literalOctets < 0) {
            throw new WireGone("a literal that is too large to skip");
        }
        try {
            wire.readOctets(octets, OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new WireGone(e);
        }
    }

    /// A spool that swallows what comes after a fault, so that the wire stays in step, and looks
    /// for NUL.
    private static final class MessageSink extends OutputStream {
        private final OutputStream spool;
        private Optional<IOException> fault = Optional.empty();
        private final boolean nulAllowed;
        private boolean nul;

        MessageSink(OutputStream spool, boolean nulAllowed) {
            this.spool = spool;
            this.nulAllowed = nulAllowed;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                nul |= octets[i] == 0;
            }
            if (fault.isPresent()) {
                return;
            }
            try {
                spool.write(octets, offset, length);
            } catch (IOException e) {
                fault = Optional.of(e);
            }
        }

        void check() throws IOException {
            if (fault.isPresent()) {
                throw fault.get();
            }
            if (nul && !nulAllowed) { // RFC 9051 §4.3
                throw ImapRefusal.no(
                        ResponseCode.Word.CANNOT, "a message with NUL comes in a literal8");
            }
        }
    }
}
