package dev.jebi.sieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// A script that was found right, ready to run over messages. Immutable; for any number of threads.
public final class SieveScript {
    private final SieveLimits limits;
    private final Set<String> allowed;
    private final Dialect dialect;
    private final Set<String> required;
    private final List<Scope.Inclusion> inclusions;
    private final List<Act> acts;

    private SieveScript(
            SieveLimits limits, Set<String> allowed, Dialect dialect, Scope scope, List<Act> acts) {
        this.limits = limits;
        this.allowed = allowed;
        this.dialect = dialect;
        this.required = scope.required();
        this.inclusions = scope.inclusions();
        this.acts = acts;
    }

    /// Reads a script. Scripts that it includes are looked for when it runs.
    ///
    /// @param extensions that it may require, of [SieveExtensions#ALL]
    public static Compilation compile(String text, SieveLimits limits, Set<String> extensions) {
        return compile(text, limits, extensions, Language.MAIL);
    }

    /// Reads a script and all that it includes; an error in one of these, one that is missing and a
    /// circle of them are errors too (RFC 6609 §3.1).
    public static Compilation compile(
            String text, SieveLimits limits, Set<String> extensions, SieveScripts included)
            throws IOException {
        return compile(text, limits, extensions, included, Language.MAIL);
    }

    static Compilation compile(
            String text,
            SieveLimits limits,
            Set<String> extensions,
            SieveScripts included,
            Dialect dialect)
            throws IOException {
        Compilation compilation = compile(text, limits, extensions, dialect);
        return compilation instanceof Compilation.Compiled(var script, _)
                ? new InclusionCheck(included, limits, extensions, dialect)
                        .check(compilation, script)
                : compilation;
    }

    static Compilation compile(
            String text, SieveLimits limits, Set<String> extensions, Dialect dialect) {
        var errors = new Errors(limits.script().errors());
        if (text.length() > limits.script().octets()
                || text.getBytes(StandardCharsets.UTF_8).length > limits.script().octets()) {
            errors.add(
                    new Position(1, 1),
                    "a script has at most " + limits.script().octets() + " octets");
            return new Compilation.Refused(errors.errors());
        }
        List<Syntax> commands = Parser.parse(text, limits.script(), errors);
        if (errors.any()) {
            return new Compilation.Refused(errors.errors());
        }
        var scope = new Scope(limits, extensions, dialect, errors);
        List<Act> acts = new Compiler(scope).script(commands);
        if (errors.any()) {
            return new Compilation.Refused(errors.errors());
        }
        var script = new SieveScript(limits, Set.copyOf(extensions), dialect, scope, acts);
        return new Compilation.Compiled(script, errors.warnings());
    }

    /// Runs the script over a message. Nothing is done; the outcome says what to do.
    ///
    /// @throws IOException when the message, or what the environment looks things up in, can't be
    ///   read; then nothing is known and the delivery is for later
    public SieveOutcome run(SieveMessage message, SieveEnvironment environment) throws IOException {
        var inclusions = new Inclusions(environment.scripts(), limits, allowed, dialect);
        var run =
                new Evaluation(
                        message, environment, limits, inclusions, required.contains("variables"));
        try {
            run.run(acts);
            return run.results().outcome(run);
        } catch (SieveFault fault) {
            return Results.failed(message.content(), fault.error());
        }
    }

    /// The extensions that it requires.
    public Set<String> required() {
        return required;
    }

    /// The names of the personal scripts that it includes, for whoever renames or deletes them.
    public List<String> included() {
        return inclusions.stream()
                .filter(i -> i.location() == SieveScripts.Location.PERSONAL)
                .map(Scope.Inclusion::name)
                .distinct()
                .toList();
    }

    List<Act> acts() {
        return acts;
    }

    List<Scope.Inclusion> inclusions() {
        return inclusions;
    }
}
