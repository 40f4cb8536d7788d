package dev.jebi.sieve;

import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One run of a script over a message. For one thread.
final class Evaluation {
    private static final int CHARS_A_STEP = 1_000;

    private SieveMessage message;
    private final SieveEnvironment environment;
    private final SieveLimits limits;
    private Header header;
    private Results results;
    private final Inclusions inclusions;
    private final Deque<PartView> parts = new ArrayDeque<>();
    private Variables variables;
    private Optional<MessageHead> head;
    private Optional<Instant> now = Optional.empty();
    private List<String> flags = List.of();
    private String breaking = "";
    private Position at = new Position(1, 1);
    private long steps;
    private long chars;

    Evaluation(
            SieveMessage message,
            SieveEnvironment environment,
            SieveLimits limits,
            Inclusions inclusions,
            boolean withVariables)
            throws IOException {
        this.message = message;
        this.environment = environment;
        this.limits = limits;
        this.header = Header.of(message, limits);
        this.results = new Results(limits.actions());
        this.inclusions = inclusions;
        this.variables = Variables.first(withVariables, limits.variables());
        this.head = message.head();
    }

    SieveMessage message() {
        return message;
    }

    SieveEnvironment environment() {
        return environment;
    }

    SieveLimits limits() {
        return limits;
    }

    Header header() {
        return header;
    }

    Results results() {
        return results;
    }

    /// Goes on with another message; scripts that test scripts do.
    void lookAt(SieveMessage other) throws IOException {
        message = other;
        header = Header.of(other, limits);
        head = other.head();
    }

    /// Goes on with other results; scripts that test scripts do.
    void results(Results others) {
        results = others;
    }

    Inclusions inclusions() {
        return inclusions;
    }

    Variables variables() {
        return variables;
    }

    /// Puts other variables in place of the current ones, for an included script.
    void variables(Variables others) {
        variables = others;
    }

    /// The parts that the loops around stand at, innermost first (RFC 5703 §3).
    Deque<PartView> parts() {
        return parts;
    }

    /// The current value of the internal flag variable (RFC 5232 §2).
    List<String> flags() {
        return flags;
    }

    void flags(List<String> now) {
        flags = List.copyOf(now);
    }

    /// The loop that [Flow#BREAK] leaves; empty for the innermost.
    String breaking() {
        return breaking;
    }

    void breaking(String loop) {
        breaking = loop;
    }

    /// The current time, which stands still while a script runs (RFC 5260 §5).
    Instant now() {
        Instant time = now.orElseGet(environment::now);
        now = Optional.of(time);
        return time;
    }

    /// The structure of the message as it came; edits of its header change nothing here.
    MessageHead head() throws IOException {
        if (head.isEmpty()) {
            var bounds =
                    new MimeLimits(
                            MimeLimits.STANDARD.depth(),
                            limits.run().parts(),
                            limits.run().headerOctets());
            head = Optional.of(MessageParser.parse(message.content(), bounds));
        }
        return head.get();
    }

    /// Counts a command or test, which stands there.
    void step(Position now) throws SieveFault {
        at = now;
        spendSteps(1);
    }

    /// Counts compared or copied characters.
    void spend(long characters) throws SieveFault {
        chars += characters;
        if (chars >= CHARS_A_STEP) {
            spendSteps(chars / CHARS_A_STEP);
            chars %= CHARS_A_STEP;
        }
    }

    private void spendSteps(long more) throws SieveFault {
        steps += more;
        if (steps > limits.run().steps()) {
            throw fault("the script takes more than " + limits.run().steps() + " steps");
        }
    }

    /// Where the script is.
    Position at() {
        return at;
    }

    /// A fault where the script is.
    SieveFault fault(String sentence) {
        return new SieveFault(at, sentence);
    }

    /// Runs commands until one of them says otherwise.
    Flow run(List<Act> acts) throws SieveFault, IOException {
        for (Act act : acts) {
            Flow flow = act.run(this);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }
}
