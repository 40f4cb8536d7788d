package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Directory;
import dev.jebi.sieve.Compilation;
import dev.jebi.sieve.SieveError;
import dev.jebi.transfer.filing.ScriptChange;
import dev.jebi.transfer.filing.StoredScripts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an administrator does with Sieve scripts. Safe for use by several threads.
final class RuleWork {
    private final Directory directory;
    private final StoredScripts scripts;

    RuleWork(Directory directory, StoredScripts scripts) {
        this.directory = directory;
        this.scripts = scripts;
    }

    Outcome run(AdminRequest.Rules request) throws IOException {
        var given = request.words();
        String whose = given.getFirst();
        var account =
                whose.isEmpty()
                        ? Optional.<Account>empty()
                        : directory.account(Address.parse(whose).toString());
        if (account.isEmpty() && !whose.isEmpty()) {
            return bad("there is no account " + whose + "; 'jebi account list' shows all");
        }
        var owner = account.map(Account::id);
        return switch (request.act()) {
            case CHECK -> check(String.join("", given.subList(1, given.size())));
            case PUT -> {
                String text = String.join("", given.subList(2, given.size()));
                yield said(scripts.put(owner, given.get(1), text), "put " + given.get(1));
            }
            case GET ->
                    scripts.text(owner, given.get(1))
                            .map(text -> Outcome.done(text.lines().toList()))
                            .orElseGet(() -> noSuch(given.get(1)));
            case LIST ->
                    Outcome.done(
                            scripts.list(owner).stream()
                                    .map(one ->
                                            one.name()
                                                    + "\t"
                                                    + one.octets()
                                                    + "\t"
                                                    + (one.active() ? "active" : "-"))
                                    .toList());
            case ACTIVATE -> activate(owner, given.get(1));
            case REMOVE -> said(scripts.delete(owner, given.get(1)), "removed " + given.get(1));
        };
    }

    private Outcome activate(Optional<AccountId> owner, String name) throws IOException {
        if (owner.isEmpty()) {
            return bad("of the system's scripts those named before and after run, and no other");
        }
        var wanted = Optional.of(name).filter(n -> !n.isEmpty());
        return said(
                scripts.activate(owner.get(), wanted),
                wanted.map(n -> n + " is active").orElse("no script is active"));
    }

    private Outcome check(String text) {
        return switch (scripts.compile(text)) {
            case Compilation.Refused(var errors) -> wrong(errors);
            case Compilation.Compiled(_, var warnings) ->
                    Outcome.done(with("the script is right", warnings));
        };
    }

    private static List<String> with(String line, List<SieveError> warnings) {
        var lines = new ArrayList<String>();
        lines.add(line);
        warnings.forEach(warning -> lines.add("warning: line " + warning));
        return lines;
    }

    private static Outcome wrong(List<SieveError> errors) {
        return bad(
                "the script is wrong: "
                        + String.join(
                                "; ", errors.stream().map(error -> "line " + error).toList()));
    }

    private static Outcome said(ScriptChange change, String done) {
        return switch (change) {
            case ScriptChange.Done(var warnings) -> Outcome.done(with(done, warnings));
            case ScriptChange.Wrong(var errors) -> wrong(errors);
            case ScriptChange.NoSuchScript() -> noSuch("of that name");
            case ScriptChange.AlreadyExists() -> bad("there is a script of that name already");
            case ScriptChange.InUse() -> bad("the script is active; activate another first");
            case ScriptChange.OverQuota(_, var why) -> bad(why);
            case ScriptChange.BadName(var why) -> bad(why);
        };
    }

    private static Outcome noSuch(String name) {
        return bad("there is no script " + name + "; 'jebi sieve list' shows all");
    }

    private static Outcome bad(String complaint) {
        return Outcome.failed(ExitCode.BAD_DATA, complaint);
    }
}
