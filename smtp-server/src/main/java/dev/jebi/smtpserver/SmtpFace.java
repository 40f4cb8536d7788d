package dev.jebi.smtpserver;

import dev.jebi.sasl.Credentials;
import dev.jebi.transfer.Intake;
import dev.jebi.transfer.Reception;
import dev.jebi.transfer.Submission;
import dev.jebi.wire.Wire;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;

/// The SMTP or LMTP face of a listener. Safe for use by several threads; each session runs on the
/// thread that calls [#session].
public final class SmtpFace {
    private final SmtpSettings settings;
    private final Roads roads;

    /// A face before these two; makes the directory of the spool where it is missing.
    public SmtpFace(
            SmtpSettings settings,
            Reception reception,
            Submission submission,
            Credentials credentials,
            InstantSource clock)
            throws IOException {
        Files.createDirectories(settings.spool());
        this.settings = settings;
        this.roads =
                new Roads(
                        reception.traced(reception.trace(), clock),
                        submission.traced(submission.trace(), clock),
                        credentials,
                        new SpoolRoom(settings.limits().spoolOctets()),
                        clock);
    }

    /// What stands behind the face.
    record Roads(
            Intake reception,
            Intake submission,
            Credentials credentials,
            SpoolRoom room,
            InstantSource clock) {}

    /// Runs one session to its end.
    public void session(Wire wire) {
        new SmtpSession(wire, settings, roads).run();
    }
}
