package dev.jebi.useragent.account;

import java.util.ArrayList;
import java.util.List;

/// How the password of an account is kept.
public enum Keeping {
    /// In the file of accounts, which only its owner can read.
    FILE("file"),
    /// In the keyring of the desktop.
    SECRET_TOOL("secret-tool"),
    /// By a command of the person's, whose first line of output it is.
    COMMAND("command");

    private final String word;

    Keeping(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// What there is to choose from on this machine.
    public static List<Keeping> all(Surroundings surroundings) {
        var all = new ArrayList<>(List.of(values()));
        if (SecretTool.on(surroundings).isEmpty()) {
            all.remove(SECRET_TOOL);
        }
        return all;
    }
}
