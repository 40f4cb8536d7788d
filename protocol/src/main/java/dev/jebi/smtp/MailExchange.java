package dev.jebi.smtp;

import dev.jebi.content.Content;
import dev.jebi.wire.IdleTimeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One mail transaction on its way through a dialogue; for one thread, used once.
final class MailExchange {
    private static final byte[] CRLF = {'\r', '\n'};

    /// What a peer says to a command that it does not know (RFC 5321 §4.2.4).
    private static final Set<Integer> UNKNOWN = Set.of(500, 502);

    private final Dialogue dialogue;
    private final Terms terms;
    private final MailTransaction mail;

    private final Map<Integer, Transmission> results = new TreeMap<>();
    private final List<Integer> accepted = new ArrayList<>();
    private Optional<Reply> refusal = Optional.empty();
    private Optional<Reply> data = Optional.empty();
    private boolean contentSent;
    private boolean answered;
    private boolean chunkUnknown;

    MailExchange(Dialogue dialogue, Map<String, String> extensions, MailTransaction mail) {
        this.dialogue = dialogue;
        this.terms = new Terms(extensions, mail, dialogue.wire().secure());
        this.mail = mail;
    }

    /// Whether the peer offers BDAT and does not know it, so that DATA may do better.
    boolean chunkUnknown() {
        return chunkUnknown && terms.lines();
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
                            .orElseGet(() -> broken(e));
            settleRest(lost);
        }
        // what could not be written, with an answer to what came before it
        settleRest(new Transmission.Broken("the connection was lost", contentSent && answered));
        return List.copyOf(results.values());
    }

    private Transmission broken(IOException fault) {
        return new Transmission.Broken(Faults.why(fault, dialogue.awaited()), mayHaveIt(fault));
    }

    /// A peer that closed before it said anything had closed before it read anything, as far as
    /// anybody can know (RFC 1047).
    private boolean mayHaveIt(IOException fault) {
        return contentSent && (answered || fault instanceof IdleTimeout);
    }

    private void converse() throws IOException {
        for (var steps : groups(steps())) {
            boolean content = steps.getFirst() instanceof Data || steps.getFirst() instanceof Chunk;
            if ((content && accepted.isEmpty()) || refusal.isPresent() || !dialogue.usable()) {
                break;
            }
            for (var step : steps) {
                put(step);
            }
            for (var step : steps) {
                dialogue.awaiting(named(step));
                var reply = dialogue.reply(timeout(step));
                answered = true;
                take(step, reply);
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

    private void put(Step step) throws IOException {
        dialogue.put(command(step));
        if (step instanceof Chunk) {
            contentSent = true;
            dialogue.chunk(ended());
        }
    }

    /// Content of lines ends with one, however it is sent.
    private Content ended() throws IOException {
        var content = mail.content();
        byte[] end = content.octets(Math.max(0, content.size() - 2), 2);
        boolean whole = end.length == 2 && end[0] == '\r' && end[1] == '\n';
        return whole || !terms.lines() ? content : Content.concat(content, Content.of(CRLF));
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
            var hindrance = terms.hindrance(mail.recipients().get(i));
            if (hindrance.isPresent()) {
                results.put(i, hindrance.get());
            } else {
                steps.add(new Rcpt(i));
            }
        }
        if (!(steps.getLast() instanceof Rcpt)) {
            return List.of(); // nobody is left
        }
        steps.add(terms.chunked() ? new Chunk() : new Data());
        return steps;
    }

    /// What is sent before replies are read: without PIPELINING one command, with it as many as
    /// both ends can hold. DATA ends a group (RFC 2920 §3.1), and so does a chunk, which goes with
    /// the commands before it when it is small (RFC 3030 §4.2).
    private List<List<Step>> groups(List<Step> steps) {
        var groups = new ArrayList<List<Step>>();
        if (steps.isEmpty()) {
            return groups;
        }
        int most = terms.pipelining() ? dialogue.limits().pipelined() : 1;
        boolean apart =
                steps.getLast() instanceof Chunk
                        && mail.content().size() > dialogue.limits().pipelinedContent();
        int end = apart ? steps.size() - 1 : steps.size();
        for (int i = 0; i < end; i += most) {
            groups.add(steps.subList(i, Math.min(i + most, end)));
        }
        if (apart) {
            groups.add(List.of(steps.getLast()));
        }
        return groups;
    }

    private String command(Step step) throws IOException {
        return switch (step) {
            case Rset _ -> "RSET";
            case Mail _ -> "MAIL FROM:" + mail.reversePath() + terms.mail();
            case Rcpt(int index) ->
                    "RCPT TO:<" + mail.recipients().get(index) + ">" + terms.recipient(index);
            case Data _ -> "DATA";
            case Chunk _ -> "BDAT " + size() + " LAST";
        };
    }

    private long size() throws IOException {
        return ended().size();
    }

    private static String named(Step step) {
        return switch (step) {
            case Rset _ -> "RSET";
            case Mail _ -> "MAIL";
            case Rcpt _ -> "RCPT";
            case Data _ -> "DATA";
            case Chunk _ -> ".";
        };
    }

    private Duration timeout(Step step) {
        var limits = dialogue.limits();
        return switch (step) {
            case Rset _, Mail _ -> limits.mail();
            case Rcpt _ -> limits.recipient();
            case Data _ -> limits.data();
            case Chunk _ -> limits.end();
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
            case Chunk _ -> {
                dialogue.transaction(!done); // RFC 3030 §2: after a refusal RSET is due
                chunkUnknown = !accepted.isEmpty() && UNKNOWN.contains(reply.code());
                if (refusal.isEmpty()) {
                    settleRest(new Transmission.Answered(reply));
                }
            }
        }
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

    /// All of the content by one BDAT.
    private record Chunk() implements Step {}
}
