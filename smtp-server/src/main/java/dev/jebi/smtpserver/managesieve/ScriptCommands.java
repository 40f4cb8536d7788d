package dev.jebi.smtpserver.managesieve;

import dev.jebi.mailstore.AccountId;
import dev.jebi.sieve.Compilation;
import dev.jebi.sieve.SieveError;
import dev.jebi.smtpserver.managesieve.Answer.Word;
import dev.jebi.transfer.filing.ScriptChange;
import dev.jebi.transfer.filing.StoredScripts;
import dev.jebi.wire.Wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The commands about the scripts of the account that has signed in (RFC 5804 §2.5 to §2.12).
final class ScriptCommands {
    private final Wire wire;
    private final StoredScripts scripts;
    private final AccountId account;

    ScriptCommands(Wire wire, StoredScripts scripts, AccountId account) {
        this.wire = wire;
        this.scripts = scripts;
        this.account = account;
    }

    Answer run(Command command) throws IOException, BadCommand {
        return switch (command.verb()) {
            case "HAVESPACE" -> haveSpace(command);
            case "PUTSCRIPT" -> {
                check(command, 2);
                var owner = Optional.of(account);
                yield said(scripts.put(owner, command.text(0), command.text(1)));
            }
            case "CHECKSCRIPT" -> checkScript(command);
            case "LISTSCRIPTS" -> list(command);
            case "SETACTIVE" -> {
                check(command, 1);
                var name = Optional.of(command.text(0)).filter(n -> !n.isEmpty());
                yield said(scripts.activate(account, name));
            }
            case "GETSCRIPT" -> get(command);
            case "DELETESCRIPT" -> {
                check(command, 1);
                yield said(scripts.delete(Optional.of(account), command.text(0)));
            }
            case "RENAMESCRIPT" -> {
                check(command, 2);
                yield said(scripts.rename(account, command.text(0), command.text(1)));
            }
            default -> throw new BadCommand("there is no such command", false);
        };
    }

    private static void check(Command command, int strings) throws BadCommand {
        if (!command.strings(strings)) {
            throw new BadCommand(
                    command.verb() + " takes " + (strings == 1 ? "one string" : "two strings"),
                    false);
        }
    }

    /// RFC 5804 §2.5.
    private Answer haveSpace(Command command) throws IOException, BadCommand {
        var arguments = command.arguments();
        if (arguments.size() != 2 || !arguments.get(0).string() || arguments.get(1).string()) {
            throw new BadCommand("HAVESPACE takes a name and a number", false);
        }
        var refusal =
                scripts.refusal(
                        Optional.of(account), command.text(0), Long.parseLong(command.text(1)));
        return refusal.isPresent() ? said(refusal.get()) : Answer.ok("There is room");
    }

    /// RFC 5804 §2.12.
    private Answer checkScript(Command command) throws BadCommand {
        check(command, 1);
        if (command.text(0).getBytes(StandardCharsets.UTF_8).length > scripts.limits().octets()) {
            return Answer.no(
                    "QUOTA/MAXSIZE",
                    "a script has at most " + scripts.limits().octets() + " octets");
        }
        return switch (scripts.compile(command.text(0))) {
            case Compilation.Compiled(_, var warnings) -> right(warnings);
            case Compilation.Refused(var errors) -> Answer.no(lines(errors));
        };
    }

    private Answer list(Command command) throws IOException, BadCommand {
        if (!command.arguments().isEmpty()) {
            throw new BadCommand("LISTSCRIPTS takes no argument", false);
        }
        for (var script : scripts.list(Optional.of(account))) {
            String active = script.active() ? " ACTIVE" : "";
            wire.write(Answer.string(script.name()) + active + "\r\n");
        }
        return Answer.ok("Those are they");
    }

    private Answer get(Command command) throws IOException, BadCommand {
        check(command, 1);
        var text = scripts.text(Optional.of(account), command.text(0));
        if (text.isEmpty()) {
            return Answer.no("NONEXISTENT", "There is no script of that name");
        }
        byte[] octets = text.get().getBytes(StandardCharsets.UTF_8);
        wire.write("{" + octets.length + "}\r\n");
        wire.write(octets);
        wire.write("\r\n");
        return Answer.ok("That is it");
    }

    private static Answer right(List<SieveError> warnings) {
        return warnings.isEmpty()
                ? Answer.ok("The script is right")
                : new Answer(Word.OK, "WARNINGS", lines(warnings));
    }

    private static String lines(List<SieveError> errors) {
        return errors.stream().map(SieveError::toString).collect(Collectors.joining("\r\n"));
    }

    private static Answer said(ScriptChange change) {
        return switch (change) {
            case ScriptChange.Done(var warnings) ->
                    warnings.isEmpty()
                            ? Answer.ok("Done")
                            : new Answer(Word.OK, "WARNINGS", lines(warnings));
            case ScriptChange.Wrong(var errors) -> Answer.no(lines(errors));
            case ScriptChange.NoSuchScript() ->
                    Answer.no("NONEXISTENT", "There is no script of that name");
            case ScriptChange.AlreadyExists() ->
                    Answer.no("ALREADYEXISTS", "There is a script of that name");
            case ScriptChange.InUse() ->
                    Answer.no("ACTIVE", "The script is active; activate another first");
            case ScriptChange.OverQuota(var quota, var why) ->
                    Answer.no(
                            switch (quota) {
                                case MAXSIZE -> "QUOTA/MAXSIZE";
                                case MAXSCRIPTS -> "QUOTA/MAXSCRIPTS";
                                case ALL -> "QUOTA";
                            },
                            why);
            case ScriptChange.BadName(var why) -> Answer.no(why);
        };
    }
}
