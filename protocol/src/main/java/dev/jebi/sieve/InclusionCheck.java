package dev.jebi.sieve;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The check of all scripts that a script includes, before it runs. For one thread.
final class InclusionCheck {
    private final SieveScripts scripts;
    private final SieveLimits limits;
    private final Set<String> extensions;
    private final Map<Inclusions.Key, SieveScript> checked = new HashMap<>();
    private final Deque<Inclusions.Key> open = new ArrayDeque<>();
    private final Dialect dialect;
    private final Errors errors;

    InclusionCheck(
            SieveScripts scripts, SieveLimits limits, Set<String> extensions, Dialect dialect) {
        this.dialect = dialect;
        this.scripts = scripts;
        this.limits = limits;
        this.extensions = extensions;
        this.errors = new Errors(limits.script().errors());
    }

    Compilation check(Compilation compilation, SieveScript script) throws IOException {
        for (Scope.Inclusion inclusion : script.inclusions()) {
            check(inclusion).ifPresent(why -> errors.add(inclusion.at(), why));
        }
        return errors.any() ? new Compilation.Refused(errors.errors()) : compilation;
    }

    /// What is wrong with an inclusion; empty when nothing is.
    private Optional<String> check(Scope.Inclusion inclusion) throws IOException {
        var key = new Inclusions.Key(inclusion.location(), inclusion.name());
        if (open.contains(key) && inclusion.once()) {
            return Optional.empty();
        }
        if (open.contains(key)) {
            return Optional.of("the script '" + key.name() + "' includes itself");
        }
        if (open.size() >= limits.includes().depth()) {
            return Optional.of(
                    "scripts include each other at most " + limits.includes().depth() + " deep");
        }
        if (checked.containsKey(key)) {
            return inside(key, checked.get(key));
        }
        if (checked.size() >= limits.includes().count()) {
            return Optional.of("at most " + limits.includes().count() + " scripts are included");
        }
        Optional<String> text = scripts.text(key.location(), key.name());
        if (text.isEmpty()) {
            return inclusion.optional()
                    ? Optional.empty()
                    : Optional.of("there is no script '" + key.name() + "' to include");
        }
        return switch (SieveScript.compile(text.get(), limits, extensions, dialect)) {
            case Compilation.Refused(var wrong) ->
                    Optional.of(
                            "the included script '"
                                    + key.name()
                                    + "' has an error: "
                                    + wrong.getFirst());
            case Compilation.Compiled(var script, _) -> {
                checked.put(key, script);
                yield inside(key, script);
            }
        };
    }

    private Optional<String> inside(Inclusions.Key key, SieveScript script) throws IOException {
        open.push(key);
        Optional<String> wrong = Optional.empty();
        for (Scope.Inclusion inclusion : script.inclusions()) {
            if (wrong.isEmpty()) {
                wrong = check(inclusion).map(why -> "in '" + key.name() + "': " + why);
            }
        }
        open.pop();
        return wrong;
    }
}
