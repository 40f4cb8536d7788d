package dev.jebi.transfer.signing;

import java.util.Locale;

/// Where a key is in its life.
public enum KeyState {
    /// Its record is to be published; it does not sign yet.
    WAITING,
    /// It signs.
    ACTIVE,
    /// It signs no more; its record stays for mail that is still on its way.
    RETIRING,
    /// Its private half is gone and its record may go.
    RETIRED;

    /// Its word in lists and in the store.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
