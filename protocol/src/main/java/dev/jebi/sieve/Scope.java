package dev.jebi.sieve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of a script while it is compiled. For one thread.
final class Scope {
    private final SieveLimits limits;
    private final Set<String> allowed;
    private final Dialect dialect;
    private final Set<String> required = new HashSet<>();
    private final Set<String> globals = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final List<Inclusion> inclusions = new ArrayList<>();
    private final Deque<String> loops = new ArrayDeque<>();
    private Errors errors;
    private boolean tentative;

    /// An `include` and what it names.
    record Inclusion(
            SieveScripts.Location location,
            String name,
            boolean optional,
            boolean once,
            Position at) {}

    Scope(SieveLimits limits, Set<String> allowed, Dialect dialect, Errors errors) {
        this.limits = limits;
        this.allowed = Set.copyOf(allowed);
        this.dialect = dialect;
        this.errors = errors;
    }

    SieveLimits limits() {
        return limits;
    }

    Dialect dialect() {
        return dialect;
    }

    Errors errors() {
        return errors;
    }

    void error(Position at, String sentence) {
        errors.add(at, sentence);
    }

    /// Where errors go from here on; returns where they went.
    Errors divert(Errors to) {
        Errors before = errors;
        errors = to;
        return before;
    }

    /// Whether the script requires the extension, or has asked for it with `ihave`.
    boolean has(String extension) {
        return extension.isEmpty() || required.contains(extension);
    }

    boolean allows(String extension) {
        return allowed.contains(extension) || SieveExtensions.BUILT_IN.contains(extension);
    }

    void require(String extension) {
        required.add(extension);
        if (extension.equals("vacation-seconds")) {
            required.add("vacation"); // RFC 6131 §1
        }
        if (extension.equals("spamtestplus")) {
            required.add("spamtest"); // RFC 5235 §3.2: it is the same test with more to it
        }
    }

    Set<String> required() {
        return Set.copyOf(required);
    }

    /// From here on an error is one only when the script comes there (RFC 5463 §4).
    void tentative() {
        tentative = true;
    }

    boolean isTentative() {
        return tentative;
    }

    void include(Inclusion inclusion) {
        inclusions.add(inclusion);
    }

    List<Inclusion> inclusions() {
        return List.copyOf(inclusions);
    }

    /// The names of the loops around, innermost first; a loop without a name has an empty one.
    Deque<String> loops() {
        return loops;
    }

    /// Declares a name that all scripts share (RFC 6609 §3.4.1).
    void global(String name, Position at) {
        if (names.contains(name) && !globals.contains(name)) {
            error(at, "the variable '" + name + "' is used before it is declared global");
        }
        globals.add(name);
    }

    /// A variable by its name in lower case, counted.
    Optional<VariableName> variable(String name, Position at) {
        if (name.length() > limits.variables().name()) {
            error(at, "a variable's name has at most " + limits.variables().name() + " characters");
            return Optional.empty();
        }
        boolean space = name.startsWith("global.");
        if (space && !has("include")) {
            error(at, "the variable '" + name + "' needs require \"include\"");
            return Optional.empty();
        }
        if (names.add(name) && names.size() == limits.variables().count() + 1) {
            error(at, "a script has at most " + limits.variables().count() + " variables");
            return Optional.empty();
        }
        String plain = space ? name.substring("global.".length()) : name;
        return Optional.of(new VariableName(plain, space || globals.contains(name)));
    }

    Text text(Argument.Literal literal) {
        return new TextReader(literal, this).read();
    }

    List<Text> texts(Optional<Argument> argument) {
        return Call.literals(argument).stream().map(this::text).toList();
    }

    List<Text> texts(Call call, int place) {
        return texts(call.place(place));
    }

    /// The string at a place that has one.
    Text text(Call call, int place) {
        List<Text> texts = texts(call, place);
        return texts.isEmpty() ? Text.plain("", call.at()) : texts.getFirst();
    }

    Optional<Text> behind(Call call, String tag) {
        return texts(call.behind(tag)).stream().findFirst();
    }

    /// A string that must not have variables in it.
    Optional<String> constant(Argument.Literal literal, String what) {
        Text text = text(literal);
        if (!text.constant()) {
            error(literal.at(), what + " can have no variable in it");
            return Optional.empty();
        }
        return Optional.of(text.constantText());
    }

    /// What texts say now.
    static List<String> values(List<Text> texts, Evaluation run) throws SieveFault {
        var values = new ArrayList<String>(texts.size());
        for (Text text : texts) {
            values.add(text.value(run));
        }
        return values;
    }
}
