package dev.jebi.useragent.account;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The accounts of the person: a properties file under XDG paths that only its owner can read, keys
/// like `work.user` and `work.imap`, and `default` for the one that is meant when none is named.
public final class Profiles {
    private final Path file;
    private final Properties values = new Properties();

    private Profiles(Path file) {
        this.file = file;
    }

    /// The profiles of a file; none when it is not there.
    public static Profiles in(Path file) {
        var profiles = new Profiles(file);
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                profiles.values.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new Failure(
                        Failure.Kind.BAD_CONFIGURATION,
                        file
                                + " cannot be read ("
                                + SafeText.line(String.valueOf(e.getMessage()))
                                + "); mend or remove it",
                        e);
            }
        }
        return profiles;
    }

    public Path file() {
        return file;
    }

    /// Whether the file's permissions let others read it.
    public boolean readByOthers() {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return true; // where it cannot be told, others may
        }
        try {
            Set<PosixFilePermission> permissions = view.readAttributes().permissions();
            return permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.BAD_CONFIGURATION,
                    "the permissions of "
                            + file
                            + " cannot be read ("
                            + SafeText.line(String.valueOf(e.getMessage()))
                            + ")",
                    e);
        }
    }

    /// Forgets an account.
    ///
    /// @return whether it was there
    public boolean remove(String name) {
        boolean gone = values.keySet().removeIf(key -> key.toString().startsWith(name + "."));
        if (name.equals(values.getProperty("default"))) {
            values.remove("default");
        }
        return gone;
    }

    public SortedSet<String> names() {
        var names = new TreeSet<String>();
        for (String key : values.stringPropertyNames()) {
            int dot = key.indexOf('.');
            if (dot > 0) {
                names.add(key.substring(0, dot));
            }
        }
        return names;
    }

    /// The one that is meant when none is named.
    public Optional<String> standard() {
        String named = values.getProperty("default");
        if (named != null) {
            return Optional.of(named);
        }
        SortedSet<String> names = names();
        return names.isEmpty() ? Optional.empty() : Optional.of(names.first());
    }

    public Optional<String> value(String name, String key) {
        String value = values.getProperty(name.concat(".").concat(key));
        return value == null ? Optional.empty() : Optional.of(value.strip());
    }

    public void set(String name, String key, String value) {
        values.setProperty(name + "." + key, value);
    }

    /// Keeps the password of an account in the one way and no other.
    ///
    /// @param secret the password, or with [Keeping#COMMAND] the command
    /// @param surroundings where `secret-tool` is looked for
    public void keep(String name, Keeping keeping, String secret, Surroundings surroundings) {
        String key = keeping == Keeping.FILE ? "password" : "password-command";
        String value =
                switch (keeping) {
                    case FILE, COMMAND -> secret;
                    case SECRET_TOOL ->
                            SecretTool.on(surroundings)
                                    .orElseThrow(() ->
                                            new Failure(
                                                    Failure.Kind.USAGE,
                                                    "there is no secret-tool on this machine;"
                                                            + " install libsecret-tools, or keep"
                                                            + " the password in the file or by a"
                                                            + " command"))
                                    .keep(name, secret);
                };
        values.remove(name + ".password");
        values.remove(name + ".password-command");
        set(name, key, value);
    }

    /// Whether `secret-tool` has the password of an account because [#keep] gave it there.
    public boolean inKeyring(String name) {
        return value(name, "password-command").filter(SecretTool::tells).isPresent();
    }

    public void setStandard(String name) {
        values.setProperty("default", name);
    }

    /// Writes the file: whole or not at all, readable by its owner only.
    public void write() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var text =
                new StringBuilder(
                        """
                        # The accounts of jebi mail; jebi mail account add writes them.
                        # NAME.user, .from, .imap, .smtp, .pop3: who, and HOST:PORT; .tls: auto, none, starttls, implicit
                        # NAME.password-command: its first line is the password; NAME.password: the password itself
                        # more keys: docs/cli.md
                        """);
        for (String key : new TreeSet<>(values.stringPropertyNames())) {
            text.append(key.replaceAll("[\\\\ \\t\\f:=#!]", "\\\\$0"))
                    .append(" = ")
                    .append(escaped(values.getProperty(key)))
                    .append('\n');
        }
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        Files.createFile(
                half,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
}
