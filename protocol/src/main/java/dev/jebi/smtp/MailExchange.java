package dev.jebi.smtp;

import dev.jebi.address.Address;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One mail transaction on its way through a dialogue; for one thread, used once.
final class MailExchange {
    private static final EnhancedStatus BAD_RECIPIENT = new EnhancedStatus(5, 1, 3);
    private static final EnhancedStatus BAD_REVERSE_PATH = new EnhancedStatus(5, 1, 7);
    private static final EnhancedStatus TOO_LARGE = new EnhancedStatus(5, 3, 4);
    private static final EnhancedStatus NEEDS_SMTPUTF8 = new EnhancedStatus(5, 6, 7);

    private final Dialogue dialogue;
    private final Map<String, String> extensions;
    private final MailTransaction mail;

    private final Map<Integer, Transmission> results = new TreeMap<>();
    private final List<Integer> accepted = new ArrayList<>();
    private Optional<Reply> refusal = Optional.empty();
    private Optional<Reply> data = Optional.empty();
    private boolean contentSent;

    MailExchange(Dialogue dialogue, Map<String, String> extensions, MailTransaction mail) {
        this.dialogue = dialogue;
        this.extensions = extensions;
        this.mail = mail;
    }

    /// Runs it; the results are in the order of the recipients.
    List<Transmission> run() {
        try (var _ = new Deadline(dialogue.wire(), atMost())) {
            converse();
        } catch (IOException e) {
            dialogue.broken();
            var lost =
                    dialogue.farewell()
                            .<Transmission>map(Transmission.Answered::new)
                            .orElseGet(() -> new Transmission.Broken(Faults.why(e), contentSent));
            settleRest(lost);
        }
        return List.copyOf(results.values());
    }

    private void converse() throws IOException {
        for (var steps : groups(steps())) {
            boolean vain = steps.getFirst() instanceof Data && accepted.isEmpty();
            if (vain || refusal.isPresent() || !dialogue.usable()) {
                break;
            }
            for (var step : steps) {
                dialogue.put(command(step));
            }
            for (var step : steps) {
                take(step, dialogue.reply(timeout(step)));
                if (dialogue.farewell().isPresent()) {
                    break; // whatever was not answered has this answer: see below
                }
            }
        }
        if (dialogue.farewell().isEmpty()) {
            end();
        }
        dialogue.farewell().ifPresent(reply -> settleRest(new Transmission.Answered(reply)));
    }

    private void end() throws IOException {
        if (refusal.isPresent()) {
            accepted.clear(); // without MAIL no recipient is one
            settleRest(new Transmission.Answered(refusal.get()));
        }
        if (data.isPresent() && data.get().code() == 354) {
            content();
        } else {
            data.ifPresent(reply -> settleRest(new Transmission.Answered(reply)));
        }
    }

    private void content() throws IOException {
        dialogue.transaction(false);
        if (accepted.isEmpty()) {
            // RFC 2920 §3.1: a 354 without a recipient is answered with nothing but the dot
            dialogue.put(".");
            dialogue.reply(dialogue.limits().end());
            return;
        }
        contentSent = true;
        var reply = dialogue.content(mail.content());
        if (reply.code() / 100 == 3) {
            throw new NotSmtp("a strange reply to the content: " + reply.text());
        }
        settleRest(new Transmission.Answered(reply));
    }

    private void settleRest(Transmission end) {
        for (int i = 0; i < mail.recipients().size(); i++) {
            results.putIfAbsent(i, end);
        }
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        if (dialogue.transaction()) {
            steps.add(new Rset());
        }
        steps.add(new Mail());
        for (int i = 0; i < mail.recipients().size(); i++) {
            var hindrance = hindrance(mail.recipients().get(i));
            if (hindrance.isPresent()) {
                results.put(i, hindrance.get());
            } else {
                steps.add(new Rcpt(i));
            }
        }
        if (!(steps.getLast() instanceof Rcpt)) {
            return List.of(); // nobody is left
        }
        steps.add(new Data());
        return steps;
    }

    /// What is sent before replies are read: without PIPELINING one command, with it as many as
    /// both ends can hold. DATA ends a group (RFC 2920 §3.1).
    private List<List<Step>> groups(List<Step> steps) {
        int most = extensions.containsKey("PIPELINING") ? dialogue.limits().pipelined() : 1;
        var groups = new ArrayList<List<Step>>();
        for (int i = 0; i < steps.size(); i += most) {
            groups.add(steps.subList(i, Math.min(i + most, steps.size())));
        }
        return groups;
    }

    private String command(Step step) {
        return switch (step) {
            case Rset _ -> "RSET";
            case Mail _ -> "MAIL FROM:" + mail.reversePath() + parameters();
            case Rcpt(int index) -> "RCPT TO:<" + mail.recipients().get(index) + ">";
            case Data _ -> "DATA";
        };
    }

    private Duration timeout(Step step) {
        var limits = dialogue.limits();
        return switch (step) {
            case Rset _, Mail _ -> limits.mail();
            case Rcpt _ -> limits.recipient();
            case Data _ -> limits.data();
        };
    }

    private void take(Step step, Reply reply) throws IOException {
        boolean done = reply.code() / 100 == 2;
        boolean refused = reply.code() >= 400;
        if (!done && !refused && !(step instanceof Data && reply.code() == 354)) {
            throw new NotSmtp("a strange reply to " + step + ": " + reply.text());
        }
        switch (step) {
            case Rset _ -> {
                if (refused) {
                    throw new NotSmtp("RSET was refused: " + reply.text());
                }
                dialogue.transaction(false);
            }
            case Mail _ -> {
                dialogue.transaction(done);
                refusal = refused ? Optional.of(reply) : Optional.empty();
            }
            case Rcpt(int index) -> {
                if (done) {
                    accepted.add(index);
                } else if (refusal.isEmpty()) {
                    results.put(index, new Transmission.Answered(reply));
                }
            }
            case Data _ -> {
                if (done) {
                    throw new NotSmtp("a strange reply to DATA: " + reply.text());
                }
                data = Optional.of(reply);
            }
        }
    }

    /// What stands against this recipient before anything is sent.
    private Optional<Transmission> hindrance(Address recipient) {
        if (!line(mail.reversePath().toString())) {
            return unsendable(BAD_REVERSE_PATH, "the reverse-path is not one line of text");
        }
        if (!line(recipient.toString())) {
            return unsendable(BAD_RECIPIENT, "the address is not one line of text");
        }
        if (international(recipient) && !extensions.containsKey("SMTPUTF8")) {
            return unsendable(NEEDS_SMTPUTF8, "the peer does not take international addresses");
        }
        long size = maximumSize();
        if (size > 0 && mail.content().size() > size) { // RFC 1870 §6.1
            return unsendable(TOO_LARGE, "the peer takes messages of " + size + " octets only");
        }
        return Optional.empty();
    }

    private static Optional<Transmission> unsendable(EnhancedStatus status, String why) {
        return Optional.of(new Transmission.Unsendable(status, why));
    }

    private static boolean line(String text) {
        return text.chars().noneMatch(c -> c < ' ' || c == 127);
    }

    private boolean international(Address recipient) {
        return mail.international() || internationalPath() || recipient.international();
    }

    private boolean internationalPath() {
        return mail.reversePath().address().map(Address::international).orElse(false);
    }

    private String parameters() {
        var parameters = new StringBuilder();
        boolean international =
                extensions.containsKey("SMTPUTF8")
                        && mail.recipients().stream().anyMatch(this::international);
        if (extensions.containsKey("SIZE")) {
            parameters.append(" SIZE=").append(mail.content().size()); // RFC 1870 §6
        }
        if ((mail.eightBit() || international) && extensions.containsKey("8BITMIME")) {
            parameters.append(" BODY=8BITMIME"); // RFC 6152 §3
        }
        if (international) {
            parameters.append(" SMTPUTF8"); // RFC 6531 §3.4
        }
        return parameters.toString();
    }

    /// The peer's greatest message; 0 when it names none (RFC 1870 §4).
    private long maximumSize() {
        var value = extensions.getOrDefault("SIZE", "");
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    private Duration atMost() {
        var limits = dialogue.limits();
        int groups = mail.recipients().size() / Math.max(1, limits.pipelined()) + 1;
        return limits.mail()
                .plus(limits.recipient().multipliedBy(groups))
                .plus(limits.data())
                .plus(limits.block())
                .plus(limits.end())
                .plusSeconds(mail.content().size() / limits.octetsPerSecond());
    }

    /// One command of the transaction.
    private sealed interface Step {}

    private record Rset() implements Step {}

    private record Mail() implements Step {}

    private record Rcpt(int index) implements Step {}

    private record Data() implements Step {}
}
