package dev.jebi.sieve;

import static dev.jebi.sieve.Signature.Kind.NONE;
import static dev.jebi.sieve.Signature.Kind.NUMBER;
import static dev.jebi.sieve.Signature.Kind.STRING;
import static dev.jebi.sieve.Signature.number;
import static dev.jebi.sieve.Signature.string;
import static dev.jebi.sieve.Signature.strings;
import static dev.jebi.sieve.Signature.tag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The language of the public suite's test files: mail's, and commands that test it.
final class Testsuite implements Dialect {
    private static final String NAME = "vnd.dovecot.testsuite";
    private static final Map<String, Signature> COMMANDS = new HashMap<>();
    private static final Map<String, Signature> TESTS = new HashMap<>();

    private final SuiteFile file;

    static {
        command(Signature.of("test", NAME, string("name")).withBlock());
        command(Signature.of("test_fail", NAME, string("reason")));
        command(Signature.of("test_set", NAME, string("field"), string("value")));
        command(Signature.of("test_config_set", NAME, string("name"), string("value")));
        command(Signature.of("test_config_unset", NAME, string("name")));
        command(Signature.of("test_config_reload", NAME).tags(tag("extension", STRING)));
        command(Signature.of("test_result_reset", NAME));
        command(Signature.of("test_result_print", NAME));
        command(Signature.of("test_binary_save", NAME, string("name")));
        command(Signature.of("test_binary_load", NAME, string("name")));
        command(Signature.of("test_mailbox_create", NAME, string("mailbox")));
        command(
                Signature.of("test_imap_metadata_set", NAME, string("name"), string("value"))
                        .tags(tag("mailbox", STRING)));
        var message =
                Signature.of("test_message", NAME, number("index"))
                        .tags(tag("smtp", NONE), tag("folder", STRING));
        command(message);
        test(message);
        test(Signature.of("test_script_compile", NAME, string("script")));
        test(Signature.of("test_script_run", NAME).tags(tag("append_result", NONE)));
        test(Signature.of("test_multiscript", NAME, strings("scripts")));
        test(Signature.of("test_result_execute", NAME));
        var match = Language.MAIL.test("string").orElseThrow().tags().toArray(Signature.Tag[]::new);
        test(
                Signature.of("test_error", NAME, strings("keys"))
                        .tags(match)
                        .tags(tag("index", NUMBER)));
        test(
                Signature.of("test_result_action", NAME, strings("keys"))
                        .tags(match)
                        .tags(tag("index", NUMBER)));
    }

    Testsuite(SuiteFile file) {
        this.file = file;
    }

    private static void command(Signature signature) {
        COMMANDS.put(signature.name(), signature);
    }

    private static void test(Signature signature) {
        TESTS.put(signature.name(), signature);
    }

    @Override
    public Optional<Signature> command(String name) {
        return Optional.ofNullable(COMMANDS.get(name)).or(() -> Language.MAIL.command(name));
    }

    @Override
    public Optional<Signature> test(String name) {
        return Optional.ofNullable(TESTS.get(name)).or(() -> Language.MAIL.test(name));
    }

    @Override
    public Act act(Call call, Scope scope, List<Act> block) {
        if (!COMMANDS.containsKey(call.name())) {
            return Language.MAIL.act(call, scope, block);
        }
        Text first = scope.text(call, 0);
        Text second = scope.text(call, 1);
        Optional<Text> mailbox = scope.behind(call, "mailbox");
        return switch (call.name()) {
            case "test" -> run -> file.test(run, first.value(run), block);
            case "test_fail" -> run -> file.fail(run, first.value(run));
            case "test_set" -> run -> file.set(run, first.value(run), second.value(run));
            case "test_config_set" ->
                    run -> file.configure(run, first.value(run), second.value(run));
            case "test_config_unset" -> run -> file.unconfigure(run, first.value(run));
            case "test_result_reset" -> run -> file.resetResult(run);
            case "test_mailbox_create" -> run -> file.createMailbox(first.value(run));
            case "test_imap_metadata_set" ->
                    run ->
                            file.annotate(
                                    mailbox.isPresent() ? mailbox.get().value(run) : "",
                                    first.value(run),
                                    second.value(run));
            case "test_message" -> {
                Question there = message(call, scope);
                yield run ->
                        there.holds(run) ? Flow.NEXT : file.fail(run, "there is no such message");
            }
            case String _ -> run -> Flow.NEXT;
        };
    }

    private Question message(Call call, Scope scope) {
        Optional<Text> folder = scope.behind(call, "folder");
        int index = (int) call.number(0);
        return run ->
                folder.isPresent()
                        ? file.stored(run, folder.get().value(run), index)
                        : file.sent(run, index);
    }

    @Override
    public Question question(Call call, Scope scope, List<Question> tests) {
        if (!TESTS.containsKey(call.name())) {
            return Language.MAIL.question(call, scope, tests);
        }
        Text first = scope.text(call, 0);
        List<Text> keys = scope.texts(call, 0);
        int index = (int) (long) call.numberBehind("index").orElse(0L);
        return switch (call.name()) {
            case "test_message" -> message(call, scope);
            case "test_script_compile" -> run -> file.compile(first.value(run));
            case "test_script_run" -> run -> file.runScript(run, call.has("append_result"));
            case "test_multiscript" -> run -> false;
            case "test_result_execute" -> run -> file.execute(run);
            case "test_error" -> {
                Match match = MatchReader.read(call, scope);
                yield run -> match.any(run, picked(file.errors(), index), Scope.values(keys, run));
            }
            case "test_result_action" -> {
                Match match = MatchReader.read(call, scope);
                yield run ->
                        match.any(run, picked(file.actions(run), index), Scope.values(keys, run));
            }
            case String name -> throw new IllegalStateException(name);
        };
    }

    private static List<String> picked(List<String> all, int index) {
        if (index == 0) {
            return all;
        }
        return index <= all.size() ? List.of(all.get(index - 1)) : List.of();
    }
}
