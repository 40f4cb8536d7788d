package dev.jebi.smtpserver.managesieve;

import dev.jebi.mailstore.Directory;
import dev.jebi.transfer.filing.StoredScripts;
import dev.jebi.wire.Wire;

/// The ManageSieve face of a listener. Safe for use by several threads; each session runs on the
/// thread that calls [#session].
public final class ManageSieveFace {
    private final ManageSieveSettings settings;
    private final StoredScripts scripts;
    private final Directory directory;

    /// A face before these scripts.
    public ManageSieveFace(
            ManageSieveSettings settings, StoredScripts scripts, Directory directory) {
        this.settings = settings;
        this.scripts = scripts;
        this.directory = directory;
    }

    /// Runs one session to its end.
    public void session(Wire wire) {
        new ManageSieveSession(wire, settings, scripts, directory).run();
    }
}
