package dev.jebi.imapserver.command;

import dev.jebi.imapserver.command.ImapCommand.Append.Message;
import dev.jebi.imapserver.command.ImapCommand.Append.Piece;
import dev.jebi.mailstore.Flags;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the messages that APPEND and REPLACE bring (RFC 9051 §9 `append-message`): in one literal,
/// which may be binary (RFC 3516 §4.4), or in pieces (RFC 4469 §5).
final class AppendParser {
    private static final int ELEMENTS_EACH = 10;

    private final Tokens tokens;

    AppendParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// All messages to the end of the command (RFC 3502).
    List<Message> messages() throws IOException {
        var messages = new ArrayList<Message>();
        while (tokens.take(' ')) {
            if (messages.size() == tokens.limits().messages()) {
                throw BadCommand.limit("too many messages in one APPEND");
            }
            tokens.allow(ELEMENTS_EACH);
            messages.add(message());
        }
        if (messages.isEmpty()) {
            throw BadCommand.syntax("APPEND without a message");
        }
        return messages;
    }

    /// One message.
    Message message() throws IOException {
        var flags = Flags.NONE;
        if (tokens.peek() == '(') {
            flags = new FlagParser(tokens).list();
            tokens.space();
        }
        Optional<Instant> date = Optional.empty();
        if (tokens.peek() == '"') {
            date = Optional.of(ImapDates.dateTime(tokens.string()));
            tokens.space();
        }
        return new Message(flags, date, pieces());
    }

    private List<Piece> pieces() throws IOException {
        if (tokens.stringAhead()) {
            return List.of(new Piece.Octets(tokens.message()));
        }
        String word = tokens.keyword();
        tokens.space();
        return switch (word) {
            case "UTF8" -> {
                tokens.expect('(');
                var message = new Piece.Octets(tokens.message());
                tokens.expect(')');
                yield List.of(message);
            }
            case "CATENATE" -> catenate();
            default -> throw BadCommand.syntax("expected a message");
        };
    }

    private List<Piece> catenate() throws IOException {
        tokens.expect('(');
        var pieces = new ArrayList<Piece>();
        do {
            tokens.element();
            pieces.add(piece());
        } while (tokens.take(' '));
        tokens.expect(')');
        return pieces;
    }

    private Piece piece() throws IOException {
        String word = tokens.keyword();
        tokens.space();
        return switch (word) {
            case "TEXT" -> new Piece.Octets(tokens.piece());
            case "URL" -> new Piece.Url(Tokens.decode(tokens.astring(), StandardCharsets.UTF_8));
            case "UTF8" -> { // RFC 6855 §4: "UTF8" SP "(" literal8 ")"
                tokens.expect('(');
                var piece = new Piece.Octets(tokens.piece());
                tokens.expect(')');
                yield piece;
            }
            default -> throw BadCommand.syntax("expected TEXT or URL");
        };
    }
}
