package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The keyring of the person's desktop, by way of the program `secret-tool` (libsecret): a password
/// there is kept by a command like any other.
public final class SecretTool {
    private static final String NAME = "secret-tool";

    /// A person may have to unlock the keyring.
    private static final int SECONDS = 60;

    private static final int MAX_WORDS = 1_000;

    private final Path program;

    private SecretTool(Path program) {
        this.program = program;
    }

    /// The program, where it is installed.
    public static Optional<SecretTool> on(Surroundings surroundings) {
        return Stream.of(surroundings.variable("PATH").orElse("").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .map(SecretTool::new);
    }

    /// Keeps the password of an account.
    ///
    /// @return the command that tells it
    public String keep(String account, String password) {
        run(
                words("store", List.of("--label=jebi mail " + account), account),
                password.getBytes(StandardCharsets.UTF_8));
        return "'"
                + program.toString().replace("'", "'\\''")
                + "' "
                + String.join(" ", attributes("lookup", account));
    }

    /// Whether a command is one of [#keep].
    static boolean tells(String command) {
        return command.contains(NAME + "' lookup service jebi-mail account ");
    }

    /// Forgets the password of an account.
    public void forget(String account) {
        run(words("clear", List.of(), account), new byte[0]);
    }

    /// The names of accounts are letters and digits, so that no shell finds anything in them.
    private static List<String> attributes(String act, String account) {
        return List.of(act, "service", "jebi-mail", "account", account);
    }

    private List<String> words(String act, List<String> options, String account) {
        var words = new ArrayList<>(List.of(program.toString(), act));
        words.addAll(options);
        words.addAll(attributes(act, account).subList(1, 5));
        return words;
    }

    private static void run(List<String> words, byte[] in) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (OutputStream out = process.getOutputStream()) {
                out.write(in);
            } catch (IOException _) {
                // it ended without listening, and its last words say why
            }
            String said;
            try (var output = process.getInputStream()) {
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                if (ended && process.exitValue() == 0) {
                    return;
                }
                said =
                        ended
                                ? new String(output.readNBytes(MAX_WORDS), StandardCharsets.UTF_8)
                                : "it does not end";
            } finally {
                process.destroyForcibly();
            }
            throw failed(said);
        } catch (IOException e) {
            throw failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted; try again", e);
        }
    }

    private static Failure failed(String why) {
        String words = SafeText.line(why).strip();
        return new Failure(
                Failure.Kind.NO_PASSWORD,
                "secret-tool does not keep the password"
                        + (words.isEmpty() ? "" : " (" + words + ")")
                        + "; unlock the keyring, or keep it in the file or by a command");
    }
}
