package dev.jebi.transfer.filing;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;
import dev.jebi.sieve.Compilation;
import dev.jebi.sieve.SieveError;
import dev.jebi.sieve.SieveExtensions;
import dev.jebi.sieve.SieveScript;
import dev.jebi.transfer.filing.ScriptChange.AlreadyExists;
import dev.jebi.transfer.filing.ScriptChange.BadName;
import dev.jebi.transfer.filing.ScriptChange.Done;
import dev.jebi.transfer.filing.ScriptChange.InUse;
import dev.jebi.transfer.filing.ScriptChange.NoSuchScript;
import dev.jebi.transfer.filing.ScriptChange.OverQuota;
import dev.jebi.transfer.filing.ScriptChange.Quota;
import dev.jebi.transfer.filing.ScriptChange.Wrong;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;

/// The Sieve scripts of accounts, and those of the system, which run before and after an account's
/// own. A script that is kept was found right when it was put. Every change returns when it is
/// durable. Safe for use by several threads.
public final class StoredScripts {
    /// The script of the system that runs before each account's own.
    public static final String BEFORE = "before";

    /// The script of the system that runs after each account's own.
    public static final String AFTER = "after";

    private static final String SCRIPT = "sieve";
    private static final String ACTIVE = "sieve-active";
    private static final String NAME = "name";
    private static final int STRIPES = 64;

    private final Register register;
    private final ScriptLimits limits;
    private final Set<String> extensions = SieveExtensions.ALL;
    private final List<ReentrantLock> changing = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Compilation> compiled = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    /// The scripts of a store.
    public StoredScripts(Register register, ScriptLimits limits) {
        this.register = register;
        this.limits = limits;
        for (int i = 0; i < STRIPES; i++) {
            changing.add(new ReentrantLock());
        }
    }

    /// A script by its name.
    public record Listed(String name, int octets, boolean active) {}

    /// What may be kept, and used by scripts.
    public ScriptLimits limits() {
        return limits;
    }

    /// The extensions that scripts may require.
    public Set<String> extensions() {
        return extensions;
    }

    /// Reads a script.
    public Compilation compile(String text) {
        return SieveScript.compile(text, limits.sieve(), extensions);
    }

    /// Reads a script that is to run, or remembers what came of it.
    Compilation ready(String text) {
        lock.lock();
        try {
            var known = compiled.get(text);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        var made = compile(text);
        lock.lock();
        try {
            if (compiled.put(text, made) == null) {
                chars += text.length();
            }
            while (chars > limits.compiled()) {
                String eldest = compiled.keySet().iterator().next();
                compiled.remove(eldest);
                chars -= eldest.length();
            }
        } finally {
            lock.unlock();
        }
        return made;
    }

    /// The scripts of an account, or of the system, by name.
    public List<Listed> list(Optional<AccountId> owner) throws IOException {
        var active = active(owner);
        var listed = new ArrayList<Listed>();
        for (var script : all(owner).entrySet()) {
            boolean runs =
                    owner.isPresent()
                            ? active.filter(script.getKey()::equals).isPresent()
                            : script.getKey().equals(BEFORE) || script.getKey().equals(AFTER);
            listed.add(new Listed(script.getKey(), script.getValue().length, runs));
        }
        return listed;
    }

    private SortedMap<String, byte[]> all(Optional<AccountId> owner) throws IOException {
        return register.values(owner, SCRIPT, limits.scripts() + 1);
    }

    /// The text of a script.
    public Optional<String> text(Optional<AccountId> owner, String name) throws IOException {
        if (badName(name).isPresent()) {
            return Optional.empty();
        }
        return register.value(script(owner, name))
                .map(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    /// The name of an account's active script.
    public Optional<String> active(Optional<AccountId> owner) throws IOException {
        return register.value(new Name(owner, ACTIVE, NAME))
                .map(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    /// The text of an account's active script.
    public Optional<String> activeText(AccountId owner) throws IOException {
        var name = active(Optional.of(owner));
        return name.isPresent() ? text(Optional.of(owner), name.get()) : Optional.empty();
    }

    /// Whether a script of that size could be put; empty when it could.
    public Optional<ScriptChange> refusal(Optional<AccountId> owner, String name, long octets)
            throws IOException {
        var bad = badName(name);
        if (bad.isPresent()) {
            return bad.map(BadName::new);
        }
        if (octets > limits.octets()) {
            return over(Quota.MAXSIZE, "a script has at most " + limits.octets() + " octets");
        }
        var there = all(owner);
        if (!there.containsKey(normal(name)) && there.size() >= limits.scripts()) {
            return over(Quota.MAXSCRIPTS, "there are at most " + limits.scripts() + " scripts");
        }
        long others =
                there.entrySet().stream()
                        .filter(one -> !one.getKey().equals(normal(name)))
                        .mapToLong(one -> one.getValue().length)
                        .sum();
        return others + octets > limits.octetsInAll()
                ? over(Quota.ALL, "all scripts have at most " + limits.octetsInAll() + " octets")
                : Optional.empty();
    }

    private static Optional<ScriptChange> over(Quota quota, String why) {
        return Optional.of(new OverQuota(quota, why));
    }

    /// Checks a script, and keeps it, in place of the one of that name.
    public ScriptChange put(Optional<AccountId> owner, String name, String text)
            throws IOException {
        return changing(
                owner,
                () -> {
                    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                    var refusal = refusal(owner, name, octets.length);
                    if (refusal.isPresent()) {
                        return refusal.get();
                    }
                    return switch (compile(text)) {
                        case Compilation.Refused(var errors) -> new Wrong(errors);
                        case Compilation.Compiled(_, var warnings) ->
                                changed(register.put(script(owner, name), octets), warnings);
                    };
                });
    }

    /// Makes a script the active one; empty for none.
    public ScriptChange activate(AccountId owner, Optional<String> name) throws IOException {
        return changing(
                Optional.of(owner),
                () -> {
                    if (name.isPresent() && text(Optional.of(owner), name.get()).isEmpty()) {
                        return new NoSuchScript();
                    }
                    return changed(
                            register.put(
                                    List.of(
                                            new Put(
                                                    Name.of(owner, ACTIVE, NAME),
                                                    name.map(StoredScripts::octets),
                                                    Optional.empty()))),
                            List.of());
                });
    }

    /// Deletes a script; the active one stays (RFC 5804 §2.10).
    public ScriptChange delete(Optional<AccountId> owner, String name) throws IOException {
        return changing(
                owner,
                () -> {
                    if (text(owner, name).isEmpty()) {
                        return new NoSuchScript();
                    }
                    if (owner.isPresent()
                            && active(owner).filter(normal(name)::equals).isPresent()) {
                        return new InUse();
                    }
                    return changed(register.remove(script(owner, name)), List.of());
                });
    }

    /// Gives a script another name; the active one stays active (RFC 5804 §2.11.1).
    public ScriptChange rename(AccountId account, String from, String to) throws IOException {
        var owner = Optional.of(account);
        return changing(
                owner,
                () -> {
                    var bad = badName(to);
                    if (bad.isPresent()) {
                        return new BadName(bad.get());
                    }
                    var text = text(owner, from);
                    if (text.isEmpty()) {
                        return new NoSuchScript();
                    }
                    if (text(owner, to).isPresent()) {
                        return new AlreadyExists();
                    }
                    var puts = new ArrayList<Put>();
                    puts.add(Put.none(script(owner, from)));
                    puts.add(Put.of(script(owner, to), octets(text.get())));
                    if (active(owner).filter(normal(from)::equals).isPresent()) {
                        puts.add(Put.of(Name.of(account, ACTIVE, NAME), octets(to)));
                    }
                    return changed(register.put(puts), List.of());
                });
    }

    private interface Changing {
        ScriptChange run() throws IOException;
    }

    /// What one node does to the scripts of one account, it does one after the other.
    private ScriptChange changing(Optional<AccountId> owner, Changing change) throws IOException {
        var mine = changing.get(Math.floorMod(owner.hashCode(), STRIPES));
        mine.lock();
        try {
            return change.run();
        } finally {
            mine.unlock();
        }
    }

    private static ScriptChange changed(boolean there, List<SieveError> warnings) {
        return there ? new Done(warnings) : new NoSuchScript(); // the account has gone meanwhile
    }

    private static Name script(Optional<AccountId> owner, String name) {
        return new Name(owner, SCRIPT, normal(name));
    }

    private static byte[] octets(String name) {
        return normal(name).getBytes(StandardCharsets.UTF_8);
    }

    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /// Why this can be no name (RFC 5804 §1.6).
    private Optional<String> badName(String name) {
        if (name.isEmpty() || name.length() > limits.name()) {
            return Optional.of("a name has 1 to " + limits.name() + " characters");
        }
        boolean control =
                normal(name)
                        .chars()
                        .anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
        return control ? Optional.of("a name has no control characters") : Optional.empty();
    }
}
