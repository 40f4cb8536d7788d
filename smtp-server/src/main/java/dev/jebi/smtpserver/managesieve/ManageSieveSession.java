package dev.jebi.smtpserver.managesieve;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.sasl.SaslMechanism;
import dev.jebi.sieve.SieveExtensions;
import dev.jebi.smtpserver.managesieve.Answer.Word;
import dev.jebi.transfer.filing.StoredScripts;
import dev.jebi.wire.IdleTimeout;
import dev.jebi.wire.ShuttingDown;
import dev.jebi.wire.Wire;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/// One ManageSieve session (RFC 5804 §1.2), on the thread that calls [#run].
final class ManageSieveSession {
    private static final Logger LOG = LoggerFactory.getLogger(ManageSieveSession.class);

    private final Wire wire;
    private final ManageSieveSettings settings;
    private final StoredScripts scripts;
    private final Directory directory;
    private final CommandReader reader;
    private final SignIn signIn;
    private Optional<ScriptCommands> owner = Optional.empty();
    private Optional<String> login = Optional.empty();
    private boolean ended;
    private int mistakes;

    ManageSieveSession(
            Wire wire, ManageSieveSettings settings, StoredScripts scripts, Directory directory) {
        this.wire = wire;
        this.settings = settings;
        this.scripts = scripts;
        this.directory = directory;
        this.reader = new CommandReader(wire, settings.limits());
        this.signIn = new SignIn(wire, settings, directory, reader);
    }

    void run() {
        try {
            capabilities(Answer.ok("Jebi ready"));
            while (!ended) {
                if (!wire.hasInput()) {
                    wire.flush();
                }
                step();
            }
            wire.flush();
        } catch (ShuttingDown _) {
            goodBye("TRYLATER", "The server is going down");
        } catch (IdleTimeout _) {
            goodBye("", "Nothing was said for too long");
        } catch (EOFException e) {
            LOG.debug("event=gone session={}", wire.id(), e);
        } catch (IOException e) {
            LOG.info("event=lost session={} why=\"{}\"", wire.id(), e.toString());
        }
    }

    private void step() throws IOException {
        try {
            var command = reader.command();
            var answer = answer(command);
            if (answer.isPresent()) {
                send(answer.get());
            }
        } catch (BadCommand e) {
            mistake(e);
        } catch (RuntimeException e) {
            LOG.error("event=fault session={}", wire.id(), e);
            send(Answer.no("TRYLATER", "Something went wrong here; try again later"));
        }
    }

    private void mistake(BadCommand bad) throws IOException {
        mistakes++;
        boolean sized = bad.why().startsWith("(QUOTA/MAXSIZE)");
        if (bad.last || mistakes >= settings.limits().badCommands()) {
            send(Answer.bye(bad.why()));
        } else if (sized) {
            String why = bad.why().substring("(QUOTA/MAXSIZE)".length());
            send(Answer.no("QUOTA/MAXSIZE", why + " octets"));
        } else {
            send(Answer.no(bad.why()));
        }
    }

    /// @return empty when all has been said
    private Optional<Answer> answer(Command command) throws IOException, BadCommand {
        return switch (command.verb()) {
            case "CAPABILITY" -> {
                nothing(command);
                capabilities(Answer.ok("Those are they"));
                yield Optional.empty();
            }
            case "NOOP" -> Optional.of(noop(command));
            case "LOGOUT" -> {
                nothing(command);
                ended = true;
                yield Optional.of(Answer.ok("Good-bye"));
            }
            case "STARTTLS" -> startTls(command);
            case "AUTHENTICATE" -> Optional.of(authenticate(command));
            case "UNAUTHENTICATE" -> Optional.of(unauthenticate(command));
            case "HAVESPACE",
                    "PUTSCRIPT",
                    "CHECKSCRIPT",
                    "LISTSCRIPTS",
                    "SETACTIVE",
                    "GETSCRIPT",
                    "DELETESCRIPT",
                    "RENAMESCRIPT" ->
                    Optional.of(
                            owner.isPresent()
                                    ? owner.get().run(command)
                                    : Answer.no("Sign in with AUTHENTICATE first"));
            default -> throw new BadCommand("there is no such command", false);
        };
    }

    private static void nothing(Command command) throws BadCommand {
        if (!command.arguments().isEmpty()) {
            throw new BadCommand(command.verb() + " takes no argument", false);
        }
    }

    /// RFC 5804 §2.13.
    private static Answer noop(Command command) throws BadCommand {
        if (command.arguments().isEmpty()) {
            return Answer.ok("Done");
        }
        if (!command.strings(1)) {
            throw new BadCommand("NOOP takes a string", false);
        }
        return new Answer(Word.OK, "TAG " + Answer.string(command.text(0)), "Done");
    }

    private Optional<Answer> startTls(Command command) throws IOException, BadCommand {
        nothing(command);
        if (!wire.canStartTls() || owner.isPresent()) { // RFC 5804 §2.2
            return Optional.of(Answer.no("TLS is not to be had now"));
        }
        wire.write(Answer.ok("Begin TLS now").encode());
        wire.flush();
        wire.startTls();
        capabilities(Answer.ok("TLS is on")); // RFC 5804 §2.2: without being asked
        wire.flush();
        return Optional.empty();
    }

    private Answer authenticate(Command command) throws IOException, BadCommand {
        if (owner.isPresent()) {
            return Answer.no("You are signed in already");
        }
        var outcome = signIn.run(command);
        LOG.info(
                "event={} session={} client={} protocol=managesieve login={}",
                outcome.login().isPresent() ? "signed-in" : "auth-refused",
                wire.id(),
                wire.peer().remote().getAddress().getHostAddress(),
                outcome.login().orElse("-"));
        var account = outcome.login().flatMap(directory::account).filter(Account::active);
        if (account.isPresent()) {
            login = outcome.login();
            owner = Optional.of(new ScriptCommands(wire, scripts, account.get().id()));
            wire.idleTimeout(settings.limits().idle());
            mistakes = 0;
        }
        return outcome.answer();
    }

    /// RFC 5804 §2.14.1.
    private Answer unauthenticate(Command command) throws BadCommand {
        nothing(command);
        if (owner.isEmpty()) {
            return Answer.no("Nobody has signed in");
        }
        owner = Optional.empty();
        login = Optional.empty();
        return Answer.ok("Nobody is signed in now");
    }

    /// RFC 5804 §1.7.
    private void capabilities(Answer end) throws IOException {
        capability("IMPLEMENTATION", "Jebi");
        capability("SIEVE", SieveExtensions.line(scripts.extensions()));
        var offered = owner.isPresent() ? "" : mechanisms();
        capability("SASL", offered);
        if (wire.canStartTls() && owner.isEmpty()) {
            wire.write("\"STARTTLS\"\r\n");
        }
        capability("NOTIFY", "mailto");
        capability("MAXREDIRECTS", String.valueOf(scripts.limits().sieve().actions().redirects()));
        wire.write("\"UNAUTHENTICATE\"\r\n");
        if (login.isPresent()) {
            capability("OWNER", login.get());
        }
        capability("VERSION", "1.0");
        send(end);
    }

    private String mechanisms() {
        return String.join(" ", signIn.offered().stream().map(SaslMechanism::word).toList());
    }

    private void capability(String name, String value) throws IOException {
        wire.write(Answer.string(name) + " " + Answer.string(value) + "\r\n");
    }

    private void send(Answer answer) throws IOException {
        if (answer.word() == Word.BYE) {
            ended = true;
        }
        wire.write(answer.encode());
    }

    private void goodBye(String code, String text) {
        try {
            wire.write(new Answer(Word.BYE, code, text).encode());
            wire.flush();
        } catch (IOException e) {
            LOG.debug("event=gone session={} why=\"{}\"", wire.id(), e.toString());
        }
    }
}
