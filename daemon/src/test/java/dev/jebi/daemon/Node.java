package dev.jebi.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node of a cluster that is killed and started again with the same data directory.
final class Node implements AutoCloseable {
    private final String name;
    private final Path data;
    private final String[] settings;
    private final List<Long> kills = new CopyOnWriteArrayList<>();
    private final List<Exception> faults = new CopyOnWriteArrayList<>();
    private volatile Optional<JebiProcess> server = Optional.empty();

    Node(String name, Path folder, String... settings) {
        this.name = name;
        this.data = folder.resolve(name);
        this.settings = settings.clone();
    }

    String name() {
        return name;
    }

    Path log() {
        return data.resolveSibling(name + ".log");
    }

    /// The process, while it is there and ready.
    Optional<JebiProcess> server() {
        return server;
    }

    void start() throws IOException {
        server = Optional.of(JebiProcess.serve(data, settings));
    }

    /// SIGKILL; it is started again meanwhile.
    Thread killAndStart() throws InterruptedException {
        var killed = server.orElseThrow();
        server = Optional.empty();
        kills.add(System.nanoTime());
        killed.kill();
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        start();
                    } catch (IOException e) {
                        faults.add(e);
                    }
                });
    }

    /// When it was killed.
    List<Long> kills() {
        return kills;
    }

    /// Why it did not start.
    List<Exception> faults() {
        return faults;
    }

    @Override
    public void close() {
        server.ifPresent(JebiProcess::close);
    }
}
