package dev.jebi.pop3server;

import dev.jebi.content.Content;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The commands of the TRANSACTION state (RFC 1939 §5, §7). For one session.
final class MaildropCommands {
    private static final Logger LOG = LoggerFactory.getLogger(MaildropCommands.class);

    private final Wire wire;
    private final Replies replies;
    private int retrieved;

    MaildropCommands(Wire wire, Replies replies) {
        this.wire = wire;
        this.replies = replies;
    }

    /// How many messages were sent whole.
    int retrieved() {
        return retrieved;
    }

    void run(Maildrop maildrop, Pop3Command.OnMaildrop command) throws IOException, Pop3Refusal {
        switch (command) {
            case Pop3Command.Stat _ -> replies.numbers(maildrop.count() + " " + maildrop.octets());
            case Pop3Command.List(var message) -> {
                IntFunction<String> line = number -> number + " " + maildrop.size(number);
                if (message.isPresent()) {
                    replies.numbers(line.apply(maildrop.check(message.get())));
                } else {
                    list(maildrop, line);
                }
            }
            case Pop3Command.Uidl(var message) -> {
                IntFunction<String> line = number -> number + " " + maildrop.uniqueId(number);
                if (message.isPresent()) {
                    replies.numbers(line.apply(maildrop.check(message.get())));
                } else {
                    list(maildrop, line);
                }
            }
            case Pop3Command.Retr(var message) -> {
                int number = maildrop.check(message);
                var content = content(maildrop, number);
                replies.ok(Text.OCTETS, content.size());
                wire.writeDotted(content);
                maildrop.retrieved(number);
                retrieved++;
            }
            case Pop3Command.Top(var message, int lines) -> {
                int number = maildrop.check(message);
                var top = top(content(maildrop, number), number, lines);
                replies.ok(Text.TOP, number);
                wire.writeDotted(top);
            }
            case Pop3Command.Dele(var message) -> {
                int number = maildrop.check(message);
                maildrop.mark(number);
                replies.ok(Text.DELETED, number);
            }
            case Pop3Command.Rset _ -> {
                maildrop.unmarkAll();
                replies.ok(Text.RESET, summary(maildrop));
            }
            case Pop3Command.Noop _ -> replies.ok(Text.STILL_HERE);
        }
    }

    static Phrase summary(Maildrop maildrop) {
        int count = maildrop.count();
        return count == 1
                ? Text.ONE_MESSAGE.with(maildrop.octets())
                : Text.MESSAGES.with(count, maildrop.octets());
    }

    private void list(Maildrop maildrop, IntFunction<String> line) throws IOException {
        var lines =
                IntStream.rangeClosed(1, maildrop.last())
                        .filter(number -> !maildrop.isMarked(number))
                        .mapToObj(line);
        replies.lines(summary(maildrop), lines::iterator);
    }

    private Content content(Maildrop maildrop, int number) throws Pop3Refusal {
        try {
            return maildrop.content(number).orElseThrow(() -> Pop3Refusal.plain(Text.GONE, number));
        } catch (IOException e) {
            throw unreadable(number, e);
        }
    }

    private Content top(Content message, int number, int lines) throws Pop3Refusal {
        try {
            return TopOfMessage.of(message, lines);
        } catch (IOException e) {
            throw unreadable(number, e);
        }
    }

    private Pop3Refusal unreadable(int number, IOException fault) {
        LOG.error("event=pop3.read-failed session={} message={}", wire.id(), number, fault);
        return Pop3Refusal.temporary(Text.UNREADABLE, number);
    }
}
