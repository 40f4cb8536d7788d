package dev.jebi.sieve;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The scripts that a script includes while it runs (RFC 6609). For one thread.
final class Inclusions {
    private final SieveScripts scripts;
    private final SieveLimits limits;
    private final Set<String> allowed;
    private final Dialect dialect;
    private final Map<Key, Optional<SieveScript>> compiled = new HashMap<>();
    private final Deque<Key> open = new ArrayDeque<>();
    private final Set<Key> once = new HashSet<>();

    /// A script.
    record Key(SieveScripts.Location location, String name) {}

    Inclusions(SieveScripts scripts, SieveLimits limits, Set<String> allowed, Dialect dialect) {
        this.scripts = scripts;
        this.limits = limits;
        this.allowed = allowed;
        this.dialect = dialect;
    }

    /// Runs an included script where the run is.
    Flow include(Evaluation run, Scope.Inclusion wanted) throws SieveFault, IOException {
        var key = new Key(wanted.location(), wanted.name());
        if (open.size() >= limits.includes().depth()) {
            throw new SieveFault(
                    wanted.at(),
                    "scripts include each other at most " + limits.includes().depth() + " deep");
        }
        // RFC 6609 §3.1: with :once, a script that has been included by any way is left out
        if (!once.add(key) && wanted.once()) {
            return Flow.NEXT;
        }
        if (open.contains(key)) {
            throw new SieveFault(wanted.at(), "the script '" + key.name() + "' includes itself");
        }
        Optional<SieveScript> script = script(key, wanted);
        if (script.isEmpty()) {
            return Flow.NEXT;
        }
        Variables outer = run.variables();
        run.variables(outer.included(script.get().required().contains("variables")));
        open.push(key);
        Flow flow = run.run(script.get().acts());
        open.pop();
        run.variables(outer);
        return flow == Flow.STOP ? Flow.STOP : Flow.NEXT;
    }

    private Optional<SieveScript> script(Key key, Scope.Inclusion wanted)
            throws SieveFault, IOException {
        Optional<SieveScript> known = compiled.getOrDefault(key, Optional.empty());
        if (known.isPresent()) {
            return known;
        }
        if (compiled.size() >= limits.includes().count()) {
            throw new SieveFault(
                    wanted.at(), "at most " + limits.includes().count() + " scripts are included");
        }
        Optional<String> text = scripts.text(key.location(), key.name());
        if (text.isEmpty()) {
            if (wanted.optional()) {
                return Optional.empty();
            }
            throw new SieveFault(wanted.at(), "there is no script '" + key.name() + "' to include");
        }
        return switch (SieveScript.compile(text.get(), limits, allowed, dialect)) {
            case Compilation.Compiled(var script, _) -> {
                compiled.put(key, Optional.of(script));
                yield Optional.of(script);
            }
            case Compilation.Refused(var errors) ->
                    throw new SieveFault(
                            wanted.at(),
                            "the included script '"
                                    + key.name()
                                    + "' has an error: "
                                    + errors.getFirst());
        };
    }
}
