package dev.jebi.useragent.panes;

import java.util.List;

/// The accounts of a person. Stage thread only.
interface Accounts {
    List<String> names();

    /// Opens another account in place of the one that is open.
    void open(String name, View now);
}
