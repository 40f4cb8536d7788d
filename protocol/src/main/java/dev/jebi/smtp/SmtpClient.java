package dev.jebi.smtp;

import dev.jebi.wire.ClientTls;
import dev.jebi.wire.ClientWire;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// The client side of an SMTP session (RFC 5321) on a connection that stands: [#greet] first, then
/// any number of [#send]. A reply that refuses is a value, not an exception; an [IOException] means
/// that the connection is of no use any more. For one thread.
public final class SmtpClient implements AutoCloseable {
    private final Dialogue dialogue;
    private final String hostname;
    private Map<String, String> extensions = Map.of();

    /// A client that has said nothing yet.
    ///
    /// @param hostname the name that this host calls itself
    public SmtpClient(ClientWire wire, String hostname, SmtpClientLimits limits) {
        this.dialogue = new Dialogue(wire, limits);
        this.hostname = hostname;
    }

    /// Begins TLS before a word is said (RFC 8314 §3.3); then [#greet].
    ///
    /// @throws javax.net.ssl.SSLException when the handshake failed
    public void tlsAtOnce(ClientTls tls) throws IOException {
        try (var _ = deadline(dialogue.limits().startTls())) {
            dialogue.wire().startTls(tls);
        } catch (IOException e) {
            dialogue.broken();
            throw e;
        }
    }

    /// Reads the greeting and says EHLO, or HELO where the peer knows no other (RFC 5321 §3.2).
    ///
    /// @return the first refusal, or the reply to EHLO
    public Reply greet() throws IOException {
        var limits = dialogue.limits();
        try (var _ = deadline(limits.greeting().plus(limits.hello().multipliedBy(2)))) {
            var greeting = dialogue.reply(limits.greeting());
            return done(greeting) ? hello() : refused(greeting);
        } catch (IOException e) {
            dialogue.broken();
            throw e;
        }
    }

    /// What the peer offers: keywords in upper case with their parameters, in its order.
    public Map<String, String> extensions() {
        return extensions;
    }

    /// Whether the peer offers this extension; the keyword in upper case.
    public boolean offers(String keyword) {
        return extensions.containsKey(keyword);
    }

    /// What a fault is called in replies to people, and at which step it happened.
    public String why(IOException fault) {
        return Faults.why(fault, dialogue.awaited());
    }

    /// Whether another command may be sent: no 421, no fault.
    public boolean usable() {
        return dialogue.usable();
    }

    /// Begins TLS and says EHLO anew (RFC 3207 §4.2).
    ///
    /// @return the refusal of STARTTLS (the session goes on in plain text), or the reply to EHLO
    /// @throws javax.net.ssl.SSLException when the handshake failed
    public Reply startTls(ClientTls tls) throws IOException {
        var limits = dialogue.limits();
        try (var _ = deadline(limits.startTls().multipliedBy(2).plus(limits.hello()))) {
            var reply = dialogue.ask("STARTTLS", limits.startTls());
            if (reply.code() != 220) {
                return refused(reply);
            }
            extensions = Map.of(); // RFC 3207 §4.2: what was learnt before the handshake is void
            dialogue.wire().startTls(tls);
            return hello();
        } catch (IOException e) {
            dialogue.broken();
            throw e;
        }
    }

    /// Signs in (RFC 4954): with SCRAM-SHA-256 where the peer offers it, which shows it no password
    /// and makes it prove that it knows one; else with PLAIN, over TLS or on this very machine.
    public Reply authenticate(String login, String password) throws IOException {
        var timeout = dialogue.limits().mail();
        try (var _ = deadline(timeout.multipliedBy(3))) {
            return new SignIn(dialogue, extensions.getOrDefault("AUTH", "")).with(login, password);
        } catch (IOException e) {
            dialogue.broken();
            throw e;
        }
    }

    /// Makes a mail transaction: pipelined where the peer offers it.
    ///
    /// Content with octets over 127 is sent as it is even where the peer does not offer 8BITMIME:
    /// RFC 6152 §3 would have it converted, which breaks signatures, and such peers are not known
    /// to be harmed (docs/decisions/0003).
    ///
    /// @return how it ended for each recipient, in their order
    public List<Transmission> send(MailTransaction mail) {
        if (!usable()) {
            throw new IllegalStateException("the session has ended");
        }
        var exchange = new MailExchange(dialogue, extensions, mail);
        var results = exchange.run();
        if (!exchange.chunkUnknown() || !usable()) {
            return results;
        }
        var without = new LinkedHashMap<>(extensions);
        without.remove("CHUNKING");
        extensions = Map.copyOf(without); // offered, and not known all the same
        return new MailExchange(dialogue, extensions, mail).run();
    }

    /// How many of something the peer takes (RFC 9422): `RCPTMAX`, `MAILMAX`, `RCPTDOMAINMAX`.
    public OptionalInt limit(String name) {
        for (String word : extensions.getOrDefault("LIMITS", "").split(" ", -1)) {
            if (word.matches(name + "=[1-9][0-9]{0,5}")) { // RFC 9422 §4.2: six digits, no zero
                return OptionalInt.of(Integer.parseInt(word.substring(name.length() + 1)));
            }
        }
        return OptionalInt.empty();
    }

    /// Ends the current transaction, if there is one (RFC 5321 §4.1.1.5); also asks whether the
    /// peer is still there.
    public Reply reset() throws IOException {
        try {
            var reply = dialogue.ask("RSET", dialogue.limits().mail());
            dialogue.transaction(false);
            return reply;
        } catch (IOException e) {
            dialogue.broken();
            throw e;
        }
    }

    /// Says QUIT where that makes sense, and closes the connection.
    @Override
    public void close() {
        if (usable()) {
            try (var _ = deadline(dialogue.limits().quit())) {
                dialogue.ask("QUIT", dialogue.limits().quit());
            } catch (IOException _) {
                // whatever the peer makes of QUIT, everything was settled before
            }
        }
        dialogue.broken();
    }

    private Reply hello() throws IOException {
        var timeout = dialogue.limits().hello();
        var reply = dialogue.ask("EHLO " + hostname, timeout);
        if (done(reply)) {
            extensions = extensions(reply);
            return reply;
        }
        extensions = Map.of();
        if (reply.transientFailure() || !usable()) {
            return refused(reply);
        }
        // RFC 5321 §3.2: whoever refuses EHLO may know HELO
        return refused(dialogue.ask("HELO " + hostname, timeout));
    }

    /// RFC 5321 §4.1.1.1: the lines after the first, one extension each.
    private static Map<String, String> extensions(Reply hello) {
        var found = new LinkedHashMap<String, String>();
        for (String line : hello.lines().subList(1, hello.lines().size())) {
            var words = line.strip().split(" +", 2);
            found.putIfAbsent(
                    words[0].toUpperCase(Locale.ROOT),
                    words.length == 1 ? "" : words[1].toUpperCase(Locale.ROOT));
        }
        return Map.copyOf(found);
    }

    private static boolean done(Reply reply) {
        return reply.code() / 100 == 2;
    }

    /// A reply that is not 2yz where only 2yz goes on; 3yz makes no sense there.
    private static Reply refused(Reply reply) throws NotSmtp {
        if (reply.code() / 100 == 3) {
            throw new NotSmtp("a strange reply: " + reply.text());
        }
        return reply;
    }

    private Deadline deadline(Duration atMost) {
        return new Deadline(dialogue.wire(), atMost);
    }
}
