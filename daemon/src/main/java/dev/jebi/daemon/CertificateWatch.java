package dev.jebi.daemon;

import dev.jebi.wire.ServerTls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Has the certificate read again when its files change: certificates are renewed while servers
/// run.
final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final int SECONDS = 15;

    private final ServerTls tls;
    private final Configuration.TlsFiles files;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("certificate-watch").factory());
    private String seen;

    CertificateWatch(ServerTls tls, Configuration.TlsFiles files) {
        this.tls = tls;
        this.files = files;
        this.seen = state();
        var _ = timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        String now = state();
        if (now.equals(seen)) {
            return;
        }
        try {
            tls.reload();
            seen = now;
            LOG.info("event=certificate-reloaded file={}", files.certificate());
        } catch (IOException e) {
            LOG.warn(
                    "event=certificate-not-reloaded file={} cause=\"{}\" done=\"the old one"
                            + " stays\"",
                    files.certificate(),
                    e.getMessage());
        }
    }

    private String state() {
        return changed(files.certificate()) + " " + changed(files.key());
    }

    private static String changed(Path file) {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            return time + "/" + Files.size(file);
        } catch (IOException e) {
            return e.toString(); // being replaced at this very moment: another state, looked at
            // again
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
