package dev.jebi.sieve;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mime.AddressList;
import dev.jebi.mime.HeaderSection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One test file of the public suite, run.
final class SuiteFile {
    private static final String FAILED = "\0failed";
    private static final String MESSAGE =
            "From: sender@example.com\r\n"
                    + "To: recipient@example.org\r\n"
                    + "Subject: Frop!\r\n\r\n"
                    + "Friep!\r\n";

    private final Path path;
    private final Path folder;
    private final SuiteWorld world;
    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private SieveEnvelope envelope =
            new SieveEnvelope("sender@example.com", "recipient@example.org");
    private Content message = Content.of(MESSAGE.getBytes(StandardCharsets.UTF_8));
    private Optional<SieveScript> script = Optional.empty();
    private Optional<Evaluation> lastRun = Optional.empty();
    private List<String> errors = List.of();
    private String failure = "";

    private SuiteFile(Path path) {
        this.path = path;
        this.folder = path.toAbsolutePath().resolveSibling(".").normalize();
        this.world = new SuiteWorld(folder);
    }

    /// Runs a file; gives each test's name and why it failed, empty for one that did not.
    static Map<String, String> run(Path path) throws IOException {
        var file = new SuiteFile(path);
        file.run();
        return file.outcomes;
    }

    private static Set<String> extensions() {
        var all = new HashSet<>(SieveExtensions.ALL);
        all.add("vnd.dovecot.testsuite");
        return all;
    }

    private void run() throws IOException {
        String text =
                Files.readString(path, StandardCharsets.UTF_8)
                        .replace("${tst.path}", folder.toString());
        var dialect = new Testsuite(this);
        switch (SieveScript.compile(text, SieveLimits.STANDARD, extensions(), dialect)) {
            case Compilation.Refused(var wrong) ->
                    outcomes.put("(the file)", "is refused: " + wrong.getFirst());
            case Compilation.Compiled(var compiled, _) ->
                    run(compiled, dialect, SuiteLimits.first(text));
        }
    }

    private void run(SieveScript compiled, Dialect dialect, SieveLimits limits) throws IOException {
        var inclusions = new Inclusions(world.scripts(), limits, extensions(), dialect);
        var run =
                new Evaluation(
                        new SieveMessage(message, envelope),
                        world,
                        limits,
                        inclusions,
                        compiled.required().contains("variables"));
        lastRun = Optional.of(run);
        try {
            Flow flow = run.run(compiled.acts());
            if (flow == Flow.BREAK) {
                outcomes.put("(outside of tests)", failure);
            }
        } catch (SieveFault fault) {
            outcomes.put("(outside of tests)", fault.error().toString());
        }
    }

    Flow test(Evaluation run, String name, List<Act> block) throws IOException {
        String unique = outcomes.containsKey(name) ? name + " #" + outcomes.size() : name;
        errors = List.of();
        try {
            Flow flow = run.run(block);
            outcomes.put(unique, flow == Flow.BREAK ? failure : "");
            return flow == Flow.BREAK ? Flow.NEXT : flow;
        } catch (SieveFault fault) {
            outcomes.put(unique, "a fault: " + fault.error());
            return Flow.NEXT;
        }
    }

    Flow fail(Evaluation run, String why) {
        failure = why.isEmpty() ? "failed" : why;
        run.breaking(FAILED);
        return Flow.BREAK;
    }

    Flow set(Evaluation run, String field, String value) throws IOException {
        String bare =
                value.startsWith("<") && value.endsWith(">")
                        ? value.substring(1, value.length() - 1)
                        : value;
        envelope =
                switch (field) {
                    case "message" -> {
                        message = Content.of(value.getBytes(StandardCharsets.UTF_8));
                        HeaderSection header = HeaderSection.of(message.octets());
                        yield new SieveEnvelope(
                                first(header, "from", envelope.from()),
                                first(header, "to", envelope.to()),
                                envelope.auth(),
                                Map.of());
                    }
                    case "envelope.from" ->
                            new SieveEnvelope(bare, envelope.to(), envelope.auth(), Map.of());
                    case "envelope.to" ->
                            new SieveEnvelope(envelope.from(), bare, envelope.auth(), Map.of());
                    case "envelope.auth" ->
                            new SieveEnvelope(
                                    envelope.from(),
                                    envelope.to(),
                                    value.isEmpty() ? Optional.empty() : Optional.of(value),
                                    Map.of());
                    case String _ -> envelope;
                };
        run.lookAt(new SieveMessage(message, envelope));
        SuiteVerdicts.judge(world, message);
        return Flow.NEXT;
    }

    private static String first(HeaderSection header, String name, String otherwise) {
        return header.first(name).stream()
                .flatMap(v -> AddressList.parse(v, 1).stream())
                .filter(a -> a.host().isPresent() && a.mailbox().isPresent())
                .map(a -> a.mailbox().get() + "@" + a.host().get())
                .findFirst()
                .orElse(otherwise);
    }

    Flow configure(Evaluation run, String name, String value) throws IOException {
        world.settings.put(name, value);
        SuiteVerdicts.judge(world, run.message().content());
        return Flow.NEXT;
    }

    Flow unconfigure(Evaluation run, String name) throws IOException {
        world.settings.remove(name);
        SuiteVerdicts.judge(world, run.message().content());
        return Flow.NEXT;
    }

    Flow resetResult(Evaluation run) throws IOException {
        run.results(new Results(SuiteLimits.of(world.settings).actions()));
        run.flags(List.of());
        world.sent.clear();
        lastRun = Optional.of(run);
        return Flow.NEXT;
    }

    Flow createMailbox(String name) {
        world.mailboxes.putIfAbsent(SuiteWorld.inbox(name), new ArrayList<>());
        return Flow.NEXT;
    }

    Flow annotate(String mailbox, String name, String value) {
        world.metadata.put(SuiteWorld.inbox(mailbox) + "\n" + name, value);
        return Flow.NEXT;
    }

    boolean stored(Evaluation run, String mailbox, int index) throws IOException {
        List<SuiteWorld.Stored> stored =
                world.mailboxes.getOrDefault(SuiteWorld.inbox(mailbox), List.of());
        if (index >= stored.size()) {
            return false;
        }
        run.lookAt(new SieveMessage(stored.get(index).content(), envelope));
        run.flags(stored.get(index).flags());
        return true;
    }

    boolean sent(Evaluation run, int index) throws IOException {
        if (index >= world.sent.size()) {
            return false;
        }
        SuiteWorld.Sent mail = world.sent.get(index);
        run.lookAt(new SieveMessage(mail.content(), new SieveEnvelope(mail.from(), mail.to())));
        return true;
    }

    boolean compile(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            file = file.resolveSibling(file.getFileName() + ".sieve");
        }
        if (!Files.exists(file)) {
            errors = List.of("there is no script " + name);
            return false;
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        SieveLimits limits = SuiteLimits.of(world.settings);
        var compilation =
                SieveScript.compile(
                        text, limits, extensions(), world.scripts(), new Testsuite(this));
        return switch (compilation) {
            case Compilation.Compiled(var compiled, _) -> {
                script = Optional.of(compiled);
                errors = List.of();
                yield true;
            }
            case Compilation.Refused(var wrong) -> {
                var all = new ArrayList<>(wrong.stream().map(SieveError::sentence).toList());
                all.add("the script is refused"); // the suite counts this line too
                errors = all;
                yield false;
            }
        };
    }

    boolean runScript(Evaluation outer, boolean append) throws IOException {
        SieveLimits limits = SuiteLimits.of(world.settings);
        var inclusions = new Inclusions(world.scripts(), limits, extensions(), new Testsuite(this));
        SieveScript compiled = script.orElseThrow();
        var run =
                new Evaluation(
                        outer.message(),
                        world,
                        limits,
                        inclusions,
                        compiled.required().contains("variables"));
        Results results = append ? outer.results() : new Results(limits.actions());
        run.results(results);
        outer.results(results);
        lastRun = Optional.of(run);
        try {
            if (run.run(compiled.acts()) == Flow.BREAK) {
                errors = List.of(failure);
                return false;
            }
            errors = List.of();
            return true;
        } catch (SieveFault fault) {
            errors = List.of(fault.error().sentence());
            outer.results(new Results(limits.actions()));
            lastRun = Optional.of(outer);
            return false;
        }
    }

    List<String> errors() {
        return errors;
    }

    List<String> actions(Evaluation outer) {
        SieveOutcome outcome = outer.results().outcome(lastRun.orElse(outer));
        int count = outcome.actions().size() - (outcome.implicitKeep() ? 1 : 0);
        return outcome.actions().stream()
                .limit(count)
                .map(SuiteFile::name)
                .filter(n -> !n.isEmpty())
                .toList();
    }

    private static String name(SieveAction action) {
        return switch (action) {
            case SieveAction.Keep _ -> "keep";
            case SieveAction.FileInto _ -> "store";
            case SieveAction.Redirect _ -> "redirect";
            case SieveAction.Reject _, SieveAction.Ereject _ -> "reject";
            case SieveAction.Discard _ -> "discard";
            case SieveAction.Vacation _ -> "vacation";
            case SieveAction.Notify _ -> "notify";
            case SieveAction.Remember _ -> "";
        };
    }

    boolean execute(Evaluation outer) throws IOException {
        Evaluation run = lastRun.orElse(outer);
        SieveOutcome outcome = outer.results().outcome(run);
        var delivery = new SuiteDelivery(world, run.message(), owner(run.message()));
        errors = delivery.carryOut(outcome);
        return errors.isEmpty();
    }

    private SieveOwner owner(SieveMessage delivered) {
        String address = world.settings.getOrDefault("sieve_user_email", delivered.envelope().to());
        return new SieveOwner(
                SieveAddress.parse(address).orElse(Address.parse("postmaster@example.com")),
                OffsetDateTime.now(),
                "generated-" + world.sent.size() + "@jebi.test");
    }
}
