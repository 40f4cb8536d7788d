package dev.jebi.useragent.tour;

import dev.jebi.useragent.account.Endpoint;
import dev.jebi.useragent.failure.Failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Where the tour takes place: two mail servers for the moment, of two domains, and the way between
/// them. Everything is removed by [#close], also when the process is told to end.
public final class Grounds implements AutoCloseable {
    /// Who writes.
    static final String AUTHOR = "alice@a.test";

    /// Who reads.
    static final String READER = "bob@b.test";

    private static final int SECRET_OCTETS = 16;

    private final Path folder;
    private final Hop hop;
    private final Jebi sending;
    private final Jebi receiving;
    private final String password;
    private final Thread atEnd = Thread.ofPlatform().unstarted(this::remove);

    private Grounds(List<String> command) throws IOException {
        folder = Files.createTempDirectory("jebi-tour"); // its owner's alone
        hop = new Hop();
        sending = new Jebi(command, folder, domain(AUTHOR));
        receiving = new Jebi(command, folder, domain(READER));
        var octets = new byte[SECRET_OCTETS]; // others of this machine reach the ports, too
        new SecureRandom().nextBytes(octets);
        password = HexFormat.of().formatHex(octets);
    }

    private static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    /// Starts everything.
    ///
    /// @param command what `jebi` is on this machine
    public static Grounds open(List<String> command) throws IOException {
        var grounds = new Grounds(command);
        Runtime.getRuntime().addShutdownHook(grounds.atEnd);
        try {
            grounds.start();
            return grounds;
        } catch (IOException | RuntimeException e) {
            grounds.close();
            throw e;
        }
    }

    /// Both at once: most of the time of a start is waiting.
    private void start() throws IOException {
        var other =
                new FutureTask<Void>(() -> {
                    receiving.start(List.of());
                    receiving.account(READER, password);
                    return null;
                });
        Thread.ofPlatform().daemon().start(other);
        // no TLS on this one way, so that it can be read along
        sending.start(List.of(domain(READER) + "=127.0.0.1:" + hop.port() + ";tls=never"));
        sending.account(AUTHOR, password);
        try {
            other.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException fault -> throw fault;
                case Failure failure -> throw failure;
                case null, default -> throw new IOException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.Kind.TRY_AGAIN, "interrupted", e);
        }
        Endpoint smtp = receiving.at("smtp");
        hop.to(new InetSocketAddress(smtp.host(), smtp.port()));
    }

    /// The author's server, where mail is handed in.
    Endpoint submission() {
        return sending.at("submission");
    }

    /// What went over the wire between the servers.
    List<Hop.Heard> heard(long seconds) {
        return hop.heard(seconds);
    }

    /// The reader's server.
    ///
    /// @param service `pop3` or `imap`
    Endpoint mailbox(String service) {
        return receiving.at(service);
    }

    /// Of both, for as long as it lasts.
    String password() {
        return password;
    }

    /// Ends the servers and removes what they wrote.
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException _) {
            return; // the process ends just now, and the hook does it
        }
        remove();
    }

    private void remove() {
        var ending = new ArrayList<Thread>();
        for (Jebi jebi : List.of(sending, receiving)) {
            ending.add(Thread.ofPlatform().start(jebi::close));
        }
        try {
            hop.close();
            for (Thread one : ending) {
                one.join();
            }
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes of)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException fault)
                            throws IOException {
                        if (fault instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE; // gone already, as it should
                        }
                        throw fault;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException fault)
                            throws IOException {
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
